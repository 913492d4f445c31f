// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import static io.jenkins.plugins.mergegate.cli.Scene.TASK;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.mergegate.cli.CliRunner.Ended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on a real repository, over HTTP. */
class GateCommandTest {
    @TempDir
    private Path folder;

    private Scene scene;

    @BeforeEach
    void start() {
        scene = new Scene(folder);
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    @Test
    void mergesWhatWasTestedAndTellsItAsJson() {
        scene.branch(TASK, "a.txt", "a");
        scene.repository.commit("main", Map.of("b.txt", "b"), "Go on");
        Ended ended = scene.cli().run("gate", "--branch", TASK, "--json", "--retest", "cat a.txt b.txt >&2");

        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.out().lines()).hasSize(1);
        assertThat(ended.err()).isEqualTo("ab");
        JsonNode json = ended.json();
        assertThat(json.get("outcome").asText()).isEqualTo("MERGED");
        assertThat(json.get("rebased").asBoolean()).isTrue();
        assertThat(json.get("retested").asBoolean()).isTrue();
        assertThat(json.get("proof").get("ancestry").asBoolean()).isTrue();
        assertThat(json.get("mergedSha").asText()).isEqualTo(scene.repository.head("main"));
        assertThat(json.get("lock").get("holdMillis").isNumber()).isTrue();
        assertThat(json.get("timings").get("retesting").isNumber()).isTrue();
    }

    @Test
    void showsItsPhasesWithTimesAndEndsWithOneLine() {
        scene.branch(TASK, "a.txt", "a");
        Ended ended = scene.cli().run("gate", "--branch", TASK);
        assertThat(ended.exit()).isZero();
        assertThat(ended.out()).startsWith("MERGED: ").hasLineCount(1);
        assertThat(ended.err()).contains(" s  fetching", " s  merging", "Times: preflight", "No re-test was given");
    }

    @Test
    void theBodySeesTheCandidateAndNoSecret() throws IOException {
        String head = scene.branch(TASK, "a.txt", "a");
        Ended ended = scene.cli()
                .env("GIT_DIR", "/nowhere")
                .env("MERGE_GATE_GIT_PASSWORD", "hidden")
                .env("MINE", "kept")
                .run("gate", "--branch", TASK, "--json", "--retest", "env; git rev-parse HEAD; cat; pwd");
        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.err().lines())
                .contains(
                        "MERGE_GATE_SHA=" + head,
                        "MERGE_GATE_TREE=" + scene.repository.tree(head),
                        "MERGE_GATE_BRANCH=" + TASK,
                        "MERGE_GATE_TARGET=main",
                        "MERGE_GATE_ATTEMPT=1",
                        "MINE=kept",
                        head)
                .noneMatch(
                        line -> line.startsWith("GIT_") || line.startsWith("GITEA_TOKEN") || line.contains("hidden"));
    }

    @Test
    void aRedTreeIsNotMerged() {
        scene.branch(TASK, "a.txt", "a");
        String main = scene.repository.head("main");
        Ended ended = scene.cli().run("gate", "--branch", TASK, "--json", "--retest", "exit 3");
        assertThat(ended.exit()).isEqualTo(21);
        assertThat(ended.json().get("outcome").asText()).isEqualTo("RETEST_FAILED");
        assertThat(ended.json().get("message").asText()).contains("exit code 3");
        assertThat(scene.repository.head("main")).isEqualTo(main);
    }

    @Test
    void aConflictNamesTheFiles() {
        scene.branch(TASK, "a.txt", "a");
        scene.repository.commit("main", Map.of("a.txt", "other"), "Go on");
        Ended ended = scene.cli().run("gate", "--branch", TASK, "--json");
        assertThat(ended.exit()).isEqualTo(20);
        assertThat(ended.json().get("message").asText()).contains("a.txt");
    }

    @Test
    void runAgainItFindsItsWorkDone() {
        scene.branch(TASK, "a.txt", "a");
        assertThat(scene.cli().run("gate", "--branch", TASK).exit()).isZero();
        Ended again = scene.cli().run("gate", "--branch", TASK, "--json");
        assertThat(again.exit()).isZero();
        assertThat(again.json().get("outcome").asText()).isEqualTo("ALREADY_IN_MAIN");
        assertThat(scene.repository.pullRequests()).hasSize(1);
    }

    @Test
    void switchedOffItRunsTheBodyAndNothingElse() throws IOException {
        scene.branch(TASK, "a.txt", "a");
        Path config = Files.writeString(folder.resolve("gate.yml"), "repositories: [other/*]");
        Ended ended = scene.cli()
                .run("gate", "--branch", TASK, "--json", "--config", config.toString(), "--retest", "echo ran");
        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.err()).contains("ran");
        assertThat(ended.json().get("outcome").asText()).isEqualTo("DISABLED");
        assertThat(scene.repository.pullRequests()).isEmpty();
    }

    @Test
    void aDryRunChangesNothing() {
        scene.branch(TASK, "a.txt", "a");
        String main = scene.repository.commit("main", Map.of("b.txt", "b"), "Go on");
        String head = scene.repository.head(TASK);
        Ended ended = scene.cli().run("gate", "--branch", TASK, "--json", "--dry-run", "--retest", "exit 1");
        assertThat(ended.exit()).as(ended.out()).isZero();
        assertThat(scene.repository.head("main")).isEqualTo(main);
        assertThat(scene.repository.head(TASK)).isEqualTo(head);
        assertThat(scene.repository.pullRequests()).isEmpty();
    }

    @Test
    void anUnreachableServerIsHeld() {
        String url = scene.server.url().toString();
        scene.close();
        Ended ended = new CliRunner()
                .env("GITEA_TOKEN", "t")
                .run(
                        "gate",
                        "--json",
                        "--branch",
                        TASK,
                        "--gitea",
                        url,
                        "--repository",
                        "acme/app",
                        "--config",
                        write("retry: {enabled: false}"),
                        "--state-dir",
                        scene.state().toString(),
                        "--work-dir",
                        scene.work().toString());
        assertThat(ended.exit()).isEqualTo(30);
        assertThat(ended.json().get("reason").asText()).isEqualTo("GITEA_UNREACHABLE");
    }

    @Test
    void theTokenIsNowhere() throws IOException {
        scene.branch(TASK, "a.txt", "a");
        scene.repository.commit("main", Map.of("b.txt", "b"), "Go on");
        Ended ended = scene.cli().run("gate", "--branch", TASK, "--retest", "env; true");
        assertThat(ended.exit()).isZero();
        assertThat(ended.out() + ended.err()).doesNotContain(scene.token);
        for (Path root : List.of(scene.state(), scene.work())) {
            try (Stream<Path> files = Files.walk(root)) {
                assertThat(files.filter(Files::isRegularFile))
                        .allSatisfy(
                                file -> assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                                        .doesNotContain(scene.token));
            }
        }
    }

    @Test
    void theTokenMayComeFromAFile() throws IOException {
        scene.branch(TASK, "a.txt", "a");
        Path file = Files.writeString(folder.resolve("token"), scene.token + "\nnot this\n");
        Ended ended = scene.cli().env("GITEA_TOKEN", "").run("gate", "--branch", TASK, "--token-file", file.toString());
        assertThat(ended.exit()).isZero();
        assertThat(ended.err()).startsWith("merge-gate: warning: --token-file can be read by every user");
    }

    private String write(String yaml) {
        try {
            return Files.writeString(folder.resolve("gate.yml"), yaml).toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
