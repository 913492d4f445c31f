// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.testkit.model.CommitStatus;
import io.jenkins.plugins.mergegate.testkit.model.MergeStyle;
import io.jenkins.plugins.mergegate.testkit.model.Permission;
import io.jenkins.plugins.mergegate.testkit.model.User;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The statuses that somebody who watches the branch sees, one after the other. */
class StatusTest {
    private static final String TASK = GateFixture.TASK;
    private static final String RETESTING = "pending: Re-testing on the current main";
    private static final String MERGING = "success: Tested on the current main; merging";
    private static final String NO_APPROVAL =
            "success: Tested on the current main. Gitea still waits for approvals: 0 of 1.";

    @TempDir
    private Path directory;

    private GateFixture gate;
    private String head;

    @BeforeEach
    void start() {
        gate = new GateFixture(directory);
        head = gate.branchWith(TASK, "a.txt", "a");
    }

    @AfterEach
    void stop() {
        gate.close();
    }

    @Test
    void ofABranchThatIsUpToDate() {
        gate.server.resetRequests();
        GateState end = gate.run(gate.request().link("https://ci.example/7/").build());

        assertThat(seen(head))
                .containsExactly(RETESTING, MERGING, "success: " + end.ending().message());
        assertThat(gate.repository.statuses(head))
                .allSatisfy(status -> assertThat(status)
                        .returns("merge-gate", CommitStatus::context)
                        .returns("https://ci.example/7/", CommitStatus::targetUrl));
        assertThat(apiRequests()).isEqualTo(9);
    }

    @Test
    void ofABranchThatIsBehind() {
        gate.pushToMain("b.txt", "b");
        gate.server.resetRequests();
        GateState end = gate.run(gate.request().build());

        assertThat(seen(head)).isEmpty();
        assertThat(seen(end.candidate().sha()))
                .containsExactly(RETESTING, MERGING, "success: " + end.ending().message());
        assertThat(apiRequests()).isEqualTo(10);
    }

    @Test
    void ofARunWithoutAReTest() {
        GateState end = gate.run(gate.request().noBody().build());
        assertThat(seen(head))
                .containsExactly(
                        "success: Up to date with main, without a re-test of its own; merging",
                        "success: " + end.ending().message());
    }

    @Test
    void ofARunThatIsSecondInLineAndThenFirst() {
        gate.branchWith("one", "1.txt", "1");
        gate.branchWith("two", "2.txt", "2");
        Gate run = new Gate(gate.ports());
        GateStep one = run.start(
                GateFixture.newId(),
                gate.request().branch("one").holder("job #1").build());
        GateStep two = run.start(
                GateFixture.newId(),
                gate.request().branch("two").holder("job #2").build());
        GateStep three = run.start(GateFixture.newId(), gate.request().build());
        three = run.resume(run.resume(three.state()).state());
        assertThat(seen(head)).containsExactly("pending: Waiting for main: position 2, held by job #1");

        GateFixture.drive(run, one, body -> BodyResult.green());
        two = run.resume(two.state());
        three = run.resume(run.resume(three.state()).state());
        assertThat(seen(head))
                .containsExactly(
                        "pending: Waiting for main: position 2, held by job #1",
                        "pending: Waiting for main: position 1, held by job #2");

        GateFixture.drive(run, two, body -> BodyResult.green());
        GateState end = GateFixture.drive(run, run.resume(three.state()), body -> BodyResult.green());
        assertThat(seen(head)).last().isEqualTo("pending: Catching up with the current main");
        assertThat(seen(end.candidate().sha()))
                .containsExactly(RETESTING, MERGING, "success: " + end.ending().message());
    }

    @Test
    void ofARunWhoseTargetMovesDuringTheReTest() {
        int[] bodies = new int[1];
        GateState end = gate.run(gate.request().build(), body -> {
            if (bodies[0]++ == 0) {
                gate.pushToMain("b.txt", "b");
            }
            return BodyResult.green();
        });

        assertThat(seen(head)).containsExactly(RETESTING, MERGING, "pending: Catching up with the current main");
        assertThat(seen(end.candidate().sha()))
                .containsExactly(RETESTING, MERGING, "success: " + end.ending().message());
    }

    @Test
    void ofARedReTest() {
        gate.pushToMain("b.txt", "b");
        GateState end = gate.run(gate.request().build(), body -> BodyResult.red("exit 1"));
        assertThat(seen(end.candidate().sha()))
                .containsExactly(RETESTING, "failure: " + end.ending().message());
        assertThat(seen(head)).isEmpty();
    }

    @Test
    void ofAConflict() {
        gate.repository.commit(TASK, Map.of("README.md", "mine"), "Mine");
        gate.pushToMain("README.md", "theirs");
        GateState end = gate.run(gate.request().build());
        assertThat(end.ending().outcome()).isEqualTo(Outcome.CONFLICT);
        assertThat(seen(gate.repository.head(TASK)))
                .containsExactly("failure: " + end.ending().message());
    }

