// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.mergegate.engine.Secret;
import io.jenkins.plugins.mergegate.engine.git.GitFailure.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How git itself deals with a server that asks for credentials or answers badly. */
class HttpRemoteTest {
    private static final String TOKEN = "s3cr3t t0ken'\"$x";

    @TempDir
    private Path directory;

    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private int status = 404;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void sendsTheCredentialsToTheRemote() {
        GitFailure failure = fetch("/o/r.git", credentials());
        String expected = Base64.getEncoder().encodeToString(("gate:" + TOKEN).getBytes(StandardCharsets.UTF_8));
        assertThat(authorizations).containsOnly("Basic " + expected);
        assertThat(failure.getMessage()).doesNotContain(TOKEN);
    }

    @Test
    void asksNobodyWhenThereAreNoCredentials() {
        assertThat(fetch("/o/r.git", null).kind()).isEqualTo(Kind.AUTHENTICATION);
        assertThat(authorizations).isEmpty();
    }

    @Test
    void followsNoRedirect() {
        assertThat(fetch("/moved/r.git", credentials()).kind()).isEqualTo(Kind.OTHER);
        assertThat(authorizations).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "401, AUTHENTICATION",
        "403, AUTHENTICATION",
        "404, OTHER",
        "500, NETWORK",
        "503, NETWORK",
        "429, NETWORK"
    })
    void tellsAnswersApart(int code, Kind kind) {
        status = code;
        assertThat(fetch("/o/r.git", credentials()).kind()).isEqualTo(kind);
    }

    @Test
    void callsAServerThatIsGoneTheNetwork() {
        server.stop(0);
        assertThat(fetch("/o/r.git", credentials()).kind()).isEqualTo(Kind.NETWORK);
    }

    private GitFailure fetch(String path, GitCredentials credentials) {
        String url = "http://localhost:" + server.getAddress().getPort() + path;
        Mirror mirror = new Mirror(
                new LocalGitHost(directory),
                new Remote(RemoteUrl.check("remote", url), credentials),
                new Committer("Merge Gate", "gate@example.com"));
        return catchThrowableOfType(GitFailure.class, () -> mirror.fetchTarget("main"));
    }

    private static GitCredentials credentials() {
        return new GitCredentials.Password("gate", Secret.of(TOKEN));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (exchange.getRequestURI().getPath().startsWith("/moved/")) {
            exchange.getResponseHeaders()
                    .add("Location", "http://127.0.0.1:" + server.getAddress().getPort() + "/o/r.git/info/refs");
            exchange.sendResponseHeaders(302, -1);
        } else if (authorization == null) {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"x\"");
            exchange.sendResponseHeaders(401, -1);
        } else {
            authorizations.add(authorization);
            exchange.sendResponseHeaders(status, -1);
        }
        exchange.close();
    }
}
