// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.gitea.MergeStyle;
import io.jenkins.plugins.mergegate.engine.hold.Hold;
import io.jenkins.plugins.mergegate.engine.hold.Holds;
import io.jenkins.plugins.mergegate.testkit.model.RefUpdate;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import io.jenkins.plugins.mergegate.testkit.traffic.RequestRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong between the gate and the server, and in the world around them. */
class FaultsTest {
    private static final String TASK = GateFixture.TASK;

    @TempDir
    private Path directory;

    private GateFixture gate;
    private String main;

    @BeforeEach
    void start() {
        gate = new GateFixture(directory);
        gate.branchWith(TASK, "a.txt", "a");
        main = gate.repository.head("main");
    }

    @AfterEach
    void stop() {
        gate.close();
    }

    @Test
    void aConnectionCutAfterTheMergeIsOneMerge() {
        gate.server.faults().on(Call.MERGE).once().cutAfterWork();
        assertMergedOnce(1);
    }

    @Test
    void aConnectionCutBeforeTheMergeIsTriedAgain() {
        gate.server.faults().on(Call.MERGE).once().cut();
        assertMergedOnce(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 500})
    void aRefThatMovedWhileThePullRequestStaysOpenIsMergedOnce(int status) {
        gate.server.faults().on(Call.MERGE).once().leaveOpen(status);
        GateState end = assertMergedOnce(1);
        assertThat(end.proof().ancestry()).isTrue();
    }

    @Test
    void aPhantomMergeIsHeldAndItsHeadParked() throws Exception {
        gate.server.faults().on(Call.MERGE).once().phantom();
        GateState end = gate.run(gate.request().build());

        assertThat(end.ending().outcome()).isEqualTo(Outcome.HELD);
        assertThat(end.ending().reason()).isEqualTo(Reason.NOT_MERGED);
        assertThat(end.proof()).isEqualTo(new Proof(false, false, true));
        assertThat(gate.mergeCalls()).isEqualTo(1);
        assertThat(gate.holds.list())
                .singleElement()
                .satisfies(hold -> assertThat(hold.sha()).isEqualTo(gate.repository.head(TASK)));

        assertThat(gate.run(gate.request().build()).ending().reason()).isEqualTo(Reason.NOT_MERGED);
        assertThat(gate.mergeCalls()).isEqualTo(1);

        gate.repository.commit(TASK, Map.of("a.txt", "aa"), "A new push");
        assertThat(gate.run(gate.request().build()).ending().outcome()).isEqualTo(Outcome.MERGED);
        assertThat(gate.holds.list()).isEmpty();
    }

