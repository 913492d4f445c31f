// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** What a listener hears, and by what it knows who speaks. */
@Contract
class WebhookContractTest {

    @Parameter
    World world;

    private HookListener listener;
    private Scene scene;

    @BeforeEach
    void listen() throws IOException {
        listener = HookListener.start();
        scene = world.scene();
    }

    @AfterEach
    void silence() {
        listener.close();
    }

    private void hook(String secret, String events) {
        String config = "{\"url\":\"" + listener.url() + "\",\"content_type\":\"json\",\"secret\":\"" + secret + "\"}";
        world.alice
                .all()
                .post(
                        scene.path() + "/hooks",
                        "{\"type\":\"gitea\",\"active\":true,\"events\":[" + events + "],\"config\":" + config + "}")
                .expect(201);
    }

    private static String hmac(String secret, String payload) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(payload.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aMergeIsToldWithASignature() throws GeneralSecurityException {
        hook("secret", "\"pull_request\"");
        scene.branch("task", "a.txt", "a\n");
        long number = scene.open("task");
        scene.merge(number, "merge").expect(200);

        HookListener.Delivery closed =
                listener.await(told -> told.json().path("action").asText().equals("closed"));

        assertThat(closed.header("Content-Type")).startsWith("application/json");
        assertThat(closed.header("X-Gitea-Event")).isEqualTo("pull_request");
        assertThat(closed.header("X-Gitea-Event-Type")).isEqualTo("pull_request");
        assertThat(closed.header("X-Gitea-Delivery")).isNotBlank();
        assertThat(closed.header("X-Gitea-Signature")).isEqualTo(hmac("secret", closed.body()));
        assertThat(closed.header("X-Hub-Signature-256")).isEqualTo("sha256=" + hmac("secret", closed.body()));
        assertThat(closed.json().path("number").asLong()).isEqualTo(number);
        assertThat(closed.json().path("pull_request").path("merged").asBoolean())
                .isTrue();
        assertThat(closed.json().path("pull_request").path("merge_commit_sha").asText())
                .isEqualTo(scene.main());
        assertThat(closed.json().path("repository").path("full_name").asText()).isEqualTo("alice/" + scene.name());
        assertThat(closed.json().path("sender").path("login").asText()).isEqualTo("bot");
    }

    @Test
    void withoutASecretTheSignatureIsEmpty() {
        hook("", "\"pull_request\"");
        scene.branch("task", "a.txt", "a\n");
        scene.open("task");

        HookListener.Delivery opened =
                listener.await(told -> told.json().path("action").asText().equals("opened"));

        assertThat(opened.header("X-Gitea-Signature")).isEmpty();
        assertThat(opened.header("X-Hub-Signature-256")).isEqualTo("sha256=");
    }

    @Test
    void aPushToAHeadIsToldAsPushAndAsSynchronization() {
        hook("secret", "\"pull_request\",\"push\"");
        scene.branch("task", "a.txt", "a\n");
        scene.open("task");
        String sha = scene.extend("task", "b.txt", "b\n");

        HookListener.Delivery sync =
                listener.await(told -> told.header("X-Gitea-Event-Type").equals("pull_request_sync")
                        && told.json()
                                .path("pull_request")
                                .path("head")
                                .path("sha")
                                .asText()
                                .equals(sha));
        assertThat(sync.header("X-Gitea-Event")).isEqualTo("pull_request");
        assertThat(sync.json().path("action").asText()).isEqualTo("synchronized");
        assertThat(sync.json().path("after").asText()).isEqualTo(world.isSince("1.27") ? sha : "");
        HookListener.Delivery push =
                listener.await(told -> told.header("X-Gitea-Event").equals("push")
                        && told.json().path("after").asText().equals(sha));
        assertThat(push.json().path("ref").asText()).isEqualTo("refs/heads/task");
    }

    @Test
    void aCloseWithoutAMergeIsToldAsOne() {
        hook("secret", "\"pull_request_only\"");
        scene.branch("task", "a.txt", "a\n");
        long number = scene.open("task");
        world.alice
                .api()
                .call("PATCH", scene.path() + "/pulls/" + number, "{\"state\":\"closed\"}")
                .expect(201);

        HookListener.Delivery closed =
                listener.await(told -> told.json().path("action").asText().equals("closed"));

        assertThat(closed.json().path("pull_request").path("merged").asBoolean())
                .isFalse();
    }
}
