// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.gitea.MergeStyle;
import io.jenkins.plugins.mergegate.engine.lock.HeldLock;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each outcome, reached on a server that behaves. */
class GateOutcomesTest {
    private static final String TASK = GateFixture.TASK;

    @TempDir
    private Path directory;

    private GateFixture gate;

    @BeforeEach
    void start() {
        gate = new GateFixture(directory);
    }

    @AfterEach
    void stop() {
        gate.close();
    }

    @ParameterizedTest
    @EnumSource(MergeStyle.class)
    void mergesAnUpToDateBranchInEveryStyle(MergeStyle style) {
        String head = gate.branchWith(TASK, "a.txt", "a");
        GateState end = gate.run(gate.request().style(style).build());

        assertThat(end.ending().outcome()).isEqualTo(Outcome.MERGED);
        assertThat(end.proof().tree()).isTrue();
        assertThat(end.proof().ancestry()).isEqualTo(style != MergeStyle.SQUASH);
        assertThat(end.candidate().sha()).isEqualTo(head);
        assertThat(end.candidate().rebased()).isFalse();
        assertThat(end.mergedSha()).isEqualTo(gate.repository.head("main"));
        assertThat(gate.repository.read("main", "a.txt")).contains("a");
        assertThat(gate.mergeCalls()).isEqualTo(1);
    }

    @Test
    void rebasesABranchThatIsBehindAndMergesExactlyWhatWasTested() {
        gate.branchWith(TASK, "a.txt", "a");
        String main = gate.pushToMain("b.txt", "b");
        GateState end = gate.run(gate.request().build(), body -> {
            assertThat(body.environment())
                    .containsEntry("MERGE_GATE_BRANCH", TASK)
                    .containsEntry("MERGE_GATE_TARGET", "main")
                    .containsEntry("MERGE_GATE_TARGET_SHA", main)
                    .containsEntry("MERGE_GATE_SHA", gate.repository.head(TASK))
                    .containsEntry("MERGE_GATE_TREE", gate.repository.tree(TASK))
                    .containsEntry("MERGE_GATE_ATTEMPT", "1");
            assertThat(gate.repository.read(TASK, "b.txt")).contains("b");
            return BodyResult.green();
        });

        assertThat(end.ending().outcome()).isEqualTo(Outcome.MERGED);
        assertThat(end.candidate().rebased()).isTrue();
        assertThat(end.retested()).isTrue();
        assertThat(gate.repository.tree("main")).isEqualTo(end.candidate().tree());
        assertThat(gate.repository.read("main", "a.txt")).contains("a");
        assertThat(gate.repository.read("main", "b.txt")).contains("b");
    }

    @Test
    void leavesNothingBehind() throws Exception {
        gate.branchWith(TASK, "a.txt", "a");
        gate.pushToMain("b.txt", "b");
        GateState end = gate.run(gate.request().build());

        assertThat(end.phase()).isEqualTo(Phase.CLOSED);
        assertThat(gate.lock.held()).isEmpty();
        assertThat(gate.journal.unfinished()).isEmpty();
        assertThat(gate.holds.list()).isEmpty();
        assertThat(directory.resolve("work/worktrees"))
                .satisfiesAnyOf(
                        path -> assertThat(path).doesNotExist(),
                        path -> assertThat(path).isEmptyDirectory());
    }

    @Test
    void aMergedBranchIsAlreadyInMainAndGetsNoNewPullRequest() {
        gate.branchWith(TASK, "a.txt", "a");
        gate.run(gate.request().build());
        int pulls = gate.repository.pullRequests().size();
        GateState again = gate.run(gate.request().build());

        assertThat(again.ending().outcome()).isEqualTo(Outcome.ALREADY_IN_MAIN);
        assertThat(gate.repository.pullRequests()).hasSize(pulls);
        assertThat(gate.mergeCalls()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"SQUASH", "MERGE"})
    void aBranchDeletedByItsMergeIsAlreadyInMain(MergeStyle style) {
        gate.branchWith(TASK, "a.txt", "a");
        GateState first = gate.run(gate.request().style(style).deleteBranch().build());
        assertThat(first.ending().outcome()).isEqualTo(Outcome.MERGED);
        assertThat(gate.repository.hasBranch(TASK)).isFalse();

        GateState again = gate.run(gate.request().style(style).deleteBranch().build());
        assertThat(again.ending().outcome()).isEqualTo(Outcome.ALREADY_IN_MAIN);
    }

