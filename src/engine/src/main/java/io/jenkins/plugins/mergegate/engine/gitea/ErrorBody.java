// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;

/**
 * The body of an answer that is not a success, taken apart.
 *
 * @param message Gitea's text, empty when there is none
 * @param conflict Gitea's words about a merge conflict, null when the body tells of none
 */
record ErrorBody(Origin origin, String message, String conflict) {
    /** GITEA: a JSON object. EMPTY: nothing, or JSON null. FOREIGN: not the API, a proxy's page. CUT: did not arrive whole. */
    enum Origin {
        GITEA,
        EMPTY,
        FOREIGN,
        CUT
    }

    private static final String STYLE = "Style";

    static ErrorBody parse(String body) {
        if (body == null) {
            return new ErrorBody(Origin.CUT, "", null);
        }
        if (body.isBlank()) {
            return new ErrorBody(Origin.EMPTY, "", null);
        }
        JsonNode json;
        try {
            json = JsonFields.MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            return new ErrorBody(Origin.FOREIGN, "", null);
        }
        if (json.isNull()) {
            return new ErrorBody(Origin.EMPTY, "", null);
        }
        if (!json.isObject()) {
            return new ErrorBody(Origin.FOREIGN, "", null);
        }
        String message = json.path("message").asText("").strip();
        return new ErrorBody(Origin.GITEA, message, json.has(STYLE) ? conflict(json) : null);
    }

    private static String conflict(JsonNode json) {
        String output =
                json.path("StdOut").asText("") + "\n" + json.path("StdErr").asText("");
        String lines = output.lines()
                .filter(line -> line.startsWith("CONFLICT") || line.startsWith("fatal:"))
                .collect(Collectors.joining("; "));
        return lines.isEmpty() ? "the branches conflict" : lines;
    }

    /** One text for people; empty when the body says nothing. */
    String text() {
        return switch (origin) {
            case EMPTY -> "";
            case FOREIGN -> "the answer is not Gitea's, a proxy may have sent it";
            case CUT -> "the answer was cut, too slow or too long";
            case GITEA -> message.isEmpty() && conflict != null ? conflict : message;
        };
    }
}
