// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import static io.jenkins.plugins.mergegate.cli.Scene.TASK;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.mergegate.cli.CliRunner.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process that is stopped or killed while its body runs. */
class SignalTest {
    @TempDir
    private Path folder;

    private Scene scene;
    private Path pid;

    @BeforeEach
    void start() {
        scene = new Scene(folder);
        pid = folder.resolve("body.pid");
        scene.branch(TASK, "a.txt", "a");
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    @Test
    void aStoppedRunReleasesItsLockAndEndsItsBody() throws Exception {
        String main = scene.repository.head("main");
        Process gate = scene.start("gate", "--branch", TASK, "--json", "--retest", body("trap '' TERM; "));
        ProcessHandle body = awaitBody();
        gate.destroy();
        assertThat(gate.waitFor(40, TimeUnit.SECONDS)).isTrue();
        assertThat(gate.exitValue()).as(scene.written("err")).isEqualTo(40);
        JsonNode json = new ObjectMapper().readTree(scene.written("out"));
        assertThat(json.get("outcome").asText()).isEqualTo("ABORTED");
        assertThat(json.get("lock").get("holdMillis").isNumber()).isTrue();
        await().until(() -> !body.isAlive());
        assertThat(scene.repository.head("main")).isEqualTo(main);
        JsonNode status = scene.cli().run("status", "--json").json();
        assertThat(status.get("locks")).isEmpty();
        assertThat(status.get("unfinished")).isEmpty();
    }

    @Test
    void aBodyThatDiesOfTheSameSignalIsNotRed() throws Exception {
        Process gate = scene.start("gate", "--branch", TASK, "--json", "--retest", body(""));
        awaitBody().destroy();
        gate.destroy();
        assertThat(gate.waitFor(40, TimeUnit.SECONDS)).isTrue();
        assertThat(gate.exitValue()).as(scene.written("out")).isEqualTo(40);
    }

    @Test
    void aBodyThatDiesOfItsOwnSignalIsRed() {
        Ended ended = scene.cli().run("gate", "--branch", TASK, "--json", "--retest", "kill -TERM $$");
        assertThat(ended.exit()).isEqualTo(21);
    }

    @Test
    void aRunThatWaitsForTheLockCanBeStoppedAndDeferred() throws Exception {
        Process holder = scene.start("gate", "--branch", TASK, "--retest", body(""));
        awaitBody();
        scene.branch("other", "b.txt", "b");
        Ended busy = scene.cli().run("gate", "--branch", "other", "--when-busy", "defer", "--json");
        assertThat(busy.exit()).isEqualTo(10);
        assertThat(busy.json().get("reason").asText()).isEqualTo("LOCK_BUSY");

        CliRunner waiting = scene.cli();
        Thread signal = new Thread(() -> {
            await().until(() -> scene.cli()
                    .run("status", "--json")
                    .json()
                    .get("locks")
                    .findValuesAsText("waiting")
                    .contains("1"));
            waiting.stop().request();
        });
        signal.start();
        Ended stopped = waiting.run("gate", "--branch", "other", "--json");
        signal.join();
        assertThat(stopped.exit()).isEqualTo(40);
        holder.destroy();
        assertThat(holder.waitFor(40, TimeUnit.SECONDS)).isTrue();
        assertThat(scene.cli().run("status").out()).contains("Locks: none");
    }

    @Test
    void theReaperFreesTheLockOfAKilledRun() throws Exception {
        kill();
        Ended dry = scene.cli().run("reclaim-stale-locks", "--dry-run", "--json");
        assertThat(dry.exit()).isZero();
        JsonNode lock = dry.json().get("locks").get(0);
        assertThat(lock.get("tier").asText()).isEqualTo("DEAD");
        assertThat(lock.get("reclaimed").asBoolean()).isFalse();
        Ended done = scene.cli().run("reclaim-stale-locks", "--json");
        assertThat(done.json().get("locks").get(0).get("reclaimed").asBoolean()).isTrue();
        assertThat(scene.cli().run("reclaim-stale-locks").out()).isEqualTo("No lock is stale.\n");
        assertThat(scene.cli().run("status", "--json").json().get("unfinished")).isEmpty();
    }

    @Test
    void theReaperOnceSettlesAKilledRun() throws Exception {
        kill();
        Ended once = scene.cli().run("reaper", "--once", "--json");
        assertThat(once.exit()).as(once.err()).isZero();
        assertThat(once.json().get("settled").asInt()).isEqualTo(1);
        assertThat(scene.cli().run("gate", "--branch", TASK).exit()).isZero();
    }

    @Test
    void theNextRunBuriesTheDeadByItself() throws Exception {
        kill();
        Ended next = scene.cli().run("gate", "--branch", TASK, "--when-busy", "defer", "--json");
        assertThat(next.exit()).as(next.out()).isZero();
        assertThat(next.json().get("outcome").asText()).isEqualTo("MERGED");
    }

    @Test
    void theReaperEndsWhenItIsStopped() throws Exception {
        Process reaper = scene.start("reaper");
        await().until(() -> !scene.written("out").isEmpty());
        reaper.destroy();
        assertThat(reaper.waitFor(40, TimeUnit.SECONDS)).isTrue();
        assertThat(reaper.exitValue()).isZero();
    }

    private void kill() throws Exception {
        Process gate = scene.start("gate", "--branch", TASK, "--retest", body(""));
        ProcessHandle body = awaitBody();
        gate.destroyForcibly().waitFor();
        body.destroyForcibly();
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(60));
    }

    private String body(String before) {
        return before + "echo $$ > " + pid + ".new; mv " + pid + ".new " + pid + "; sleep 60 & wait; sleep 60";
    }

    private ProcessHandle awaitBody() throws IOException {
        await().until(() -> Files.exists(pid));
        return ProcessHandle.of(Long.parseLong(Files.readString(pid).trim())).orElseThrow();
    }
}