    @Test
    void aSquashedBranchIsAlreadyInMain() {
        gate.branchWith(TASK, "a.txt", "a");
        gate.repository.commit(TASK, Map.of("a.txt", "aa"), "More");
        gate.run(gate.request().style(MergeStyle.SQUASH).build());
        gate.pushToMain("b.txt", "b");

        GateState again = gate.run(gate.request().style(MergeStyle.SQUASH).build());
        assertThat(again.ending().outcome()).isEqualTo(Outcome.ALREADY_IN_MAIN);
        assertThat(gate.mergeCalls()).isEqualTo(1);
    }

    @Test
    void namesTheFilesOfAConflictAndLeavesTheBranchAlone() {
        String head = gate.branchWith(TASK, "README.md", "mine");
        String main = gate.pushToMain("README.md", "theirs");
        GateState end = gate.run(gate.request().build());

        assertThat(end.ending().outcome()).isEqualTo(Outcome.CONFLICT);
        assertThat(end.ending().message()).contains("README.md");
        assertThat(gate.repository.head(TASK)).isEqualTo(head);
        assertThat(gate.repository.head("main")).isEqualTo(main);
    }

    @Test
    void aRedReTestLeavesMainAlone() {
        gate.branchWith(TASK, "a.txt", "a");
        String main = gate.pushToMain("b.txt", "b");
        GateState end = gate.run(gate.request().build(), body -> BodyResult.red("exit 1"));

        assertThat(end.ending().outcome()).isEqualTo(Outcome.RETEST_FAILED);
        assertThat(gate.repository.head("main")).isEqualTo(main);
        assertThat(gate.mergeCalls()).isZero();
        assertThat(gate.repository.statuses(end.candidate().sha()))
                .anySatisfy(status -> assertThat(status.state()).isEqualTo("failure"));
    }

    @Test
    void aReTestThatDidNothingIsNoReTest() {
        gate.branchWith(TASK, "a.txt", "a");
        gate.pushToMain("b.txt", "b");
        GateState end = gate.run(gate.request().build(), body -> BodyResult.empty());

        assertThat(end.ending().outcome()).isEqualTo(Outcome.MERGED);
        assertThat(end.retested()).isFalse();
        assertThat(gate.repository.statuses(end.candidate().sha()))
                .anySatisfy(status -> assertThat(status.description()).contains("without a re-test"));
    }

    @Test
    void commitsPushedWhileTheReTestRunsAreKept() {
        gate.branchWith(TASK, "a.txt", "a");
        String[] theirs = new String[1];
        GateState end = gate.run(gate.request().build(), body -> {
            theirs[0] = gate.repository.commit(TASK, Map.of("c.txt", "c"), "Somebody else's");
            return BodyResult.green();
        });

        assertThat(end.ending().outcome()).isEqualTo(Outcome.BRANCH_MOVED);
        assertThat(gate.repository.head(TASK)).isEqualTo(theirs[0]);
        assertThat(gate.mergeCalls()).isZero();
    }

    @Test
    void aTargetThatMovesDuringTheReTestIsCaughtUpWith() {
        gate.branchWith(TASK, "a.txt", "a");
        int[] bodies = new int[1];
        GateState end = gate.run(gate.request().build(), body -> {
            if (bodies[0]++ == 0) {
                gate.pushToMain("b.txt", "b");
            }
            return BodyResult.green();
        });

        assertThat(end.ending().outcome()).isEqualTo(Outcome.MERGED);
        assertThat(bodies[0]).isEqualTo(2);
        assertThat(end.catchUps()).isEqualTo(1);
        assertThat(gate.repository.tree("main")).isEqualTo(end.candidate().tree());
    }

    @Test
    void aTargetThatNeverStandsStillEndsInTheCatchUpLimit() {
        gate.branchWith(TASK, "a.txt", "a");
        int[] bodies = new int[1];
        GateState end = gate.run(gate.request().maxCatchUps(2).build(), body -> {
            gate.pushToMain("b.txt", "b" + bodies[0]++);
            return BodyResult.green();
        });

        assertThat(end.ending().outcome()).isEqualTo(Outcome.HELD);
        assertThat(end.ending().reason()).isEqualTo(Reason.CATCH_UP_LIMIT);
        assertThat(bodies[0]).isEqualTo(3);
        assertThat(gate.mergeCalls()).isZero();
    }

