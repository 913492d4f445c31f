// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.git.GitFailure;
import io.jenkins.plugins.mergegate.engine.git.Mirror;
import java.io.IOException;
import java.time.Instant;

/** The last steps of every run, safe to do twice: hold, report, cleaning up, and only then the release of the lock. */
final class Closing {
    private final GatePorts ports;
    private final Reporting reporting;

    Closing(GatePorts ports, Reporting reporting) {
        this.ports = ports;
        this.reporting = reporting;
    }

    /**
     * The closed state. When a hold cannot be written the lock is kept and the record stays open: whoever settles it
     * later tries again, and until then nothing passes.
     */
    GateState close(GateState state) {
        GateState told = state;
        if (!changesNothing(state)) {
            try {
                new Holding(ports).settle(state);
            } catch (IOException e) {
                ports.listener().line(state, "The hold could not be written, so the lock is kept: " + e);
                return state;
            }
            told = reporting.ended(state);
        }
        cleanUp(state);
        GateState released = release(told);
        if (state.ending().outcome() == Outcome.MERGED) {
            reporting.settled(state);
            maintain(state);
        }
        return released.enter(Phase.CLOSED, ports.clock().instant());
    }

    /** A dry run, or a gate that is off for this repository: nobody is told, nothing is held. */
    private static boolean changesNothing(GateState state) {
        return state.request().dryRun()
                || state.facts() != null && state.facts().style() == null;
    }

    /** Packs the mirror now and then, when nobody waits for this run any more. */
    private void maintain(GateState state) {
        try {
            ports.mirrors().apply(state.facts().remoteUrl()).maintain();
        } catch (GitFailure failure) {
            ports.listener().line(state, "The mirror could not be packed: " + failure.getMessage());
        }
    }

    private void cleanUp(GateState state) {
        if (state.facts() == null) {
            return;
        }
        Mirror mirror = ports.mirrors().apply(state.facts().remoteUrl());
        try {
            mirror.removeCheckout(state.id());
            if (state.lock() != null && state.lock().acquiredAt() != null) {
                mirror.removeWorktree(state.request().branch(), state.request().target());
            }
        } catch (GitFailure failure) {
            ports.listener().line(state, "A work tree is left behind: " + failure.getMessage());
        }
    }

    private GateState release(GateState state) {
        try {
            ports.lock().release(state.lockName(), state.id());
        } catch (IOException e) {
            ports.listener().line(state, "The lock could not be released; the reaper will do it: " + e);
            return state;
        }
        GateState.LockRecord lock = state.lock();
        if (lock == null || lock.acquiredAt() == null) {
            return state;
        }
        Instant now = ports.clock().instant();
        return state.with(
                draft -> draft.lock = new GateState.LockRecord(lock.name(), lock.queuedAt(), lock.acquiredAt(), now));
    }
}
