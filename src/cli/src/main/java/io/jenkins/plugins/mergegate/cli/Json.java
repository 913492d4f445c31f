// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** A JSON object whose fields keep their order and are never left out: what is not known is null. */
final class Json {
    private final Map<String, Object> fields = new LinkedHashMap<>();

    /** Plain values as they are. */
    static Json of(Map<String, Object> values) {
        Json json = new Json();
        json.fields.putAll(values);
        return json;
    }

    static Json error(String message) {
        return new Json().with("error", message);
    }

    /** Objects, lists, numbers, booleans and text stay what they are; times become ISO text; anything else its text form. */
    Json with(String name, Object value) {
        fields.put(name, value(value));
        return this;
    }

    String text() {
        try {
            return new ObjectMapper().writeValueAsString(fields);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object value(Object value) {
        if (value instanceof Json json) {
            return json.fields;
        }
        if (value instanceof Duration duration) {
            return duration.toSeconds();
        }
        if (value instanceof Instant instant) {
            return instant.toString();
        }
        if (value instanceof Collection<?> values) {
            return values.stream().map(Json::value).toList();
        }
        if (value == null || value instanceof Boolean || value instanceof Number || value instanceof Map) {
            return value;
        }
        return value.toString();
    }
}
