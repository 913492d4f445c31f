// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.gate.BodyResult;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.gate.RetestPolicy;
import io.jenkins.plugins.mergegate.engine.gate.WhenBusy;
import io.jenkins.plugins.mergegate.engine.gitea.MergeStyle;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that dies while the server is at work on its merge call is not settled before the server can have ended. */
class LateMergeTest {
    private static final String TASK = "feature/x";

    @TempDir
    private Path directory;

    private World world;

    @BeforeEach
    void start() {
        world = new World(directory);
        world.repository.createBranch(TASK, World.TARGET);
        world.commit(TASK);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void theTimeCountsFromWhenItIsFoundDeadNotFromWhenItCalled() throws IOException {
        world.lateMerge.arm(Duration.ofMinutes(1));
        String id = dieOf("POST merge");

        GateProcess heir = world.process(moment -> {});
        heir.reaper.recover();
        assertThat(world.journal().read(id).orElseThrow().ending()).isNull();
        assertThat(world.lock().held()).hasSize(1);

        world.clock.advance(Duration.ofSeconds(4));
        heir.reaper.recover();
        assertThat(world.journal().read(id).orElseThrow().ending()).isNull();

        world.lateMerge.land();
        heir.reaper.recover();
        assertThat(end(id)).isEqualTo(Outcome.MERGED);
        world.settle();
        assertThat(Oracle.broken(world)).isEmpty();
    }

    @Test
    void whatDoesNotLandInThatTimeIsAborted() throws IOException {
        world.server.faults().on(Call.MERGE).once().cut();
        String id = dieOf("POST merge");

        GateProcess heir = world.process(moment -> {});
        heir.reaper.recover();
        world.clock.advance(Duration.ofSeconds(6));
        heir.reaper.recover();
        assertThat(end(id)).isEqualTo(Outcome.ABORTED);
        assertThat(world.lock().held()).isEmpty();
    }

    @Test
    void aProxyThatGaveUpIsNoAnswerOfTheServer() throws IOException {
        world.server.faults().on(Call.MERGE).once().html(504);
        String id = dieOf("PROVING");

        world.process(moment -> {}).reaper.recover();
        assertThat(world.journal().read(id).orElseThrow().ending()).isNull();
        assertThat(world.lock().held()).hasSize(1);
    }

    private Outcome end(String id) throws IOException {
        GateState end = world.journal().read(id).orElseThrow();
        return end.ending().outcome();
    }

    /** A run that dies right after it called that, or wrote it to the journal; its id. */
    private String dieOf(String what) {
        String id = UUID.randomUUID().toString();
        GateProcess process = world.process(moment -> {
            if (!moment.before() && moment.what().equals(what)) {
                moment.process().end();
            }
        });
        TrialRun run = new TrialRun(
                world,
                "dies",
                process,
                id,
                world.request(TASK, MergeStyle.MERGE, RetestPolicy.ALWAYS, WhenBusy.WAIT, false),
                body -> BodyResult.green());
        while (!run.isOver()) {
            world.pass(run.due());
            run.step(false);
        }
        assertThat(process.isDead()).isTrue();
        return id;
    }
}