    @Test
    void aBusyLockDefersTheRun() throws Exception {
        gate.branchWith(TASK, "a.txt", "a");
        gate.branchWith("other", "o.txt", "o");
        Gate first = new Gate(gate.ports());
        GateStep atBody =
                first.start(GateFixture.newId(), gate.request().branch("other").build());
        assertThat(atBody).isInstanceOf(GateStep.RunBody.class);

        GateState deferred = gate.run(gate.request().defer().build());
        assertThat(deferred.ending().outcome()).isEqualTo(Outcome.DEFERRED);
        assertThat(deferred.ending().reason()).isEqualTo(Reason.LOCK_BUSY);

        GateStep waiting =
                new Gate(gate.ports()).start(GateFixture.newId(), gate.request().build());
        assertThat(waiting)
                .isInstanceOfSatisfying(
                        GateStep.Wait.class,
                        wait -> assertThat(wait.why()).contains("merge-gate/", "acme/app/main", "held by test"));
        GateState done = GateFixture.drive(first, atBody, body -> BodyResult.green());
        assertThat(done.ending().outcome()).isEqualTo(Outcome.MERGED);
        Gate second = new Gate(gate.ports());
        GateState after = GateFixture.drive(second, second.resume(waiting.state()), body -> BodyResult.green());
        assertThat(after.ending().outcome()).isEqualTo(Outcome.MERGED);
        assertThat(gate.repository.read("main", "o.txt")).contains("o");
        assertThat(gate.repository.read("main", "a.txt")).contains("a");
    }

    @Test
    void theCallerNamesTheRun() throws Exception {
        gate.branchWith(TASK, "a.txt", "a");
        Gate run = new Gate(gate.ports());
        GateStep atBody = run.start("build-7", gate.request().build());

        assertThat(atBody.state().id()).isEqualTo("build-7");
        assertThat(gate.lock.held()).singleElement().returns("build-7", HeldLock::token);
        assertThat(gate.journal.read("build-7")).contains(atBody.state());
        assertThatThrownBy(() -> run.start("../x", gate.request().build())).isInstanceOf(InvalidInput.class);
    }

    @Test
    void stoppedInTheBodyReleasesTheLock() throws Exception {
        gate.branchWith(TASK, "a.txt", "a");
        Gate run = new Gate(gate.ports());
        GateStep atBody = run.start(GateFixture.newId(), gate.request().build());
        GateStep stopped = run.stop(atBody.state(), "Stopped by the user");

        assertThat(stopped.state().ending().outcome()).isEqualTo(Outcome.ABORTED);
        assertThat(gate.lock.held()).isEmpty();
    }

    @Test
    void aMarkerLostFromMainClosesTheTargetUntilItIsReleased() throws Exception {
        gate.branchWith(TASK, "a.txt", "a");
        GateState end =
                gate.run(gate.request().markers("Initial", "never there").build());
        assertThat(end.ending().reason()).isEqualTo(Reason.MAIN_REGRESSED);
        assertThat(end.regression().missing()).contains("never there");

        gate.branchWith("next", "n.txt", "n");
        GateState held = gate.run(gate.request().branch("next").build());
        assertThat(held.ending().reason()).isEqualTo(Reason.TARGET_HELD);
        GateState bypassing =
                gate.run(gate.request().branch("next").priority(100).build());
        assertThat(bypassing.ending().outcome()).isEqualTo(Outcome.MERGED);

        String id = gate.holds.list().get(0).id();
        assertThat(gate.holds.release(id, "ann", "fixed")).isTrue();
        gate.branchWith("last", "l.txt", "l");
        assertThat(gate.run(gate.request().branch("last").build()).ending().outcome())
                .isEqualTo(Outcome.MERGED);
    }

    @Test
    void aDryRunChangesNothing() {
        String head = gate.branchWith(TASK, "a.txt", "a");
        gate.pushToMain("b.txt", "b");
        GateState end = gate.run(gate.request().dryRun().build());

        assertThat(end.ending().outcome()).isEqualTo(Outcome.DISABLED);
        assertThat(end.ending().message()).contains("1 commit", "would be rebased");
        assertThat(gate.repository.head(TASK)).isEqualTo(head);
        assertThat(gate.repository.pullRequests()).isEmpty();
        assertThat(gate.repository.statuses(head)).isEmpty();
    }

    @Test
    void aSwitchedOffGateRunsOnlyTheBody() {
        String head = gate.branchWith(TASK, "a.txt", "a");
        String main = gate.pushToMain("b.txt", "b");
        gate.config(GateConfigs.enabled(false));
        List<String> tested = new java.util.ArrayList<>();
        GateState end = gate.run(gate.request().build(), body -> {
            tested.add(body.environment().get("MERGE_GATE_SHA"));
            return BodyResult.green();
        });

        assertThat(end.ending().outcome()).isEqualTo(Outcome.DISABLED);
        assertThat(tested).containsExactly(head);
        assertThat(gate.repository.head("main")).isEqualTo(main);
        assertThat(gate.repository.pullRequests()).isEmpty();
    }
}
