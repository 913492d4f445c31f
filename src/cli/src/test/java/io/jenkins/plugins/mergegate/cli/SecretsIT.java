// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.testkit.faults.Faults;
import io.jenkins.plugins.mergegate.testkit.faults.Hold;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import io.jenkins.plugins.mergegate.testkit.traffic.RequestRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs, good and bad, against a server that knows the token and repeats it wherever it can: nobody writes it down. */
final class SecretsIT {
    private static final Map<String, String> TEXT = Map.of("Content-Type", "text/plain");
    private static final String REDACTED = "****";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private JarFixture fixture;
    private ProcessWatch watch;
    private TokenTraces traces;
    private final List<JarResult> results = new ArrayList<>();

    @BeforeEach
    void start() {
        fixture = new JarFixture(directory).branches().mainMoves();
        watch = new ProcessWatch(fixture);
        traces = new TokenTraces(fixture.token);
        // Git would tell all it sends and gets, if it were let.
        for (String name : List.of("GIT_TRACE", "GIT_TRACE_CURL", "GIT_CURL_VERBOSE", "GIT_TRACE_PACKET")) {
            fixture.environment.put(name, "1");
        }
        fixture.environment.put("GIT_TRACE_REDACT", "0");
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void tokenIsFoundWhereItIs() throws IOException {
        Path file = fixture.file("leak");
        Files.writeString(file, "https://x:" + fixture.token + "@host");
        assertThat(traces.filesWithIt(file)).containsExactly(file);
        for (String user : List.of("", "a", "ab", "merge-gate")) {
            byte[] pair = (user + ":" + fixture.token + "\n").getBytes(StandardCharsets.UTF_8);
            assertThat(traces.isIn(Base64.getEncoder().encodeToString(pair))).isTrue();
        }
    }

    @Test
    void aWholeRun() throws IOException {
        Path environment = fixture.file("environment");
        String retest = "env > '" + environment + "'; test -f " + JarFixture.TASK_FILE;
        fixture.server.faults().on(Call.SET_STATUS).times(3).respond(500, echo());
        fixture.server.faults().on(Call.MERGE).respond(500, echo());
        // With progress, which is the most talkative form.
        JarResult result = run("gate", "--branch", JarFixture.TASK, "--retest", retest);
        assertThat(result.exit()).as("%s", result).isZero();
        assertThat(result.err()).contains("could not be set").contains("retesting");

        assertThat(Files.readAllLines(environment))
                .anyMatch(line -> line.startsWith("MERGE_GATE_SHA="))
                .noneMatch(line -> line.startsWith("GITEA_TOKEN="))
                .noneMatch(line -> line.startsWith("MERGE_GATE_GIT_"))
                .noneMatch(line -> line.startsWith("GIT_"));
        run(gate());
        run("status", "--json");
        run("doctor", "--json");
        run("verify-in-main", "--json", "--sha", fixture.repository.head(JarFixture.TASK));
        assertThat(watch.seen())
                .anyMatch(line -> line.contains("merge-gate.jar"))
                .anyMatch(line -> line.contains("git-remote-http"));
        assertThat(watch.gits()).contains("fetch", "push", "worktree");
        assertThat(fixture.work.resolve("askpass.sh")).exists();
        assertNoTrace();
    }

    @Test
    void theApiRepeatsTheToken() {
        fails(faults -> faults.on(Call.GET_REPOSITORY).always().respond(401, echo()));
        fails(faults -> faults.on(Call.CREATE_PULL).always().respond(401, echo()));
        fails(faults -> faults.on(Call.LIST_PULLS)
                .always()
                .respond(301, "", Map.of("Location", "http://127.0.0.1/?token=" + fixture.token)));
        fails(faults -> faults.on(Call.LIST_PULLS).always().respond(200, "[{\"number\":\"" + fixture.token + "\"}]"));
        fails(faults -> faults.on(Call.MERGE).always().respond(403, echo()));
        run("hold", "list", "--json");
        run("reaper", "--once", "--json");
        assertThat(run("status").out()).as("what the server said").contains("Authorization: token " + REDACTED);
        assertNoTrace();
    }

    @Test
    void gitRepeatsTheToken() {
        fails(faults -> faults.on(Call.GIT_INFO).always().respond(403, remoteText(), TEXT));
        fails(faults -> faults.on(Call.GIT_INFO).always().respond(500, remoteText(), TEXT));
        fails(faults -> faults.on(Call.GIT_INFO)
                .always()
                .respond(
                        401,
                        remoteText(),
                        Map.of(
                                "Content-Type",
                                "text/plain",
                                "WWW-Authenticate",
                                "Basic realm=\"" + fixture.token + "\"")));
        fails(faults -> faults.on(Call.GIT_INFO)
                .always()
                .respond(301, "", Map.of("Location", fixture.server.url() + "/" + fixture.token + ".git")));
        fails(faults -> faults.on(Call.GIT_FETCH).always().respond(200, packet("ERR " + fixture.token), TEXT));
        fails(faults -> faults.on(Call.GIT_PUSH).always().respond(403, remoteText(), TEXT));
        assertThat(results.get(0).out()).as("what the server said").contains("http://merge-gate:" + REDACTED + "@");
        run("doctor");
        assertNoTrace();
    }

    @Test
    void aWrongToken() {
        fixture.server.revokeToken(fixture.token);
        JarResult result = run(gate());
        assertThat(result.exit()).as("%s", result).isEqualTo(2);
        run("doctor");
        fixture.environment.remove("GITEA_TOKEN");
        run("gate", "--branch", JarFixture.TASK, fixture.token);
        assertNoTrace();
    }

    @Test
    void aServerThatHangs() {
        Hold hold = fixture.server.faults().on(Call.MERGE).hang();
        fixture.server.faults().on(Call.MERGE).cut();
        try (JarRun run = fixture.start("gate", "--branch", JarFixture.TASK)) {
            assertThat(hold.awaitArrival(PATIENCE)).isTrue();
            run.signal("TERM", false);
            results.add(run.await());
        }
        try (JarRun run = fixture.start("gate", "--branch", JarFixture.TASK)) {
            Hold again = fixture.server.faults().on(Call.MERGE).hangAfterWork();
            assertThat(again.awaitArrival(PATIENCE)).isTrue();
            run.kill();
            results.add(run.await());
        }
        run("reaper", "--once");
        assertNoTrace();
    }

    private void fails(Consumer<Faults> script) {
        fixture.server.faults().clear();
        watch.watch(fixture);
        script.accept(fixture.server.faults());
        int fired = fixture.server.faults().fired();
        JarResult result = run(gate());
        assertThat(result.exit()).as("%s", result).isIn(2, 22, 30);
        assertThat(fixture.server.faults().fired()).isGreaterThan(fired);
        fixture.server.faults().clear();
        watch.watch(fixture);
        releaseHolds();
    }

    private void releaseHolds() {
        JarResult held = run("hold", "list", "--json");
        held.json()
                .path("holds")
                .forEach(hold -> run("hold", "release", hold.path("id").asText(), "--reason", "next"));
    }

    private JarResult run(String... words) {
        JarResult result = fixture.run(words);
        results.add(result);
        return result;
    }

    private static String[] gate() {
        return new String[] {"gate", "--json", "--branch", JarFixture.TASK};
    }

    private String echo() {
        return "{\"message\":\"Authorization: token " + fixture.token + "\",\"errors\":[\"" + fixture.token + "\"]}";
    }

    /** A line of git's protocol. */
    private static String packet(String text) {
        return String.format("%04x%s", text.length() + 4, text);
    }

    private String remoteText() {
        return "fatal: http://merge-gate:" + fixture.token + "@127.0.0.1/ was refused\n";
    }

    private void assertNoTrace() {
        assertThat(results).noneMatch(result -> traces.isIn(result.out()) || traces.isIn(result.err()));
        assertThat(traces.filesWithIt(fixture.state)).isEmpty();
        assertThat(traces.filesWithIt(fixture.work)).isEmpty();
        assertThat(traces.filesWithIt(fixture.file("home"))).isEmpty();
        assertThat(watch.seen()).isNotEmpty().noneMatch(traces::isIn);
        assertThat(watch.gits()).noneMatch(traces::isIn);
        assertThat(fixture.server.requests())
                .noneMatch(request -> traces.isIn(request.path() + "?" + request.query()))
                .noneMatch(request -> traces.isIn(request.body()))
                .noneMatch(this::isInHeaders);
    }

    /** Only one header is for the token. */
    private boolean isInHeaders(RequestRecord request) {
        return request.headers().entrySet().stream()
                .filter(header -> !header.getKey().equalsIgnoreCase("Authorization"))
                .anyMatch(header -> traces.isIn(header.getKey() + header.getValue()));
    }
}