    @Test
    void ofARunThatIsHeldAfterItsGreen() {
        gate.pushToMain("b.txt", "b");
        gate.server.faults().on(Call.MERGE).once().respond(403, "{\"message\":\"no\"}");
        GateState end = gate.run(gate.request().build());

        assertThat(end.ending().outcome()).isEqualTo(Outcome.HELD);
        assertThat(end.candidate().sha()).isEqualTo(gate.repository.head(TASK));
        assertThat(seen(end.candidate().sha()))
                .containsExactly(RETESTING, MERGING, "failure: " + end.ending().message());
        assertThat(seen(head)).isEmpty();
    }

    @Test
    void ofARunThatMeetsAClosedTarget() {
        gate.run(gate.request().markers("never there").build());
        String next = gate.branchWith("next", "n.txt", "n");
        GateState end = gate.run(gate.request().branch("next").build());

        assertThat(end.ending().reason()).isEqualTo(Reason.TARGET_HELD);
        assertThat(end.ending().message()).startsWith("main is closed by hold");
        assertThat(seen(next)).containsExactly("failure: " + end.ending().message());
    }

    @Test
    void ofARunThatIsPutOff() {
        gate.branchWith("one", "1.txt", "1");
        new Gate(gate.ports())
                .start(GateFixture.newId(), gate.request().branch("one").build());
        GateState end = gate.run(gate.request().defer().build());

        assertThat(end.ending().message()).contains("is held by test");
        assertThat(seen(head)).containsExactly("pending: " + end.ending().message());
    }

    @Test
    void ofARunThatIsStopped() {
        Gate run = new Gate(gate.ports());
        GateStep atBody = run.start(GateFixture.newId(), gate.request().build());
        GateStep end = run.stop(atBody.state(), "Stopped by ann");
        assertThat(seen(head))
                .containsExactly(RETESTING, "error: " + end.state().ending().message());
    }

    @Test
    void ofACommitThatIsNoLongerTheHead() {
        String[] theirs = new String[1];
        GateState end = gate.run(gate.request().build(), body -> {
            theirs[0] = gate.repository.commit(TASK, Map.of("c.txt", "c"), "Somebody else's");
            return BodyResult.green();
        });
        assertThat(end.ending().outcome()).isEqualTo(Outcome.BRANCH_MOVED);
        assertThat(seen(head))
                .containsExactly(RETESTING, MERGING, "error: " + end.ending().message());
        assertThat(seen(theirs[0])).isEmpty();
    }

    @Test
    void ofABranchThatSomebodyMergesWhileItsRunWaits() {
        long pull = gate.repository.openPullRequest(TASK, "main", "By hand").number();
        gate.branchWith("one", "1.txt", "1");
        Gate run = new Gate(gate.ports());
        GateStep one =
                run.start(GateFixture.newId(), gate.request().branch("one").build());
        GateStep waiting = run.start(GateFixture.newId(), gate.request().build());
        gate.repository.merge(pull, MergeStyle.MERGE);
        run.stop(one.state(), "Stopped by ann");
        GateState longAgo = waiting.state()
                .with(draft -> draft.lock = new GateState.LockRecord(
                        draft.lock.name(), draft.lock.queuedAt().minusSeconds(1), null, null));
        GateState end = GateFixture.drive(run, run.resume(longAgo), body -> BodyResult.green());

        assertThat(end.ending().outcome()).isEqualTo(Outcome.ALREADY_IN_MAIN);
        assertThat(seen(head))
                .containsExactly(
                        "pending: Waiting for main: position 1, held by test",
                        "success: " + end.ending().message());
    }

