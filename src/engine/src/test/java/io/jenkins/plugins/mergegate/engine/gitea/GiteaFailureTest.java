// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

import static io.jenkins.plugins.mergegate.engine.gitea.Clients.REPOSITORY;
import static io.jenkins.plugins.mergegate.engine.gitea.Clients.TOKEN;
import static io.jenkins.plugins.mergegate.engine.gitea.Clients.hasty;
import static io.jenkins.plugins.mergegate.engine.gitea.Clients.patient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.mergegate.engine.Secret;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaFailure.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are no use, and that none of them shows the token. */
class GiteaFailureTest {
    /** A call of any kind. */
    private interface Call {
        void make() throws Exception;
    }

    private static GiteaFailure failure(Call call) {
        GiteaFailure failure = catchThrowableOfType(GiteaFailure.class, call::make);
        assertThat(failure).isNotNull().hasNoCause();
        assertThat(failure.getMessage()).isNotBlank().doesNotContain("\n", "\r", TOKEN);
        return failure;
    }

    @ParameterizedTest
    @CsvSource({
        "301, REDIRECT",
        "302, REDIRECT",
        "304, REDIRECT",
        "307, REDIRECT",
        "308, REDIRECT",
        "400, INVALID",
        "401, UNAUTHORIZED",
        "403, FORBIDDEN",
        "404, NOT_FOUND",
        "405, INVALID",
        "408, UNREACHABLE",
        "409, CONFLICT",
        "410, INVALID",
        "412, INVALID",
        "422, INVALID",
        "423, INVALID",
        "425, UNREACHABLE",
        "429, UNREACHABLE",
        "500, UNREACHABLE",
        "502, UNREACHABLE",
        "503, UNREACHABLE"
    })
    void statuses(int status, Kind kind) throws IOException {
        String headers = "Location: /other?token=" + TOKEN + "\r\n";
        String body = "{\"message\":\"a\\nb " + TOKEN + "\"}";
        try (RawServer server = RawServer.answering(RawServer.answer(status, headers, body))) {
            GiteaFailure failure = failure(() -> patient(server.uri()).repository(REPOSITORY));

            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.status()).isEqualTo(status);
            assertThat(failure).hasMessageStartingWith("GET /api/v1/repos/alice/app was answered " + status);
            assertThat(failure.isTransient()).isEqualTo(kind == Kind.UNREACHABLE);
            assertThat(server.received()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "7",
                "\"text\"",
                "<html>Welcome</html>",
                "{\"number\":7",
                "{} trailing",
                "{}",
                "{\"number\":\"7\"}",
                "{\"number\":7.5}",
                "{\"number\":7,\"state\":null}",
                "{\"number\":7,\"state\":\"open\",\"mergeable\":\"yes\",\"merged\":false,\"head\":{},\"base\":{}}",
                "{\"number\":7,\"state\":\"open\",\"mergeable\":true,\"merged\":null,\"head\":{},\"base\":{}}",
                "{\"number\":7,\"state\":\"open\",\"mergeable\":true,\"merged\":false,\"head\":null,\"base\":{}}",
                "{\"number\":7,\"state\":\"open\",\"mergeable\":true,\"merged\":false,\"head\":{},\"base\":{}}",
                "{\"number\":7,\"state\":\"open\",\"mergeable\":true,\"merged\":false,\"head\":{\"repo\":7},\"base\":{}}",
                "{\"number\":99999999999999999999,\"state\":\"open\"}"
            })
    void whatIsNotTheApisJson(String body) throws IOException {
        try (RawServer server = RawServer.answering(RawServer.json(200, body))) {
            GiteaFailure failure = failure(() -> patient(server.uri()).pullRequest(REPOSITORY, 7));

            assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
            assertThat(failure.status()).isEqualTo(200);
            assertThat(failure.isTransient()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "[7]", "[[]]", "[{}]", "<html>"})
    void listsThatAreNone(String body) throws IOException {
        try (RawServer server = RawServer.answering(RawServer.json(200, body))) {
            GiteaClient client = patient(server.uri());

            assertThat(failure(() -> client.reviews(REPOSITORY, 7)).kind()).isEqualTo(Kind.MALFORMED);
            assertThat(failure(() -> client.findOpen(REPOSITORY, "a", "b")).kind())
                    .isEqualTo(Kind.MALFORMED);
            assertThat(failure(() -> client.findMerged(REPOSITORY, "a", "b")).kind())
                    .isEqualTo(Kind.MALFORMED);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"version\":",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{\"version\":",
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope"
            })
    void cutBodies(String answer) throws IOException {
        try (RawServer server = RawServer.answering(answer)) {
            assertThat(failure(() -> patient(server.uri()).version()).kind()).isEqualTo(Kind.MALFORMED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 2", "SSH-2.0-OpenSSH_9.2\r\n"})
    void noAnswer(String bytes) throws IOException {
        try (RawServer server = RawServer.answering(bytes)) {
            GiteaFailure failure = failure(() -> patient(server.uri()).version());

            assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(failure.status()).isZero();
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void aBodyThatNeverEnds() throws IOException {
        RawServer[] self = new RawServer[1];
        self[0] = new RawServer((request, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            self[0].hang();
        });
        try (RawServer server = self[0]) {
            GiteaFailure failure = failure(() -> hasty(server.uri()).version());

            assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(failure.status()).isEqualTo(200);
        }
    }

    @Test
    void gzipAndChunksAreUnderstood() throws Exception {
        byte[] packed = gzip("{\"version\":\"1.27.0\"}".getBytes(StandardCharsets.UTF_8));
        RawServer server = new RawServer((request, out) -> {
            String head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n";
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            chunk(out, packed, 0, 5);
            chunk(out, packed, 5, packed.length - 5);
            chunk(out, packed, 0, 0);
        });
        try (server) {
            assertThat(patient(server.uri()).version()).isEqualTo("1.27.0");
        }
    }

    @Test
    void aBodyThatUnpacksToTooMuch() throws Exception {
        String padded = "{\"version\":\"1.27.0\"}" + " ".repeat((int) GiteaHttp.MAX_BODY);
        byte[] packed = gzip(padded.getBytes(StandardCharsets.US_ASCII));
        RawServer server = new RawServer((request, out) -> {
            String head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + packed.length + "\r\n\r\n";
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(packed);
        });
        try (server) {
            assertThat(failure(() -> patient(server.uri()).version()).kind()).isEqualTo(Kind.MALFORMED);
        }
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        }
        return bytes.toByteArray();
    }

    private static void chunk(OutputStream out, byte[] bytes, int from, int length) throws IOException {
        out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(bytes, from, length);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void anInterruptIsNotATimeout() throws IOException {
        try (RawServer server = RawServer.answering(RawServer.json(200, "{\"version\":\"1\"}"))) {
            Thread.currentThread().interrupt();
            GiteaFailure failure = failure(() -> patient(server.uri()).version());

            assertThat(Thread.interrupted()).isTrue();
            assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(failure).hasMessageEndingWith("interrupted");
        }
    }

    @Test
    void aBugInsideTheHttpClient() {
        OkHttpClient broken = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    throw new IllegalStateException("broken with " + TOKEN);
                })
                .build();
        GiteaClient client = new GiteaClient(broken, URI.create("http://gitea.test"), Secret.of(TOKEN));

        assertThat(failure(client::version).kind()).isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void theTokenGoesToNoOtherHostAndIntoNoUrl() throws IOException {
        try (RawServer other = RawServer.answering(RawServer.json(200, "{\"version\":\"1\"}"));
                RawServer server = RawServer.answering(
                        RawServer.answer(302, "Location: " + other.uri() + "/api/v1/version\r\n", ""))) {
            assertThat(failure(() -> patient(server.uri()).version()).kind()).isEqualTo(Kind.REDIRECT);
            assertThat(other.received()).isEmpty();
            assertThat(server.received().get(0).target()).doesNotContain(TOKEN);
            assertThat(server.received().get(0).head()).contains("Authorization: token " + TOKEN + "\r\n");
        }
    }
}
