// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.state;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.util.Optional;

/** The form of the state files: JSON for people's eyes, instants as ISO text, nulls written, unknown fields ignored. */
public final class StateJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private StateJson() {}

    public static byte[] write(Object value) throws IOException {
        return MAPPER.writeValueAsBytes(value);
    }

    /** The value; empty when the content is damaged: cut, empty, no JSON, or values that the type refuses. */
    public static <T> Optional<T> read(byte[] content, Class<T> type) {
        try {
            return Optional.ofNullable(MAPPER.readValue(content, type));
        } catch (IOException e) {
            // Also what is no JacksonException: it takes some bytes for UTF-16 or UTF-32.
            return Optional.empty();
        }
    }
}
