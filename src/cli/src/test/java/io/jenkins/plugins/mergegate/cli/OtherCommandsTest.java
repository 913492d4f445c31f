// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import static io.jenkins.plugins.mergegate.cli.Scene.TASK;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.mergegate.cli.CliRunner.Ended;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherCommandsTest {
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
    void verifyInMainAsksGit() {
        String head = scene.branch(TASK, "a.txt", "a");
        String main = scene.repository.head("main");
        Ended in = scene.cli().run("verify-in-main", "--sha", main, "--json");
        assertThat(in.exit()).isZero();
        assertThat(in.json().get("inMain").asBoolean()).isTrue();
        assertThat(in.json().get("targetSha").asText()).isEqualTo(main);
        Ended out = scene.cli().run("verify-in-main", "--sha", head, "--json");
        assertThat(out.exit()).isEqualTo(1);
        assertThat(out.json().get("inMain").asBoolean()).isFalse();
        assertThat(scene.cli().run("verify-in-main", "--sha", main).out()).contains(" is in main (");
    }

    @Test
    void whatGitCannotTellIsNotInMain() {
        for (String sha : List.of("0".repeat(40), "1".repeat(64), "")) {
            Ended ended = scene.cli().run("verify-in-main", "--sha", sha, "--json");
            assertThat(ended.exit()).isEqualTo(1);
            assertThat(ended.json().get("inMain").asBoolean()).isFalse();
            assertThat(ended.json().get("message").asText()).isNotEmpty();
        }
        Ended missing = scene.cli()
                .run("verify-in-main", "--sha", scene.repository.head("main"), "--target", "nowhere", "--json");
        assertThat(missing.exit()).isEqualTo(1);
        Ended remote = scene.cli()
                .run("verify-in-main", "--sha", "0".repeat(40), "--remote", "http://127.0.0.1:1/a/b.git", "--json");
        assertThat(remote.exit()).isEqualTo(1);
        assertThat(remote.json().get("targetSha").isNull()).isTrue();
    }

    @Test
    void aLostMarkerClosesTheTargetUntilItIsReleased() {
        String head = scene.branch(TASK, "a.txt", "needle");
        assertThat(scene.cli()
                        .run("regression-guard", "--json")
                        .json()
                        .get("skipped")
                        .asText())
                .isNotEmpty();
        Ended lost = scene.cli().run("regression-guard", "--marker", "needle", "--json");
        assertThat(lost.exit()).isEqualTo(30);
        assertThat(lost.json().get("regressed").asBoolean()).isTrue();
        assertThat(lost.json().get("missing").get(0).asText()).isEqualTo("needle");

        JsonNode holds = scene.cli().run("hold", "list", "--json").json().get("holds");
        assertThat(holds).hasSize(1);
        String id = holds.get(0).get("id").asText();
        Ended held = scene.cli().run("gate", "--branch", TASK, "--json");
        assertThat(held.exit()).isEqualTo(30);
        assertThat(held.json().get("reason").asText()).isEqualTo("TARGET_HELD");
        assertThat(scene.cli().run("status").out()).contains("main is closed", id);

        assertThat(scene.cli().run("hold", "release", id, "--reason", "fixed").out())
                .isEqualTo("Hold " + id + " is released.\n");
        assertThat(scene.cli()
                        .run("hold", "release", id, "--reason", "fixed", "--json")
                        .exit())
                .isEqualTo(1);
        assertThat(scene.cli().run("hold", "list").out()).isEqualTo("Nothing is held.\n");
        assertThat(scene.cli()
                        .run("gate", "--branch", TASK, "--marker", "needle")
                        .exit())
                .isZero();
        assertThat(scene.cli().run("regression-guard", "--marker", "needle").exit())
                .isZero();
        assertThat(scene.repository.isAncestor(head, "main")).isTrue();
    }

    @Test
    void theGuardFailsOpen() {
        scene.server.faults().on(Call.GIT_FETCH).always().respond(500, "");
        Ended ended = scene.cli().run("regression-guard", "--marker", "needle", "--json");
        assertThat(ended.exit()).isZero();
        assertThat(ended.json().get("skipped").asText()).isNotEmpty();
    }

    @Test
    void statusNeedsNothingAndMakesNothing() {
        Ended ended = new CliRunner()
                .run("status", "--json", "--state-dir", scene.state().toString());
        assertThat(ended.exit()).isZero();
        for (String list : List.of("holds", "locks", "unfinished", "recent")) {
            assertThat(ended.json().get(list).isArray()).isTrue();
        }
        assertThat(Files.exists(scene.state())).isFalse();
    }

    @Test
    void statusShowsRuns() {
        scene.branch(TASK, "a.txt", "a");
        scene.cli().run("gate", "--branch", TASK);
        JsonNode recent = scene.cli().run("status", "--json").json().get("recent");
        assertThat(recent.get(0).get("outcome").asText()).isEqualTo("MERGED");
        assertThat(scene.cli().run("status").out()).contains("feature/x -> main", "Locks: none");
    }

    @Test
    void theDoctorFindsAServerInOrder() {
        Ended ended = scene.cli().run("doctor");
        assertThat(ended.exit()).as(ended.out()).isZero();
        assertThat(ended.out())
                .contains("is new enough", "can be made")
                .contains("account bot", "may push", "may merge into main", "Git reads", "agree on the time")
                .contains("warn   protection");
    }

    @Test
    void theDoctorNamesWhatIsWrong() {
        Ended none = scene.cli().env("GITEA_TOKEN", "").run("doctor", "--json");
        assertThat(none.exit()).isEqualTo(1);
        assertThat(none.json().get("findings").findValuesAsText("level")).contains("error");
        Ended bad = scene.cli().env("GITEA_TOKEN", "wrong").run("doctor");
        assertThat(bad.exit()).isEqualTo(1);
        assertThat(bad.out()).contains("error  token").doesNotContain("wrong");
        Ended missing = scene.cli().run("doctor", "--target", "nowhere");
        assertThat(missing.out()).contains("error  target", "There is no branch nowhere.");
        scene.close();
        assertThat(scene.cli().run("doctor").out()).contains("error  server");
    }
}
