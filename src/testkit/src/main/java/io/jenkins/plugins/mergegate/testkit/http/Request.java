// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A request that was read completely. Segments are the decoded parts of the path. */
public record Request(
        String method,
        String path,
        List<String> segments,
        String query,
        Map<String, List<String>> headers,
        byte[] body,
        boolean chunked) {

    static Request read(HttpExchange exchange) throws IOException {
        String raw = exchange.getRequestURI().getRawPath();
        String query = exchange.getRequestURI().getRawQuery();
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, List.copyOf(values)));
        List<String> segments = Arrays.stream(raw.split("/"))
                .filter(part -> !part.isEmpty())
                .map(Request::decode)
                .toList();
        byte[] body = exchange.getRequestBody().readAllBytes();
        boolean chunked = !headers.containsKey("Content-Length");
        return new Request(
                exchange.getRequestMethod(), raw, segments, query == null ? "" : query, headers, body, chunked);
    }

    public String header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst().orElse("");
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The value of a query parameter. */
    public Optional<String> parameter(String name) {
        return Arrays.stream(query.split("&"))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2 && decode(pair[0]).equals(name))
                .map(pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8))
                .findFirst();
    }

    private static String decode(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
