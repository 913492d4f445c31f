// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.mergegate.testkit.service.WebhookSender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a listener hears. */
class WebhooksTest extends EmbeddedTestBase {

    private record Delivery(String event, String type, String signature, String body) {}

    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    private HttpServer listener;

    @BeforeEach
    void listen() throws IOException {
        listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        listener.createContext("/", exchange -> {
            Headers headers = exchange.getRequestHeaders();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            deliveries.add(new Delivery(
                    headers.getFirst("X-Gitea-Event"),
                    headers.getFirst("X-Gitea-Event-Type"),
                    headers.getFirst("X-Gitea-Signature"),
                    body));
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
        });
        listener.start();
        URI target = URI.create("http://127.0.0.1:" + listener.getAddress().getPort() + "/hook");
        repository.addWebhook(target, "secret", "pull_request", "push");
    }

    @AfterEach
    void silence() {
        listener.stop(0);
    }

    private Delivery await(Predicate<Delivery> wanted) {
        Awaitility.await().until(() -> deliveries.stream().anyMatch(wanted));
        return deliveries.stream().filter(wanted).findFirst().orElseThrow();
    }

    @Test
    void aMergeIsToldWithASignature() {
        task("task", "a.txt");
        merge(1).expect(200);

        Delivery closed = await(delivery -> delivery.body().contains("\"action\":\"closed\""));

        assertThat(closed.event()).isEqualTo("pull_request");
        assertThat(closed.body()).contains("\"merged\":true", "\"number\":1", "\"full_name\":\"team/app\"");
        assertThat(closed.signature()).isEqualTo(WebhookSender.sign("secret", closed.body()));
    }

    @Test
    void aPushToAHeadIsToldAsPushAndAsSynchronization() {
        task("task", "a.txt");
        String sha = repository.commit("task", Map.of("b.txt", "b\n"), "More");

        Delivery sync = await(delivery -> delivery.type().equals("pull_request_sync"));
        assertThat(sync.event()).isEqualTo("pull_request");
        assertThat(sync.body()).contains("\"action\":\"synchronized\"", "\"after\":\"" + sha + "\"");
        await(delivery -> delivery.event().equals("push") && delivery.body().contains("\"after\":\"" + sha + "\""));
    }
}
