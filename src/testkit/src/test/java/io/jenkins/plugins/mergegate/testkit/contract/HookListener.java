// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** Receives what a server tells its webhooks. */
final class HookListener implements AutoCloseable {

    /** One request, its headers by name. */
    record Delivery(Headers headers, String body) {

        String header(String name) {
            return headers.getFirst(name);
        }

        JsonNode json() {
            return Http.parse(body);
        }
    }

    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    private HookListener(HttpServer server) {
        this.server = server;
    }

    static HookListener start() throws IOException {
        HookListener listener =
                new HookListener(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        listener.server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            listener.deliveries.add(new Delivery(exchange.getRequestHeaders(), body));
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
        });
        listener.server.start();
        return listener;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
    }

    /** The first delivery like this, as soon as it is there. */
    Delivery await(Predicate<Delivery> wanted) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> deliveries.stream().anyMatch(wanted));
        return deliveries.stream().filter(wanted).findFirst().orElseThrow();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
