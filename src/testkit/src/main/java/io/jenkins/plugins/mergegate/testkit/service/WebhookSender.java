// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.service;

import io.jenkins.plugins.mergegate.testkit.model.Webhook;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** One attempt per delivery, five seconds, nobody waits for it. */
public final class WebhookSender {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    void send(Webhook hook, String event, String type, String payload) {
        String signature = hook.secret().isEmpty() ? "" : sign(hook.secret(), payload);
        HttpRequest request = HttpRequest.newBuilder(hook.target())
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .header("X-Gitea-Event", event)
                .header("X-Gitea-Event-Type", type)
                .header("X-Gitea-Delivery", UUID.randomUUID().toString())
                .header("X-Gitea-Signature", signature)
                .header("X-Gogs-Event", event)
                .header("X-GitHub-Event", event)
                .header("X-Hub-Signature-256", "sha256=" + signature)
                .POST(HttpRequest.BodyPublishers.ofString(payload))
                .build();
        client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
    }

    /** The lower case hex HMAC-SHA256 that Gitea puts into X-Gitea-Signature. */
    public static String sign(String secret, String payload) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(payload.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
