// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Raw calls of the API with one Authorization header. */
public final class Http {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** What came back. */
    public record Answer(int status, String body, HttpResponse<String> raw) {

        public JsonNode json() {
            return parse(body);
        }

        public String message() {
            return json().path("message").asText();
        }

        public String header(String name) {
            return raw.headers().firstValue(name).orElse("");
        }

        public Answer expect(int wanted) {
            if (status != wanted) {
                throw new AssertionError("expected " + wanted + ", got " + status + ": " + body);
            }
            return this;
        }
    }

    private final URI url;
    private final String authorization;

    public Http(URI url, String authorization) {
        this.url = url;
        this.authorization = authorization;
    }

    public static Http token(URI url, String token) {
        return new Http(url, token.isEmpty() ? "" : "token " + token);
    }

    static JsonNode parse(String body) {
        try {
            return MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + body, e);
        }
    }

    public Answer get(String path) {
        return call("GET", path, "");
    }

    public Answer post(String path, String body) {
        return call("POST", path, body);
    }

    public Answer call(String method, String path, String body) {
        try {
            return attempt(method, path, body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Answer attempt(String method, String path, String body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + "/api/v1" + path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        try {
            HttpResponse<String> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body(), response);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
