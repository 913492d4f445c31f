// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultyWireTest {
    private static final String THAT = "POST /that HTTP";

    private final List<String> answered = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer server;
    private FaultyWire wire;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::echo);
        server.start();
        wire = FaultyWire.before(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        wire.close();
        server.stop(0);
    }

    private void echo(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        answered.add(exchange.getRequestURI().getPath());
        try (exchange) {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private String post(String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(wire.url().resolve(path))
                .POST(BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8))
                .body();
    }

    @Test
    void handsOnWhatItIsNotToldToSpoil() throws Exception {
        String large = "x".repeat(100_000);
        assertThat(post("/one", large)).isEqualTo(large);
        wire.spoil(THAT, WireFault.CUT_AFTER_REQUEST);
        assertThat(post("/other", "two")).isEqualTo("two");
        assertThat(wire.spoiled()).isZero();
    }

    @Test
    void cutsAfterTheRequestWhichTheServerHas() {
        wire.spoil(THAT, WireFault.CUT_AFTER_REQUEST);
        assertThatThrownBy(() -> post("/that", "body")).isInstanceOf(IOException.class);
        await().atMost(Duration.ofSeconds(10)).until(() -> answered.contains("/that"));
    }

    @Test
    void cutsOnceBeforeTheResponse() throws Exception {
        wire.spoil(THAT, WireFault.CUT_BEFORE_RESPONSE);
        assertThatThrownBy(() -> post("/that", "body")).isInstanceOf(IOException.class);
        assertThat(answered).containsExactly("/that");
        assertThat(post("/that", "again")).isEqualTo("again");
        assertThat(wire.spoiled()).isEqualTo(1);
    }

    @Test
    void answersLate() throws Exception {
        wire.spoil(THAT, WireFault.DELAY);
        long began = System.nanoTime();
        assertThat(post("/that", "body")).isEqualTo("body");
        assertThat(System.nanoTime() - began).isGreaterThan(1_900_000_000L);
    }

    @Test
    void answersInDrops() throws Exception {
        wire.spoil(THAT, WireFault.THROTTLE);
        String text = "0123456789".repeat(640);
        long began = System.nanoTime();
        assertThat(post("/that", text)).isEqualTo(text);
        assertThat(System.nanoTime() - began).as("a hundred drops").isGreaterThan(400_000_000L);
    }
}
