// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.hold.Hold;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that died, with and without somebody who may take them for done. */
class SettleTest {
    private static final String TASK = GateFixture.TASK;

    @TempDir
    private Path directory;

    private GateFixture gate;
    private String head;
    private String main;

    @BeforeEach
    void start() {
        gate = new GateFixture(directory);
        head = gate.branchWith(TASK, "a.txt", "a");
        main = gate.repository.head("main");
    }

    @AfterEach
    void stop() {
        gate.close();
    }

    @Test
    void whoLooksDoneAndDidNotMergeIsHeld() throws IOException {
        GateState state = inItsBody();

        GateState end = finished(new Gate(gate.ports()).settle(state, true));

        assertHeld(end, state);
        assertThat(end.ending().message()).contains(head.substring(0, 7), "was not merged into main");
    }

    @Test
    void whatSomebodyElseMergedIsThere() throws IOException {
        GateState state = inItsBody();
        gate.repository.forceUpdate("main", head);

        GateState end = finished(new Gate(gate.ports()).settle(state, true));

        assertThat(end.ending().outcome()).isEqualTo(Outcome.ALREADY_IN_MAIN);
        assertThat(gate.holds.list()).isEmpty();
        assertOver(end, state);
    }

    @Test
    void whoDoesNotLookDoneAndDidNotMergeIsAborted() throws IOException {
        GateState state = inItsBody();

        GateState end = finished(new Gate(gate.ports()).settle(state, false));

        assertAborted(end, state);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoHadNoCandidateYetIsAborted(boolean looksDone) throws IOException {
        GateState state = GateState.begin(
                GateFixture.newId(),
                gate.request().build(),
                gate.ports().server(),
                gate.ports().owner(),
                Instant.now());
        gate.journal.write(state);

        GateState end = finished(new Gate(gate.ports()).settle(state, looksDone));

        assertAborted(end, state);
    }

    @Test
    void aMergeCallThatMayStillBeAtWorkIsWaitedForAndThenHeld() throws IOException {
        gate.server.faults().on(Call.MERGE).cut();
        GateState state = diesInItsMergeCall();
        // Nobody knows when in its call the run died, so what counts is when it was found.
        Instant found = state.phaseSince().plus(Duration.ofMinutes(3));

        GateStep.Wait first = (GateStep.Wait) gateAt(found).settle(state, true);
        assertThat(first.delay()).isEqualTo(Duration.ofSeconds(5));
        assertThat(first.why()).isEqualTo("The merge call may still be at work on the server.");
        assertThat(gateAt(found.plusMillis(4999)).settle(first.state(), true))
                .isEqualTo(new GateStep.Wait(first.state(), Duration.ofMillis(1), first.why()));
        assertThat(gate.holds.list()).isEmpty();
        assertThat(gate.lock.find(state.lockName(), state.id())).isPresent();

        assertHeld(finished(gateAt(found.plusSeconds(5)).settle(first.state(), true)), state);
        assertThat(gate.mergeCalls()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatLandedIsMerged(boolean looksDone) throws IOException {
        gate.server.faults().on(Call.MERGE).cutAfterWork();
        GateState state = diesInItsMergeCall();
        assertThat(gate.repository.head("main")).isNotEqualTo(main);

        // However young the call is: git shows it already.
        GateState end = finished(gateAt(state.phaseSince()).settle(state, looksDone));

        assertThat(end.ending().outcome()).isEqualTo(Outcome.MERGED);
        assertThat(end.proof().ancestry()).isTrue();
        assertThat(gate.holds.list()).isEmpty();
        assertOver(end, state);
        assertThat(gate.mergeCalls()).isEqualTo(1);
        assertThat(gate.mergesSince(main)).isEqualTo(1);
    }

    @Test
    void whatGitCannotTellIsHeldWithItsOwnReason() throws IOException {
        gate.server.faults().on(Call.MERGE).cut();
        GateState state = diesInItsMergeCall();
        gate.server.faults().on(Call.ANY).always().cut();

        GateState end = finished(gateAt(state.phaseSince().plusSeconds(5)).settle(state, true));

        assertThat(end.ending().outcome()).isEqualTo(Outcome.HELD);
        assertThat(end.ending().reason()).isEqualTo(Reason.GITEA_UNREACHABLE);
        assertThat(end.ending().message()).contains("Whether the merge happened is not known");
        assertOver(end, state);
    }

    @Test
    void settlingTwiceChangesNothing() throws IOException {
        GateState state = inItsBody();
        GateState end = finished(new Gate(gate.ports()).settle(state, true));
        List<Hold> holds = gate.holds.list();

        assertThat(new Gate(gate.ports()).settle(end, true)).isEqualTo(new GateStep.Finished(end));
        // A crash behind the first write of the end: the same end again.
        GateState again = finished(new Gate(gate.ports()).settle(state, true));

        assertThat(again.ending()).isEqualTo(end.ending());
        assertThat(gate.holds.list())
                .extracting(Hold::id)
                .containsExactly(holds.get(0).id());
    }

    private GateState inItsBody() {
        GateStep step =
                new Gate(gate.ports()).start(GateFixture.newId(), gate.request().build());
        assertThat(step).isInstanceOf(GateStep.RunBody.class);
        return step.state();
    }

    /** The process dies before it can write down how its call was answered; all that is left is the journal. */
    private GateState diesInItsMergeCall() throws IOException {
        AtomicBoolean dead = new AtomicBoolean();
        gate.server.faults().on(Call.MERGE).run(() -> dead.set(true));
        Gate dying = new Gate(with(gate.ports(), new DyingJournal(dead), Clock.systemUTC()));

        assertThatThrownBy(() -> GateFixture.drive(
                        dying, dying.start(GateFixture.newId(), gate.request().build()), body -> BodyResult.green()))
                .isInstanceOf(Death.class);
        GateState state = gate.journal.unfinished().get(0);
        assertThat(state.merge().isUnanswered()).isTrue();
        return state;
    }

    private Gate gateAt(Instant now) {
        return new Gate(with(gate.ports(), gate.journal, Clock.fixed(now, ZoneOffset.UTC)));
    }

    private static GatePorts with(GatePorts ports, Journal journal, Clock clock) {
        return new GatePorts(
                ports.config(),
                ports.server(),
                ports.gitea(),
                ports.mirrors(),
                ports.lock(),
                journal,
                ports.holds(),
                ports.listener(),
                clock,
                ports.owner());
    }

    private static GateState finished(GateStep step) {
        assertThat(step).isInstanceOf(GateStep.Finished.class);
        return step.state();
    }

    private void assertHeld(GateState end, GateState before) throws IOException {
        assertThat(end.ending().outcome()).isEqualTo(Outcome.HELD);
        assertThat(end.ending().reason()).isEqualTo(Reason.NOT_MERGED);
        assertThat(gate.holds.list())
                .singleElement()
                .returns(Hold.Scope.BRANCH, Hold::scope)
                .returns(head, Hold::sha)
                .returns(TASK, Hold::branch)
                .returns(Reason.NOT_MERGED, Hold::reason);
        assertThat(gate.repository.head("main")).isEqualTo(main);
        assertOver(end, before);
    }

    private void assertAborted(GateState end, GateState before) throws IOException {
        assertThat(end.ending().outcome()).isEqualTo(Outcome.ABORTED);
        assertThat(end.ending().message()).contains("git says nothing was merged");
        assertThat(gate.holds.list()).isEmpty();
        assertOver(end, before);
    }

    private void assertOver(GateState end, GateState before) throws IOException {
        assertThat(gate.journal.read(before.id())).contains(end);
        assertThat(gate.journal.unfinished()).isEmpty();
        assertThat(gate.lock.find(before.lockName(), before.id())).isEmpty();
    }

    private static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final class DyingJournal implements Journal {
        private final AtomicBoolean dead;

        DyingJournal(AtomicBoolean dead) {
            this.dead = dead;
        }

        @Override
        public void write(GateState state) throws IOException {
            if (dead.get()) {
                throw new Death();
            }
            gate.journal.write(state);
        }
    }
}
