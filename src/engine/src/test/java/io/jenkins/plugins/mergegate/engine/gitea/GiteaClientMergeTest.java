// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

import static io.jenkins.plugins.mergegate.engine.gitea.Clients.COMMAND;
import static io.jenkins.plugins.mergegate.engine.gitea.Clients.REPOSITORY;
import static io.jenkins.plugins.mergegate.engine.gitea.Clients.SHA;
import static io.jenkins.plugins.mergegate.engine.gitea.Clients.TOKEN;
import static io.jenkins.plugins.mergegate.engine.gitea.Clients.hasty;
import static io.jenkins.plugins.mergegate.engine.gitea.Clients.lock;
import static io.jenkins.plugins.mergegate.engine.gitea.Clients.patient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.Secret;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class GiteaClientMergeTest {
    private static MergeAnswer merge(GiteaClient client) {
        return client.merge(lock(), REPOSITORY, 7, COMMAND);
    }

    private static Arguments bytes(String name, String answer, int status, AnswerClass kind) {
        return Arguments.of(name, answer, status, kind);
    }

    /** Everything that makes OkHttp, by default, send a request again, and everything that may break on the way. */
    static Stream<Arguments> answers() {
        String again = "Retry-After: 0\r\n";
        return Stream.of(
                bytes("merged", RawServer.answer(200, "", ""), 200, AnswerClass.CLAIMS_MERGED),
                bytes("503 at once", RawServer.answer(503, again, ""), 503, AnswerClass.TRANSIENT),
                bytes("503", RawServer.answer(503, "", "<html>"), 503, AnswerClass.TRANSIENT),
                bytes("408 at once", RawServer.answer(408, again, ""), 408, AnswerClass.TRANSIENT),
                bytes("408", RawServer.answer(408, "Connection: close\r\n", ""), 408, AnswerClass.TRANSIENT),
                bytes("421", RawServer.answer(421, "", ""), 421, AnswerClass.TRANSIENT),
                bytes("401", RawServer.answer(401, "WWW-Authenticate: Basic\r\n", ""), 401, AnswerClass.REFUSED),
                bytes("407 of no proxy", RawServer.answer(407, "", ""), 0, AnswerClass.TRANSIENT),
                bytes("301", RawServer.answer(301, "Location: /other\r\n", ""), 301, AnswerClass.REDIRECT),
                bytes("307", RawServer.answer(307, "Location: /other\r\n", ""), 307, AnswerClass.REDIRECT),
                bytes("308", RawServer.answer(308, "Location: http://h.test/\r\n", ""), 308, AnswerClass.REDIRECT),
                bytes("no answer", "", 0, AnswerClass.TRANSIENT),
                bytes("half a status line", "HTTP/1.1 20", 0, AnswerClass.TRANSIENT),
                bytes("not HTTP", "SSH-2.0-OpenSSH_9.2\r\n", 0, AnswerClass.TRANSIENT),
                bytes("cut headers", "HTTP/1.1 200 OK\r\nContent-Le", 0, AnswerClass.TRANSIENT),
                bytes("cut 200", "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{", 200, AnswerClass.CLAIMS_MERGED),
                bytes("cut 405", "HTTP/1.1 405 No\r\nContent-Length: 99\r\n\r\n{", 405, AnswerClass.TRANSIENT),
                bytes("cut 409", "HTTP/1.1 409 No\r\nContent-Length: 99\r\n\r\n{", 409, AnswerClass.TRANSIENT),
                bytes(
                        "cut chunk",
                        "HTTP/1.1 409 No\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{\"Style\"",
                        409,
                        AnswerClass.TRANSIENT),
                bytes(
                        "not gzip",
                        RawServer.answer(409, "Content-Encoding: gzip\r\n", "{\"Style\":1}"),
                        409,
                        AnswerClass.TRANSIENT),
                bytes("html", RawServer.answer(502, "", "<html>Bad Gateway</html>"), 502, AnswerClass.TRANSIENT),
                bytes("conflict", RawServer.json(409, "{\"Style\":\"merge\"}"), 409, AnswerClass.CONFLICT));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void isSentExactlyOnceAndAlwaysAnswers(String name, String answer, int status, AnswerClass kind)
            throws IOException {
        try (RawServer server = RawServer.answering(answer)) {
            MergeAnswer result = merge(patient(server.uri()));

            assertThat(result.status()).isEqualTo(status);
            assertThat(result.kind()).isEqualTo(kind);
            assertThat(result.message()).isNotNull().doesNotContain("\n", TOKEN);
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void sendsTheBodyThatEveryVersionReads() throws IOException {
        try (RawServer server = RawServer.answering(RawServer.answer(200, "", ""))) {
            merge(patient(server.uri()));

            RawServer.Received request = server.received().get(0);
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.target()).isEqualTo("/api/v1/repos/alice/app/pulls/7/merge");
            assertThat(request.head()).contains("Authorization: token " + TOKEN).contains("application/json");
            assertThat(request.body())
                    .isEqualTo("{\"Do\":\"merge\",\"head_commit_id\":\"" + SHA
                            + "\",\"delete_branch_after_merge\":false,\"force_merge\":false}");
        }
    }

    @Test
    void sendsTitleStyleAndDeletion() throws IOException {
        try (RawServer server = RawServer.answering(RawServer.answer(200, "", ""))) {
            MergeCommand command = new MergeCommand(MergeStyle.FAST_FORWARD_ONLY, SHA, true, "A \"title\" (#7)");
            patient(server.uri()).merge(lock(), REPOSITORY, 7, command);

            assertThat(server.received().get(0).body())
                    .isEqualTo("{\"Do\":\"fast-forward-only\",\"head_commit_id\":\"" + SHA
                            + "\",\"delete_branch_after_merge\":true,\"force_merge\":false,"
                            + "\"MergeTitleField\":\"A \\\"title\\\" (#7)\"}");
        }
    }

    @Test
    void aSilentServerEndsInATimeout() throws IOException {
        try (RawServer server = silent()) {
            MergeAnswer answer = merge(hasty(server.uri()));

            assertThat(answer.status()).isZero();
            assertThat(answer.kind()).isEqualTo(AnswerClass.TRANSIENT);
            assertThat(answer.message()).contains("timeout");
            assertThat(server.received()).hasSize(1);
        }
    }

    private static RawServer silent() {
        RawServer[] self = new RawServer[1];
        self[0] = new RawServer((request, out) -> self[0].hang());
        return self[0];
    }

    @Test
    void nobodyListening() throws IOException {
        URI nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }

        MergeAnswer answer = merge(patient(nobody));

        assertThat(answer.status()).isZero();
        assertThat(answer.kind()).isEqualTo(AnswerClass.TRANSIENT);
    }

    @Test
    void aBugInsideTheHttpClientIsAnAnswerToo() {
        OkHttpClient broken = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    throw new IllegalStateException("broken with " + TOKEN);
                })
                .build();
        GiteaClient client = new GiteaClient(broken, URI.create("http://gitea.test"), Secret.of(TOKEN));

        MergeAnswer answer = merge(client);

        assertThat(answer.status()).isZero();
        assertThat(answer.kind()).isEqualTo(AnswerClass.TRANSIENT);
        assertThat(answer.message()).contains("broken with ****").doesNotContain(TOKEN);
    }

    @Test
    void anInterruptIsAnAnswerToo() throws IOException {
        try (RawServer server = RawServer.answering(RawServer.answer(200, "", ""))) {
            Thread.currentThread().interrupt();
            MergeAnswer answer = merge(patient(server.uri()));

            assertThat(Thread.interrupted()).isTrue();
            assertThat(answer.status()).isZero();
            assertThat(answer.kind()).isEqualTo(AnswerClass.TRANSIENT);
            assertThat(answer.message()).isEqualTo("no answer: interrupted");
        }
    }

    @Test
    void aHugeAnswerIsNotRead() throws IOException {
        byte[] block = "x".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
        RawServer endless = new RawServer((request, out) -> {
            out.write("HTTP/1.1 405 No\r\nContent-Type: application/json\r\n\r\n{\"message\":\""
                    .getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write(block);
            }
        });
        try (endless) {
            MergeAnswer answer = merge(patient(endless.uri()));

            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.kind()).isEqualTo(AnswerClass.TRANSIENT);
            assertThat(answer.message().length()).isLessThan(600);
        }
    }

    @Test
    void tellsHowLongToWait() throws IOException {
        try (RawServer seconds = RawServer.answering(RawServer.answer(429, "Retry-After: 9\r\n", ""));
                RawServer date = RawServer.answering(RawServer.answer(
                        503,
                        "Date: Sun, 22 Nov 2026 22:20:45 GMT\r\nRetry-After: Sun, 22 Nov 2026 22:21:00 GMT\r\n",
                        ""))) {
            assertThat(merge(patient(seconds.uri())).retryAfter()).isEqualTo(Duration.ofSeconds(9));
            assertThat(merge(patient(date.uri())).retryAfter()).isEqualTo(Duration.ofSeconds(15));
        }
    }

    @Test
    void aMessageIsOneShortLineWithoutTheToken() throws IOException {
        String text = "line 1\\nline\\u0000 2 \\u2028 token " + TOKEN + " \\ud800" + "y".repeat(2000);
        try (RawServer server = RawServer.answering(RawServer.json(405, "{\"message\":\"" + text + "\"}"))) {
            String message = merge(patient(server.uri())).message();

            assertThat(message).startsWith("line 1 line 2 token **** ?yyy").endsWith("...");
            assertThat(message.length()).isLessThan(600);
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "abc123", "ABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCD"})
    void thereIsNoMergeCallWithoutAFullSha(String sha) {
        assertThatThrownBy(() -> new MergeCommand(MergeStyle.MERGE, sha, false, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theLockOfAnotherRepositoryOpensNothing() throws IOException {
        try (RawServer server = RawServer.answering(RawServer.answer(200, "", ""))) {
            MergeAnswer answer =
                    patient(server.uri()).merge(lock(RepositoryId.parse("alice/other")), REPOSITORY, 7, COMMAND);

            assertThat(answer.kind()).isEqualTo(AnswerClass.REFUSED);
            assertThat(server.received()).isEmpty();
            assertThat(patient(server.uri())
                            .merge(lock(RepositoryId.parse("Alice/App")), REPOSITORY, 7, COMMAND)
                            .status())
                    .isEqualTo(200);
        }
    }
}
