// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.hold.Hold;
import io.jenkins.plugins.mergegate.engine.lock.HeldLock;
import io.jenkins.plugins.mergegate.engine.lock.LockAttempt;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import io.jenkins.plugins.mergegate.engine.lock.LockProof;
import io.jenkins.plugins.mergegate.engine.lock.LockRequest;
import io.jenkins.plugins.mergegate.engine.lock.MergeLock;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that are put off, and what becomes of one that was put off too often. */
class DeferringTest {
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

    @Test
    void aBusyLockHoldsARunThatWasPutOffTooOften() throws Exception {
        String head = gate.branchWith(TASK, "a.txt", "a");
        gate.branchWith("other", "o.txt", "o");
        GateStep atBody = new Gate(gate.ports())
                .start(GateFixture.newId(), gate.request().branch("other").build());
        assertThat(atBody).isInstanceOf(GateStep.RunBody.class);

        GateState held = gate.run(gate.request().defer().lastTry().build());
        assertPutOff(held, true, Reason.LOCK_BUSY);
        assertThat(held.ending().message()).contains("is held by test");
        assertThat(gate.holds.list()).singleElement().returns(head, Hold::sha);
        assertThat(gate.lock.held()).singleElement().returns(0, HeldLock::waiting);
    }

    @Test
    void theLastTryWaitsWhilePeopleKeepTheLineClosed() {
        gate.branchWith(TASK, "a.txt", "a");
        ClosableLock line = new ClosableLock(gate.lock);
        Gate run = new Gate(gate.ports(line));
        line.closed = "the gate is paused by ann";

        GateState first = GateFixture.drive(
                run, run.start(GateFixture.newId(), gate.request().defer().build()), body -> BodyResult.green());
        assertPutOff(first, false, Reason.LOCK_BUSY);

        GateStep last =
                run.start(GateFixture.newId(), gate.request().defer().lastTry().build());
        assertThat(last).isInstanceOf(GateStep.Wait.class);
        assertThat(((GateStep.Wait) last).why()).contains("the gate is paused by ann");
        line.closed = null;
        GateState end = GateFixture.drive(run, run.resume(last.state()), body -> BodyResult.green());
        assertThat(end.ending().outcome()).as(end.ending().message()).isEqualTo(Outcome.MERGED);
    }

    /** A line of the one gate it stands before, which a person can close. */
    private static final class ClosableLock extends MergeLock {
        private final MergeLock lock;
        private String closed;

        ClosableLock(MergeLock lock) {
            this.lock = lock;
        }

        @Override
        public LockAttempt tryAcquire(LockRequest request) throws IOException {
            return closed == null
                    ? lock.tryAcquire(request)
                    : new LockAttempt.Busy(null, closed, 1, Duration.ofMillis(1));
        }

        @Override
        public Optional<LockProof> find(LockName name, String token) throws IOException {
            return lock.find(name, token);
        }

        @Override
        public void release(LockName name, String token) throws IOException {
            lock.release(name, token);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRunThatWaitsForTheLockGivesWay(boolean lastTry) throws Exception {
        gate.branchWith(TASK, "a.txt", "a");
        gate.branchWith("other", "o.txt", "o");
        Gate run = new Gate(gate.ports());
        GateStep atBody =
                run.start(GateFixture.newId(), gate.request().branch("other").build());
        GateStep waiting = run.start(GateFixture.newId(), request(lastTry).build());
        assertThat(gate.lock.held()).singleElement().returns(1, HeldLock::waiting);

        GateStep gone = run.giveWay(waiting.state(), "It stood in the way.");
        assertThat(gone).isInstanceOf(GateStep.Finished.class);
        assertPutOff(gone.state(), lastTry, Reason.LOCK_BUSY);
        assertThat(gone.state().ending().message()).startsWith("It stood in the way.");
        assertThat(gate.lock.held()).singleElement().returns(0, HeldLock::waiting);
        assertThat(gate.journal.unfinished())
                .extracting(GateState::id)
                .containsExactly(atBody.state().id());
        assertThat(run.giveWay(gone.state(), "Again.").state()).isEqualTo(gone.state());
    }

    @Test
    void aRunThatHoldsTheLockDoesNotGiveWay() throws Exception {
        gate.branchWith(TASK, "a.txt", "a");
        Gate run = new Gate(gate.ports());
        GateStep atBody = run.start(GateFixture.newId(), gate.request().build());

        GateStep again = run.giveWay(atBody.state(), "It stood in the way.");
        assertThat(again).isInstanceOf(GateStep.RunBody.class);
        assertThat(gate.lock.find(again.state().lockName(), again.state().id())).isPresent();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anApprovalThatIsMissing(boolean lastTry) {
        gate.branchWith(TASK, "a.txt", "a");
        gate.repository.protect("main", rule -> rule.requiredApprovals(1));
        gate.config(GateConfigs.retry(new GateConfig.Retry(true, 3, 0, 0, 0)));
        assertPutOff(gate.run(request(lastTry).build()), lastTry, Reason.POLICY_PENDING);
        assertThat(gate.mergeCalls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aMergeCallThatPolicyRefuses(boolean lastTry) {
        gate.branchWith(TASK, "a.txt", "a");
        String body = "{\"message\":\"Does not have enough approvals\"}";
        gate.server.faults().on(Call.MERGE).always().respond(405, body);
        assertPutOff(gate.run(request(lastTry).build()), lastTry, Reason.POLICY_PENDING);
    }

    private GateFixture.Request request(boolean lastTry) {
        return lastTry ? gate.request().lastTry() : gate.request();
    }

    private static void assertPutOff(GateState end, boolean lastTry, Reason reason) {
        String limit = "put off as often as is allowed";
        assertThat(end.ending().outcome())
                .as(end.ending().message())
                .isEqualTo(lastTry ? Outcome.HELD : Outcome.DEFERRED);
        assertThat(end.ending().reason()).isEqualTo(lastTry ? Reason.DEFER_LIMIT : reason);
        assertThat(end.ending().message().contains(limit)).isEqualTo(lastTry);
    }
}
