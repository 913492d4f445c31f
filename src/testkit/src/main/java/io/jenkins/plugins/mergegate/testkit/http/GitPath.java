// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.http;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The path of a git request: repository and service, with or without .git. */
record GitPath(String owner, String name, String service, boolean pushes) {

    private static final Set<String> SERVICES = Set.of("git-upload-pack", "git-receive-pack");

    static Optional<GitPath> of(Request request) {
        List<String> parts = request.segments();
        if (parts.size() < 3 || parts.get(0).equals("api")) {
            return Optional.empty();
        }
        String service = String.join("/", parts.subList(2, parts.size()));
        boolean info = service.equals("info/refs");
        if (!info && !SERVICES.contains(service)) {
            return Optional.empty();
        }
        String asked = info ? request.parameter("service").orElse("git-upload-pack") : service;
        String name = parts.get(1).replaceFirst("\\.git$", "");
        return Optional.of(new GitPath(parts.get(0), name, service, asked.equals("git-receive-pack")));
    }

    boolean isInfo() {
        return service.equals("info/refs");
    }
}
