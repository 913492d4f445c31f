// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.gate.BodyResult;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.gate.Phase;
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

/** Nothing is decided about a merge call while the server may still be at work on it. */
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

    /** The merge into a target that somebody has pushed to is of a tree that nobody tested. */
    @Test
    void aCandidateIsNotGivenUpWhileItsMergeMayStillLand() {
        world.lateMerge.arm(Duration.ZERO);
        TrialRun run = run(UUID.randomUUID().toString(), world.process(moment -> {
            if (moment.before() && moment.what().equals("POST merge")) {
                world.commit(World.TARGET);
            }
        }));
        run.step(false);
        run.step(false);
        assertThat(run.state().phase()).isEqualTo(Phase.PROVING);

        world.lateMerge.land();
        finish(run);
        assertThat(run.state().ending().reason()).isEqualTo(Reason.PROOF_MISMATCH);
        world.settle();
        assertThat(Oracle.broken(world)).isEmpty();
    }

    @Test
    void aRunWhoseBranchMovesAfterItsCallWasCutOffSeesTheCallLand() {
        world.lateMerge.arm(Duration.ZERO);
        TrialRun run = cutOff();
        world.commit(TASK);
        seesItLand(run);
    }

    @Test
    void aRunWhoseSecondCallIsRefusedSeesTheFirstOneLand() {
        world.lateMerge.arm(Duration.ZERO);
        TrialRun run = cutOff();
        world.server.faults().on(Call.MERGE).once().respond(403, "{\"message\":\"no longer\"}");
        seesItLand(run);
        assertThat(world.server.requests().stream().filter(request -> request.call() == Call.MERGE))
                .hasSize(2);
    }

    @Test
    void aRunThatHasUsedUpItsCallsSeesTheLastOneLand() {
        world.lateMerge.arm(Duration.ZERO);
        seesItLand(cutOff());
    }

    /** A run whose merge call got no answer, while the server is still at work on it. */
    private TrialRun cutOff() {
        TrialRun run = run(UUID.randomUUID().toString(), world.process(moment -> {}));
        run.step(false);
        run.step(false);
        assertThat(run.state().phase()).isEqualTo(Phase.PROVING);
        assertThat(run.isOver()).isFalse();
        assertThat(world.lateMerge.isPending()).isTrue();
        return run;
    }

    private void seesItLand(TrialRun run) {
        finish(run);
        assertThat(run.state().ending().outcome()).isEqualTo(Outcome.MERGED);
        world.settle();
        assertThat(Oracle.broken(world)).isEmpty();
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
        finish(run(id, process));
        assertThat(process.isDead()).isTrue();
        return id;
    }

    private TrialRun run(String id, GateProcess process) {
        return new TrialRun(
                world,
                "run",
                process,
                id,
                world.request(TASK, MergeStyle.MERGE, RetestPolicy.ALWAYS, WhenBusy.WAIT, false),
                body -> BodyResult.green());
    }

    private void finish(TrialRun run) {
        while (!run.isOver()) {
            world.pass(run.due());
            run.step(false);
        }
    }
}
