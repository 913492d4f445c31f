// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

import java.nio.charset.StandardCharsets;

/** What Gitea answers to a question: any body is understood, or is malformed. */
public final class ApiAnswerTarget {
    private interface Mapping {
        Object of(JsonFields json) throws MalformedAnswer;
    }

    private ApiAnswerTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String body = new String(data, StandardCharsets.UTF_8);
        read(body, JsonMapping::repository);
        read(body, JsonMapping::branch);
        read(body, JsonMapping::pullRequest);
        read(body, JsonMapping::review);
        read(body, JsonMapping::status);
        read(body, json -> json.children("statuses"));
        try {
            for (JsonFields json : JsonFields.objects(body)) {
                json.identity();
                JsonMapping.pullRequest(json);
            }
        } catch (MalformedAnswer malformed) {
            // What it says of every body that is no list of pull requests.
        }
    }

    private static void read(String body, Mapping mapping) {
        try {
            if (mapping.of(JsonFields.object(body)) == null) {
                throw new IllegalStateException("an answer that means nothing");
            }
        } catch (MalformedAnswer malformed) {
            // What it says of every body that means something else.
        }
    }
}
