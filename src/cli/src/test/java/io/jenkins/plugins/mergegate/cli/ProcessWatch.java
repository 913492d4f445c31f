// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sees the argument lists of the processes of a fixture. While the server works on a request, whoever sent it is there to be
 * looked at; and every git that the jar starts writes down its arguments before it begins.
 */
final class ProcessWatch {
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final Path gitLog;

    ProcessWatch(JarFixture fixture) {
        gitLog = fixture.file("git-arguments");
        Path bin = fixture.file("bin");
        try {
            Files.createDirectories(bin);
            Path git = Files.writeString(bin.resolve("git"), """
                    #!/bin/sh
                    PATH='%s'
                    printf '%%s\\n' git "$@" >> '%s'
                    exec git "$@"
                    """.formatted(System.getenv("PATH"), gitLog));
            Files.setPosixFilePermissions(git, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        fixture.environment.put("PATH", bin + ":" + System.getenv("PATH"));
        watch(fixture);
    }

    /** To be called again after the faults were cleared. */
    void watch(JarFixture fixture) {
        fixture.server.faults().on(Call.ANY).always().run(this::look);
        fixture.server.faults().on(Call.ANY).always().runAfter(this::look);
    }

    /** What was seen of processes at their work. */
    Set<String> seen() {
        return seen;
    }

    /** The arguments of every git that was started, one a line. */
    List<String> gits() {
        try {
            return Files.readAllLines(gitLog, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void look() {
        ProcessHandle.current().descendants().forEach(process -> {
            try {
                String line = Files.readString(
                        Path.of("/proc", String.valueOf(process.pid()), "cmdline"), StandardCharsets.ISO_8859_1);
                seen.add(line.replace('\0', ' ').strip());
            } catch (IOException e) {
                // It has ended.
            }
        });
    }
}
