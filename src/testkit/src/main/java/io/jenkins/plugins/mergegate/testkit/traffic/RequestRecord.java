// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.traffic;

import java.util.List;
import java.util.Map;

/**
 * One request the server saw. Status 0: not answered yet; -1: the connection was cut instead. The user is empty when
 * nobody was logged in. The body of git requests is not kept.
 */
public record RequestRecord(
        Call call,
        String method,
        String path,
        String query,
        String body,
        Map<String, List<String>> headers,
        int status,
        String user) {

    public RequestRecord {
        headers = Map.copyOf(headers);
    }

    RequestRecord answered(int answer) {
        return new RequestRecord(call, method, path, query, body, headers, answer, user);
    }

    RequestRecord by(String name) {
        return new RequestRecord(call, method, path, query, body, headers, status, name);
    }

    /** The first value of a header, or an empty text. */
    public String header(String name) {
        return headers.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                .flatMap(entry -> entry.getValue().stream())
                .findFirst()
                .orElse("");
    }
}