    @Test
    void staysGreenWhileGiteaWaitsForAnApproval() {
        User reviewer = reviewer();
        gate.repository.protect("main", rule -> rule.requiredApprovals(1).statusCheckContexts("merge-gate"));
        Gate run = new Gate(gate.ports());
        GateStep atBody = run.start(GateFixture.newId(), gate.request().build());
        GateStep waiting = run.bodyFinished(atBody.state(), BodyResult.green());
        waiting = run.resume(run.resume(waiting.state()).state());

        assertThat(waiting).isInstanceOf(GateStep.Wait.class);
        assertThat(seen(head)).containsExactly(RETESTING, MERGING, NO_APPROVAL);
        gate.repository.approve(waiting.state().merge().pullRequest(), reviewer);
        GateState end = GateFixture.drive(run, run.resume(waiting.state()), body -> BodyResult.green());
        assertThat(end.ending().outcome()).as(end.ending().message()).isEqualTo(Outcome.MERGED);
        assertThat(seen(head)).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pending", "error", "failure"})
    void isSaidAgainWhenAnotherRunOfTheCommitSaidOtherwise(String word) {
        User reviewer = reviewer();
        gate.repository.protect("main", rule -> rule.requiredApprovals(1).statusCheckContexts("merge-*"));
        Gate run = new Gate(gate.ports());
        GateStep atBody = run.start(GateFixture.newId(), gate.request().build());
        GateStep waiting = run.bodyFinished(atBody.state(), BodyResult.green());
        gate.repository.setStatus(head, "merge-gate", word);
        waiting = run.resume(waiting.state());
        assertThat(waiting).isInstanceOf(GateStep.Wait.class);
        assertThat(seen(head)).containsExactly(RETESTING, MERGING, NO_APPROVAL, word + ": ", MERGING);

        gate.repository.approve(waiting.state().merge().pullRequest(), reviewer);
        GateState end = GateFixture.drive(run, waiting, body -> BodyResult.green());
        assertThat(end.ending().outcome()).as(end.ending().message()).isEqualTo(Outcome.MERGED);
    }

    @Test
    void thatIsRequiredAndCannotBeSetPutsTheRunOff() {
        gate.config(GateConfigs.retry(new GateConfig.Retry(true, 3, 0, 0, 1)));
        gate.repository.protect("main", rule -> rule.statusCheckContexts("merge-gate"));
        gate.repository.setStatus(head, "merge-gate", "failure");
        gate.server.faults().on(Call.SET_STATUS).always().respond(403, "{}");
        GateState end = gate.run(gate.request().build());

        assertThat(end.ending().outcome()).as(end.ending().message()).isEqualTo(Outcome.DEFERRED);
        assertThat(end.ending().message()).contains("its own check to be green again");
        assertThat(calls(Call.MERGE)).isZero();
    }

    @Test
    void isNotSetWhenThatIsSwitchedOff() {
        gate.config(GateConfigs.report(new GateConfig.Report(false, true, "merge-gate")));
        assertThat(gate.run(gate.request().build()).ending().outcome()).isEqualTo(Outcome.MERGED);
        assertThat(seen(head)).isEmpty();
    }

    @Test
    void isSetAlthoughTheServerStumbles() {
        gate.server.faults().on(Call.SET_STATUS).times(2).respond(500, "");
        GateState end = gate.run(gate.request().build());
        assertThat(seen(head))
                .containsExactly(RETESTING, MERGING, "success: " + end.ending().message());
    }

    @Test
    void doesNotFailTheRunWhenItCannotBeSet() {
        gate.server.faults().on(Call.SET_STATUS).always().respond(500, "");
        assertThat(gate.run(gate.request().build()).ending().outcome()).isEqualTo(Outcome.MERGED);
        assertThat(seen(head)).isEmpty();
        assertThat(calls(Call.SET_STATUS))
                .as("three statuses, three tries each")
                .isEqualTo(9);
    }

    @Test
    void isTriedOnlyOnceWhenTheAccountMayNot() {
        gate.server.faults().on(Call.SET_STATUS).always().respond(403, "{}");
        assertThat(gate.run(gate.request().build()).ending().outcome()).isEqualTo(Outcome.MERGED);
        assertThat(calls(Call.SET_STATUS)).isEqualTo(3);
    }

    @Test
    void thatIsNeverAnsweredKeepsTheRunForTenSeconds() {
        gate.server.faults().on(Call.SET_STATUS).once().hang();
        long began = System.nanoTime();
        GateState end = gate.run(gate.request().build());

        assertThat(end.ending().outcome()).isEqualTo(Outcome.MERGED);
        assertThat(System.nanoTime() - began).isBetween(9_000_000_000L, 25_000_000_000L);
        assertThat(seen(head))
                .containsExactly(MERGING, "success: " + end.ending().message());
        assertThat(calls(Call.SET_STATUS)).isEqualTo(3);
    }

    @Test
    void isNotTriedAtEveryLookOfARunThatWaits() {
        gate.branchWith("one", "1.txt", "1");
        Gate run = new Gate(gate.ports());
        run.start(GateFixture.newId(), gate.request().branch("one").build());
        gate.server.resetRequests();
        gate.server.faults().on(Call.SET_STATUS).always().respond(500, "");
        GateStep waiting = run.start(GateFixture.newId(), gate.request().build());
        for (int look = 0; look < 5; look++) {
            waiting = run.resume(waiting.state());
        }
        assertThat(waiting).isInstanceOf(GateStep.Wait.class);
        assertThat(calls(Call.SET_STATUS)).isEqualTo(3);
    }

    private User reviewer() {
        User reviewer = gate.server.createUser("rita");
        gate.repository.collaborator(reviewer, Permission.WRITE);
        return reviewer;
    }

    private List<String> seen(String sha) {
        return gate.repository.statuses(sha).stream()
                .map(status -> status.state() + ": " + status.description())
                .toList();
    }

    private long calls(Call call) {
        return gate.server.requests().stream().filter(r -> r.call() == call).count();
    }

    private long apiRequests() {
        List<Call> git = List.of(Call.GIT_INFO, Call.GIT_FETCH, Call.GIT_PUSH);
        return gate.server.requests().stream()
                .filter(r -> !git.contains(r.call()))
                .count();
    }
}
