// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code merge-gate gate --json} printed.
 *
 * @param json its one object
 * @param testOutput what the re-test printed
 */
record GateResult(int exit, JsonNode json, List<String> testOutput) {
    /** One merge call. @param waitMillis before it */
    record MergeCall(int status, long waitMillis) {}

    static JsonNode parse(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("this is not one JSON object: " + text, e);
        }
    }

    String outcome() {
        return text("outcome");
    }

    /** Null when there is none. */
    String reason() {
        return text("reason");
    }

    /** Outcome and reason as one word. */
    String ending() {
        return reason() == null ? outcome() : outcome() + "/" + reason();
    }

    String message() {
        return text("message");
    }

    /** The text of a field, null when it is null. */
    String text(String field) {
        return json.path(field).asText(null);
    }

    boolean rebased() {
        return json.path("rebased").asBoolean();
    }

    boolean retested() {
        return json.path("retested").asBoolean();
    }

    List<MergeCall> mergeCalls() {
        List<MergeCall> calls = new ArrayList<>();
        for (JsonNode call : json.path("attempts")) {
            calls.add(new MergeCall(
                    call.path("status").asInt(), call.path("waitMillis").asLong()));
        }
        return calls;
    }

    /** Milliseconds by phase, in the order of the phases. */
    Map<String, Long> timings() {
        Map<String, Long> timings = new LinkedHashMap<>();
        json.path("timings")
                .properties()
                .forEach(field -> timings.put(field.getKey(), field.getValue().asLong()));
        return timings;
    }
}
