// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import hudson.model.ItemGroup;
import hudson.security.csrf.CrumbIssuer;
import hudson.util.Secret;
import io.jenkins.plugins.mergegate.Acme;
import io.jenkins.plugins.mergegate.config.MergeGatePermissions;
import io.jenkins.plugins.mergegate.testkit.service.WebhookSender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.springframework.security.core.Authentication;

/** Who is heard, how fast, and what it leaves behind; nobody is logged in. The hints stay in their queues. */
@WithJenkins
@Timeout(60)
class WebhookEndpointTest {
    private static final String HERE = "/merge-gate/webhook";
    private static final String SIGNATURE = "X-Gitea-Signature";
    private static final String ONE = "the secret of one";
    private static final String TWO = "the secret of two";
    private static final long QUICK_MILLIS = 5000;
    private static final long HUGE = 100L * 1024 * 1024;

    private static JenkinsRule j;

    private Plug wakes;
    private Plug looks;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        j = rule;
        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, MergeGatePermissions.MANAGE)
                .everywhere()
                .to("manager")
                .grant(Jenkins.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));
        secret("hook-one", ONE);
        secret("hook-two", TWO);
        secret("hook-empty", "");
        SystemCredentialsProvider.getInstance().save();
        configure("hook-one", "hook-two");
    }

    private static void secret(String id, String text) {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, id, "", Secret.fromString(text)));
    }

    private static void configure(String one, String two) throws Exception {
        Acme.configure(String.join(
                "\n",
                "unclassified:",
                "  mergeGate:",
                "    servers:",
                "      - name: one",
                "        url: https://one.example",
                one == null ? "" : "        webhookSecretId: " + one,
                "      - name: two",
                "        url: https://two.example:3000/git",
                two == null ? "" : "        webhookSecretId: " + two));
    }

    @AfterAll
    static void stop() throws Exception {
        j.after();
    }

    @BeforeEach
    void plug() throws Exception {
        wakes = Plug.in(Hints.get().wakes);
        looks = Plug.in(Hints.get().looks);
    }

    @AfterEach
    void unplug() {
        wakes.close();
        looks.close();
        await().until(() -> Hints.get().wakes.waiting().isEmpty()
                && Hints.get().looks.waiting().isEmpty());
    }

    private static String push(String url) {
        return "{\"ref\": \"refs/heads/main\", \"repository\": {\"full_name\": \"acme/app\", \"html_url\": \"" + url
                + "/acme/app\", \"clone_url\": \"" + url + "/acme/app.git\"}}";
    }

    private static final String PUSH = push("https://one.example");

    private static String sign(String secret, String body) {
        return WebhookSender.sign(secret, body);
    }

    private static RawRequest request(String method, String path) throws Exception {
        return new RawRequest(j.getURL(), method, path)
                .header("Content-Type", "application/json")
                .header("X-Gitea-Event", "push");
    }

    private static RawRequest delivery(String signature) throws Exception {
        return request("POST", HERE).header(SIGNATURE, signature);
    }

    private static int send(String signature, String body) throws Exception {
        return delivery(signature).send(body.getBytes(UTF_8)).status();
    }

    private static void assertNothingFollows() {
        assertThat(Hints.get().wakes.waiting()).isEmpty();
        assertThat(Hints.get().looks.waiting()).isEmpty();
    }

    private static void assertFollows(String server) {
        assertThat(Hints.get().wakes.waiting())
                .singleElement()
                .asString()
                .contains("server=" + server + ",", "acme/app", "main");
        assertThat(Hints.get().looks.waiting())
                .singleElement()
                .asString()
                .contains("server=" + server + ",", "acme/app", "main");
    }

    @Test
    void aSignedEventIsAcceptedAndAReplayIsTheSameHint() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(send(sign(ONE, PUSH), PUSH)).isEqualTo(202);
        }
        assertFollows("one.example");
    }

    @Test
    void theLettersOfTheSignatureMayBeOfEitherCase() throws Exception {
        assertThat(send(sign(ONE, PUSH).toUpperCase(Locale.ROOT), PUSH)).isEqualTo(202);
        assertFollows("one.example");
    }

    static Stream<String> wrongSignatures() {
        return Stream.of(
                null,
                "",
                sign("another secret", PUSH),
                sign(ONE, PUSH + " "),
                "sha256=" + sign(ONE, PUSH),
                sign(ONE, PUSH).substring(1),
                sign(ONE, PUSH) + "0",
                "z".repeat(64));
    }

    @ParameterizedTest
    @MethodSource("wrongSignatures")
    void withoutTheRightSignatureNothingFollows(String signature) throws Exception {
        long start = System.nanoTime();
        assertThat(send(signature, PUSH)).isEqualTo(403);
        assertQuick(start);
        assertNothingFollows();
    }

    /** Not even an administrator is heard without a signature, and with one it does not matter who it is. */
    @ParameterizedTest
    @ValueSource(strings = {"reader", "manager", "admin"})
    void whoIsLoggedInDoesNotMatter(String user) throws Exception {
        for (String signature : wrongSignatures().toList()) {
            assertThat(delivery(signature)
                            .header("Authorization", basic(user))
                            .send(PUSH.getBytes(UTF_8))
                            .status())
                    .as("%s", signature)
                    .isEqualTo(403);
        }
        assertNothingFollows();
        assertThat(delivery(sign(ONE, PUSH))
                        .header("Authorization", basic(user))
                        .send(PUSH.getBytes(UTF_8))
                        .status())
                .isEqualTo(202);
        assertFollows("one.example");
    }

    private static String basic(String user) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + user).getBytes(UTF_8));
    }

    @Test
    void theSecretTellsTheServerAndItsEventsAreOfNoOther() throws Exception {
        // The secret of two signs what says that it is of one.
        assertThat(send(sign(TWO, PUSH), PUSH)).isEqualTo(202);
        assertFollows("two.example:3000");
    }

    @Test
    void serversThatShareASecretAreToldByTheAddressOfTheRepository() throws Exception {
        configure("hook-one", "hook-one");
        try {
            String two = push("https://two.example:3000/git");
            assertThat(send(sign(ONE, two), two)).isEqualTo(202);
            assertFollows("two.example:3000");
        } finally {
            configure("hook-one", "hook-two");
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"hook-missing", "hook-empty"})
    void withoutASecretNobodyIsHeard(String id) throws Exception {
        configure(id, null);
        try {
            assertThat(send(sign(ONE, PUSH), PUSH)).isEqualTo(403);
            assertThat(send("", PUSH)).isEqualTo(403);
            assertNothingFollows();
        } finally {
            configure("hook-one", "hook-two");
        }
    }

    @Test
    void withoutASecretNoBodyIsWaitedFor() throws Exception {
        configure(null, null);
        try {
            long start = System.nanoTime();
            assertThat(stalled().status()).isEqualTo(403);
            assertQuick(start);
        } finally {
            configure("hook-one", "hook-two");
        }
    }

    /** A body that is announced and does not come. */
    private static RawRequest.Reply stalled() throws Exception {
        return delivery(sign("another secret", PUSH))
                .header("Content-Length", "100")
                .send(out -> out.flush());
    }

    @Test
    void strangersWhoSendNothingKeepNobodyOutAndAreGivenUp() throws Exception {
        int many = WebhookEndpoint.READERS;
        ExecutorService strangers = Executors.newFixedThreadPool(many);
        try {
            List<Future<RawRequest.Reply>> replies = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                replies.add(strangers.submit(WebhookEndpointTest::stalled));
            }
            await().atMost(Duration.ofSeconds(8)).until(() -> bodiesBeingRead() == many);

            assertThat(send(sign(ONE, PUSH), PUSH)).isEqualTo(202);

            List<Integer> statuses = new ArrayList<>();
            for (Future<RawRequest.Reply> reply : replies) {
                statuses.add(reply.get().status());
            }
            assertThat(statuses).containsOnlyOnce(503).containsOnly(408, 503);
            assertFollows("one.example");
            assertThat(send(sign(ONE, PUSH), PUSH)).isEqualTo(202);
        } finally {
            strangers.shutdownNow();
        }
    }

    private static long bodiesBeingRead() {
        return Thread.getAllStackTraces().values().stream()
                .filter(stack -> Arrays.stream(stack)
                        .anyMatch(frame -> frame.getClassName().equals(BoundedBody.class.getName())))
                .count();
    }

    @Test
    void noStoreOfCredentialsIsAskedForWhatIsNoDelivery() throws Exception {
        // Looked for in every store, because it is in none.
        configure("hook-missing", null);
        try {
            Asked.TIMES.set(0);
            assertThat(request("GET", HERE).send(new byte[0]).status()).isEqualTo(405);
            assertThat(delivery(sign(ONE, PUSH))
                            .header("Content-Type", "text/plain")
                            .send(PUSH.getBytes(UTF_8))
                            .status())
                    .isEqualTo(415);
            assertThat(send(null, PUSH)).isEqualTo(403);
            assertThat(send("no signature", PUSH)).isEqualTo(403);
            String larger = " ".repeat(WebhookEndpoint.MAX_BYTES + 1);
            assertThat(send(sign(ONE, larger), larger)).isEqualTo(413);
            assertThat(Asked.TIMES).hasValue(0);

            assertThat(send(sign(ONE, PUSH), PUSH)).isEqualTo(403);
            assertThat(Asked.TIMES.get()).isPositive();
        } finally {
            configure("hook-one", "hook-two");
        }
    }

    /** A store of credentials that has none, and counts how often it is asked. */
    @TestExtension
    public static final class Asked extends CredentialsProvider {
        static final AtomicInteger TIMES = new AtomicInteger();

        @Override
        public <C extends Credentials> List<C> getCredentialsInItemGroup(
                Class<C> type, ItemGroup group, Authentication asker, List<DomainRequirement> domain) {
            TIMES.incrementAndGet();
            return List.of();
        }
    }

    @Test
    void oneServerWithoutASecretLeavesTheOtherAlone() throws Exception {
        configure(null, "hook-two");
        try {
            assertThat(send(sign(ONE, PUSH), PUSH)).isEqualTo(403);
            assertNothingFollows();
            assertThat(send(sign(TWO, PUSH), PUSH)).isEqualTo(202);
            assertFollows("two.example:3000");
        } finally {
            configure("hook-one", "hook-two");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "[]",
                "null",
                "{\"ref\": 5}",
                "{\"ref\": \"refs/heads/main\", \"repository\": {\"full_name\": [\"acme/app\"]}}",
                "{\"ref\": \"refs/tags/v1\", \"repository\": {\"full_name\": \"acme/app\"}}",
                "DEEP",
                "WIDE",
            })
    void signedGarbageIsAcceptedAndNothingFollows(String text) throws Exception {
        String body =
                switch (text) {
                    case "DEEP" -> "[".repeat(10_000) + "]".repeat(10_000);
                    case "WIDE" -> "[" + "{},".repeat(300_000) + "1]";
                    default -> text;
                };
        long start = System.nanoTime();
        assertThat(send(sign(ONE, body), body)).isEqualTo(202);
        assertQuick(start);
        assertNothingFollows();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"issues", "pull_request"})
    void anotherEventThanItsBodySaysIsNothing(String event) throws Exception {
        assertThat(delivery(sign(ONE, PUSH))
                        .header("X-Gitea-Event", event)
                        .send(PUSH.getBytes(UTF_8))
                        .status())
                .isEqualTo(202);
        assertNothingFollows();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x"})
    void onlyJsonIsTaken(String type) throws Exception {
        assertThat(delivery(sign(ONE, PUSH))
                        .header("Content-Type", type)
                        .send(PUSH.getBytes(UTF_8))
                        .status())
                .isEqualTo(415);
        assertNothingFollows();
    }

    @Test
    void theLargestBodyThatIsReadIsOneMebibyte() throws Exception {
        String largest = PUSH + " ".repeat(WebhookEndpoint.MAX_BYTES - PUSH.length());
        assertThat(send(sign(ONE, largest), largest)).isEqualTo(202);
        assertFollows("one.example");
        String larger = largest + " ";
        assertThat(send(sign(ONE, larger), larger)).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0\1\2", "{", "{\"ref\": \"refs/heads/main\"}", "\u00ff\u00fe", "LONG"})
    void garbageOfAStrangerIsRefused(String text) throws Exception {
        String body = text.equals("LONG") ? "{[".repeat(WebhookEndpoint.MAX_BYTES / 2) : text;
        for (String signature : new String[] {null, sign("another secret", body), "0".repeat(64)}) {
            long start = System.nanoTime();
            assertThat(send(signature, body)).as("%s", signature).isEqualTo(403);
            assertQuick(start);
        }
        assertNothingFollows();
    }

    /** Signed for another body, as whoever saw a delivery could send it; or not at all. */
    static Stream<Arguments> hugeBodies() {
        return Stream.of(Arguments.of(sign(ONE, PUSH), 413), Arguments.of(null, 403));
    }

    @ParameterizedTest
    @MethodSource("hugeBodies")
    void aHundredMebibytesAreRefusedBeforeTheyAreSent(String signature, int status) throws Exception {
        long start = System.nanoTime();
        RawRequest.Reply reply = delivery(signature)
                .header("Content-Length", String.valueOf(HUGE))
                .send(out -> out.flush());

        assertThat(reply.status()).isEqualTo(status);
        assertQuick(start);
        assertNothingFollows();
    }

    @ParameterizedTest
    @MethodSource("hugeBodies")
    void aHundredMebibytesThatAreSentAllTheSameAreNotRead(String signature, int status) throws Exception {
        byte[] block = new byte[64 * 1024];
        assertRefused(status, delivery(signature).header("Content-Length", String.valueOf(HUGE)), out -> {
            for (long sent = 0; sent < HUGE; sent += block.length) {
                out.write(block);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("hugeBodies")
    void aHundredMebibytesOfUnknownLengthAreRefusedAfterOne(String signature, int status) throws Exception {
        byte[] block = new byte[64 * 1024];
        assertRefused(status, delivery(signature).header("Transfer-Encoding", "chunked"), out -> {
            for (long sent = 0; sent < HUGE; sent += block.length) {
                out.write((Integer.toHexString(block.length) + "\r\n").getBytes(UTF_8));
                out.write(block);
                out.write("\r\n".getBytes(UTF_8));
            }
            out.write("0\r\n\r\n".getBytes(UTF_8));
        });
    }

    private static void assertRefused(int status, RawRequest request, RawRequest.Body body) throws Exception {
        long start = System.nanoTime();
        RawRequest.Reply reply = request.send(body);

        assertThat(reply.status()).isEqualTo(status);
        assertQuick(start);
        // What the buffers of the network take is more than what is read.
        assertThat(reply.bytesSent()).isLessThan(HUGE / 4);
        assertNothingFollows();
    }

    private static void assertQuick(long start) {
        assertThat((System.nanoTime() - start) / 1_000_000).as("milliseconds").isLessThan(QUICK_MILLIS);
    }

    @Test
    void whenTooMuchWaitsTheEventIsRefusedAtOnce() throws Exception {
        record Filler(int number) implements Runnable {
            @Override
            public void run() {}
        }
        for (int i = 0; i < Hints.CAPACITY; i++) {
            assertThat(Hints.get().looks.offer(new Filler(i))).isTrue();
        }
        long start = System.nanoTime();

        assertThat(send(sign(ONE, PUSH), PUSH)).isEqualTo(503);

        assertQuick(start);
        assertThat(Hints.get().looks.waiting()).hasSize(Hints.CAPACITY);
        looks.close();
        await().until(() -> Hints.get().looks.waiting().isEmpty());
        assertThat(send(sign(ONE, PUSH), PUSH)).isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"})
    void otherMethodsAreRefused(String method) throws Exception {
        RawRequest.Reply reply =
                request(method, HERE).header(SIGNATURE, sign(ONE, PUSH)).send(PUSH.getBytes(UTF_8));

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.text()).contains("Allow: POST");
        assertNothingFollows();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/merge-gate/releaseHold",
                "/merge-gate/webhookx",
                "/merge-gate/webhook/",
                "/merge-gate/webhook/x",
                "/merge-gate/webhook/../releaseHold",
                "/merge-gate/webhook/..%2freleaseHold",
                "/merge-gate/webhook;/../releaseHold",
                "/merge-gate/webhook;x=y",
                "/merge-gate/./webhook",
                "/merge-gate/x/../webhook",
                "//merge-gate/webhook",
                "/merge-gate//webhook",
                "/merge-gate/%77ebhook",
                "/Merge-Gate/webhook",
            })
    void noOtherPathGoesWithoutACrumb(String path) throws Exception {
        RawRequest.Reply reply = request("POST", path)
                .header("Authorization", basic("manager"))
                .header(SIGNATURE, sign(ONE, PUSH))
                .send(PUSH.getBytes(UTF_8));

        // Jetty refuses the most doubtful ones by itself.
        assertThat(reply.status()).as(reply.text()).isIn(400, 403);
        assertThat(reply.text()).containsAnyOf("No valid crumb", "Ambiguous", "Invalid request", "Suspicious", "Bad");
        assertNothingFollows();
    }

    @Test
    void theQueryOfTheAddressDoesNotMatter() throws Exception {
        assertThat(request("POST", HERE + "?from=gitea")
                        .header(SIGNATURE, sign(ONE, PUSH))
                        .send(PUSH.getBytes(UTF_8))
                        .status())
                .isEqualTo(202);
    }

    @Test
    void nothingElseBelowItIsOpenToStrangers() throws Exception {
        for (String path : new String[] {"/merge-gate/", "/merge-gate/api/json", "/merge-gate/webhook/api/json"}) {
            assertThat(request("GET", path).send(new byte[0]).status()).as(path).isEqualTo(403);
        }
    }

    @Test
    void withoutCrumbsInJenkinsTheSameHolds() throws Exception {
        CrumbIssuer issuer = j.jenkins.getCrumbIssuer();
        j.jenkins.setCrumbIssuer(null);
        try {
            assertThat(send(sign("another secret", PUSH), PUSH)).isEqualTo(403);
            assertThat(send(sign(ONE, PUSH), PUSH)).isEqualTo(202);
        } finally {
            j.jenkins.setCrumbIssuer(issuer);
        }
    }
}
