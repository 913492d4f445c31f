// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.mergegate.testkit.view.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer: status, headers and a body, which may be written while it is still being made. */
public record Response(int status, Map<String, String> headers, long length, Body body) {

    /** Length of a body whose size is not known before. */
    public static final long UNKNOWN = -2;

    /** Writes the body. */
    @FunctionalInterface
    public interface Body {
        void write(OutputStream out) throws IOException;
    }

    public static Response empty(int status) {
        return new Response(status, Map.of(), 0, out -> {});
    }

    public static Response json(int status, JsonNode node) {
        return text(status, Json.write(node), "application/json;charset=utf-8");
    }

    public static Response text(int status, String text, String type) {
        return bytes(status, text.getBytes(StandardCharsets.UTF_8), Map.of("Content-Type", type));
    }

    public static Response bytes(int status, byte[] bytes, Map<String, String> headers) {
        return new Response(status, headers, bytes.length, out -> out.write(bytes));
    }

    public Response with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Response(status, more, length, body);
    }
}