    @Test
    void aStormOf405EndsMerged() {
        gate.server.faults().on(Call.MERGE).times(2).respond(405, "{\"message\":\"Please try again later\"}");
        assertMergedOnce(3);
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "GET_REPOSITORY",
                "GET_BRANCH",
                "LIST_PULLS",
                "CREATE_PULL",
                "GET_PULL",
                "SET_STATUS",
                "GIT_INFO",
                "GIT_FETCH"
            })
    void anyOtherCallMayFailOnce(Call call) {
        for (String fault : List.of("cut", "500", "html", "null", "cutAfterWork", "truncate")) {
            gate.server.faults().clear();
            switch (fault) {
                case "cut" -> gate.server.faults().on(call).once().cut();
                case "500" -> gate.server.faults().on(call).once().respond(500, "");
                case "html" -> gate.server.faults().on(call).once().html(502);
                case "null" -> gate.server.faults().on(call).once().jsonNull();
                case "cutAfterWork" -> gate.server.faults().on(call).once().cutAfterWork();
                default -> gate.server.faults().on(call).once().truncate(10);
            }
            String branch = fault + "-" + call.name().toLowerCase(java.util.Locale.ROOT);
            gate.branchWith(branch, fault + ".txt", "x");
            GateState end = gate.run(gate.request().branch(branch).build());
            // A page instead of refs is no network error to git: it ends the run, but never wrongly.
            if (call == Call.GIT_INFO && (fault.equals("null") || fault.equals("html"))) {
                assertThat(end.ending().outcome()).isIn(Outcome.HELD, Outcome.MERGED);
            } else {
                assertThat(end.ending().outcome())
                        .as("%s %s: %s", call, fault, end.ending().message())
                        .isEqualTo(Outcome.MERGED);
            }
            assertThat(gate.repository.pullRequests().stream()
                            .filter(pull -> pull.head().equals(branch)))
                    .hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void aPushWhoseAnswerIsLostIsFoundOnTheServer() {
        gate.pushToMain("b.txt", "b");
        gate.server.faults().on(Call.GIT_PUSH).once().cutAfterWork();
        GateState end = gate.run(gate.request().build());
        assertThat(end.ending().outcome()).as(end.ending().message()).isEqualTo(Outcome.MERGED);
        assertThat(gate.repository.refLog(TASK))
                .filteredOn(update -> update.cause() == RefUpdate.Cause.PUSH)
                .hasSize(1);
    }

    @Test
    void somebodyWhoPushesWhileTheGateRebasesIsNotOverwritten() {
        gate.pushToMain("b.txt", "b");
        String[] theirs = new String[1];
        gate.server
                .faults()
                .on(Call.GIT_PUSH)
                .once()
                .run(() -> theirs[0] = gate.repository.commit(TASK, Map.of("c.txt", "c"), "Somebody else's"));
        GateState end = gate.run(gate.request().build());
        assertThat(end.ending().outcome()).isEqualTo(Outcome.BRANCH_MOVED);
        assertThat(gate.repository.head(TASK)).isEqualTo(theirs[0]);
    }

    @Test
    void aServerThatStaysAwayIsUnreachableAndParksNothing() throws Exception {
        gate.server.faults().on(Call.ANY).always().cut();
        GateState end = gate.run(gate.request().build());
        assertThat(end.ending().reason()).isEqualTo(Reason.GITEA_UNREACHABLE);
        assertThat(gate.holds.list()).isEmpty();
        gate.server.faults().clear();
        assertMergedOnce(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGE", "SQUASH", "REBASE", "REBASE_MERGE"})
    void aPushToMainInTheMomentOfTheMergeIsAProofMismatch(MergeStyle style) throws Exception {
        gate.server.faults().on(Call.MERGE).once().run(() -> gate.pushToMain("b.txt", "b"));
        GateState end = gate.run(gate.request().style(style).build());

        assertThat(end.ending().outcome()).isEqualTo(Outcome.HELD);
        assertThat(end.ending().reason()).as(end.ending().message()).isEqualTo(Reason.PROOF_MISMATCH);
        assertThat(gate.holds.list())
                .singleElement()
                .satisfies(hold -> assertThat(hold.scope()).isEqualTo(Hold.Scope.TARGET));
        assertThat(gate.mergeCalls()).isEqualTo(1);
    }

    @Test
    void aFastForwardOntoAMovedTargetIsCaughtUpWith() {
        gate.server.faults().on(Call.MERGE).once().run(() -> gate.pushToMain("b.txt", "b"));
        GateState end =
                gate.run(gate.request().style(MergeStyle.FAST_FORWARD_ONLY).build());

        assertThat(end.ending().outcome()).as(end.ending().message()).isEqualTo(Outcome.MERGED);
        assertThat(end.catchUps()).isEqualTo(1);
        assertThat(gate.repository.tree("main")).isEqualTo(end.candidate().tree());
    }

    @Test
    void mergeabilityThatIsSlowIsWaitedFor() {
        gate.pushToMain("b.txt", "b");
        gate.repository.openPullRequest(TASK, "main", "By hand");
        gate.server.setMergeabilityDelay(Duration.ofMillis(300));
        gate.server.setCheckingTime(Duration.ofMillis(600));
        GateState end = gate.run(gate.request().build());
        assertThat(end.ending().outcome()).as(end.ending().message()).isEqualTo(Outcome.MERGED);
        assertThat(gate.repository.pullRequests()).hasSize(1);
    }

    @Test
    void everyMergeCallCarriesTheValidatedSha() {
        gate.pushToMain("b.txt", "b");
        gate.server.faults().on(Call.MERGE).times(2).respond(500, "");
        GateState end = gate.run(gate.request().build());
        assertThat(gate.server.requests().stream()
                        .filter(r -> r.call() == Call.MERGE)
                        .map(RequestRecord::body))
                .hasSize(3)
                .allSatisfy(body -> assertThat(body)
                        .contains("\"head_commit_id\":\"" + end.candidate().sha() + "\"")
                        .contains("\"delete_branch_after_merge\":false"));
    }

    @Test
    void withRetryOffThereIsExactlyOneCall() {
        gate.config(GateConfigs.retry(new GateConfig.Retry(false, 3, 0, 0, 5)));
        gate.server.faults().on(Call.MERGE).always().respond(500, "");
        GateState end = gate.run(gate.request().build());
        assertThat(end.ending().reason()).isEqualTo(Reason.NOT_MERGED);
        assertThat(gate.mergeCalls()).isEqualTo(1);
    }

    @Test
    void aLockThatWasTakenAwayStopsTheRunBeforeTheMerge() throws Exception {
        GateState end = gate.run(gate.request().build(), body -> {
            try {
                gate.lock.release(body.state().lockName(), body.state().id());
            } catch (java.io.IOException e) {
                throw new AssertionError(e);
            }
            return BodyResult.green();
        });
        assertThat(end.ending().reason()).isEqualTo(Reason.LOCK_BUSY);
        assertThat(gate.mergeCalls()).isZero();
        assertThat(gate.repository.head("main")).isEqualTo(main);
    }

    @Test
    void aSquashWhoseAnswerWasLostIsNotCalledTwice() {
        gate.server.faults().on(Call.MERGE).once().cut();
        GateState end = gate.run(gate.request().style(MergeStyle.SQUASH).build());
        assertThat(end.ending().reason()).isEqualTo(Reason.NOT_MERGED);
        assertThat(gate.mergeCalls()).isEqualTo(1);
    }

    @Test
    void aRunThatIsResumedAfterItsMergeCallWasLostLooksFirstAndThenCallsAgain() throws Exception {
        GateState[] calling = new GateState[1];
        gate.server.faults().on(Call.MERGE).once().run(() -> calling[0] = onlyUnfinished());
        gate.server.faults().on(Call.MERGE).once().cut();
        gate.run(gate.request().build(), body -> BodyResult.green());
        assertThat(calling[0].merge().isUnanswered()).isTrue();
        long calls = gate.mergeCalls();

        Gate again = new Gate(gate.ports());
        GateState end = GateFixture.drive(again, again.resume(calling[0]), body -> BodyResult.green());
        assertThat(end.ending().outcome()).as(end.ending().message()).isEqualTo(Outcome.MERGED);
        assertThat(gate.mergeCalls()).isEqualTo(calls);
        assertThat(gate.mergesSince(main)).isEqualTo(1);
    }

    @Test
    void aDeadRunWhoseCallMayStillBeAtWorkIsSettledLater() {
        GateState[] calling = new GateState[1];
        gate.server.faults().on(Call.MERGE).once().run(() -> {
            calling[0] = onlyUnfinished();
            assertThat(new Gate(gate.ports()).settle(calling[0])).isInstanceOf(GateStep.Wait.class);
        });
        assertMergedOnce(1);
        assertThat(new Gate(gate.ports()).settle(calling[0]).state().ending().outcome())
                .isEqualTo(Outcome.MERGED);
    }

    @Test
    void aTargetThatIsClosedDuringTheReTestIsNotMergedInto() {
        GateState end = gate.run(gate.request().build(), body -> {
            closeTarget();
            return BodyResult.green();
        });
        assertThat(end.ending().reason()).isEqualTo(Reason.TARGET_HELD);
        assertThat(gate.mergeCalls()).isZero();
    }

    @Test
    void whenRebasedTestsWhatADeadRunLeftUntested() {
        gate.pushToMain("b.txt", "b");
        Gate dying = new Gate(gate.ports());
        GateStep atBody = dying.start(
                GateFixture.newId(),
                gate.request().retest(RetestPolicy.WHEN_REBASED).build());
        assertThat(atBody).isInstanceOf(GateStep.RunBody.class);
        dying.settle(atBody.state());

        int[] bodies = new int[1];
        GateState end =
                gate.run(gate.request().retest(RetestPolicy.WHEN_REBASED).build(), body -> {
                    bodies[0]++;
                    return BodyResult.green();
                });
        assertThat(end.ending().outcome()).isEqualTo(Outcome.MERGED);
        assertThat(end.candidate().rebased()).isFalse();
        assertThat(bodies[0]).isEqualTo(1);
    }

    private GateState onlyUnfinished() {
        try {
            return gate.journal.unfinished().get(0);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private void closeTarget() {
        String server = gate.server.url().getAuthority();
        RepositoryId repository = RepositoryId.parse("acme/app");
        try {
            gate.holds.raise(new Hold(
                    Holds.id(Hold.Scope.TARGET, server, repository, "main", null),
                    Hold.Scope.TARGET,
                    server,
                    repository,
                    "main",
                    "other",
                    null,
                    Reason.MAIN_REGRESSED,
                    "a marker is gone",
                    "test",
                    java.time.Instant.now()));
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private GateState assertMergedOnce(int calls) {
        GateState end = gate.run(gate.request().build());
        assertThat(end.ending().outcome()).as(end.ending().message()).isEqualTo(Outcome.MERGED);
        assertThat(gate.mergeCalls()).isEqualTo(calls);
        assertThat(gate.mergesSince(main)).isEqualTo(1);
        return end;
    }
}
