// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.lock.LockAttempt;
import io.jenkins.plugins.mergegate.engine.lock.LockRequest;
import io.jenkins.plugins.mergegate.engine.text.Texts;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Takes the merge lock, or says who has it. A hold that appears while waiting counts at once. */
final class Queueing implements PhaseWork {
    private final GatePorts ports;
    private final Reporting reporting;

    Queueing(GatePorts ports, Reporting reporting) {
        this.ports = ports;
        this.reporting = reporting;
    }

    @Override
    public Move run(GateState state) throws IOException {
        Optional<Move> held = new Holding(ports).blocked(state);
        if (held.isPresent()) {
            return held.get();
        }
        GateRequest request = state.request();
        String name = state.lockName().toString();
        Instant queuedAt =
                state.lock() == null ? ports.clock().instant() : state.lock().queuedAt();
        LockAttempt attempt = ports.lock()
                .tryAcquire(
                        new LockRequest(state.lockName(), state.id(), request.holder(), request.priority(), queuedAt));
        if (attempt instanceof LockAttempt.Acquired acquired) {
            Instant at = acquired.proof().acquiredAt();
            GateState holding = state.with(draft -> draft.lock = new GateState.LockRecord(name, queuedAt, at, null));
            // The run before this one may have closed the target just before it gave the lock away.
            return new Holding(ports).blocked(holding).orElseGet(() -> new Move.Go(holding, Phase.CATCHING_UP));
        }
        LockAttempt.Busy busy = (LockAttempt.Busy) attempt;
        if (request.whenBusy() == WhenBusy.DEFER && !waits(state, busy)) {
            return Move.deferred(state, Reason.LOCK_BUSY, Texts.lockBusy(name, busy.holder(), busy.closed()));
        }
        GateState waiting = state.with(draft -> draft.lock = new GateState.LockRecord(name, queuedAt, null, null));
        return new Move.Pause(
                reporting.status(waiting, Announcement.waiting(waiting, busy)),
                busy.recheck(),
                Texts.waitingFor(name, busy.holder(), busy.closed(), busy.position()));
    }

    /** The last try of a run that is put off is not held because people closed the line: it waits, then for its turn too. */
    private static boolean waits(GateState state, LockAttempt.Busy busy) {
        return state.lock() != null || (busy.closed() != null && state.request().lastTry());
    }
}
