// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.reaper;

import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.gate.Phase;
import io.jenkins.plugins.mergegate.engine.lock.HeldLock;
import io.jenkins.plugins.mergegate.engine.lock.LeaseFileLock;
import io.jenkins.plugins.mergegate.engine.lock.Liveness;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One held lock at one tick.
 *
 * @param lock names the lock together with its holder's token, so that a successor is another lock
 * @param heldFor how long it has been held
 * @param unsettled whether its run may have merged something that its record does not tell yet
 */
public record Observation(String lock, HolderState state, Duration heldFor, boolean unsettled) {
    /** A lease of this age that is damaged was not caught while it was being written. */
    private static final Duration DAMAGED_AGE = Duration.ofMinutes(1);

    /** @param record the journal's record of the lock's token; see {@link #recordOf} for a damaged lease */
    public static Observation of(HeldLock held, Optional<GateState> record) {
        return new Observation(id(held), state(held, record), held.age(), isUnsettled(held, record));
    }

    /** {@link #lock} of a held lock. */
    public static String id(HeldLock held) {
        return held.key() + "#" + held.token();
    }

    /**
     * The unfinished run behind a lock: by its token, or for a damaged lease the last one that took this lock and did
     * not give it back.
     */
    public static Optional<GateState> recordOf(HeldLock held, List<GateState> unfinished) {
        if (!held.damaged()) {
            return unfinished.stream()
                    .filter(state -> state.id().equals(held.token()))
                    .findFirst();
        }
        return unfinished.stream()
                .filter(state -> holdsByItsRecord(state) && keyOf(state).equals(Optional.of(held.key())))
                .reduce((earlier, later) ->
                        later.lock().acquiredAt().isBefore(earlier.lock().acquiredAt()) ? earlier : later);
    }

    private static HolderState state(HeldLock held, Optional<GateState> record) {
        if (record.filter(state -> state.phase() == Phase.CLOSED).isPresent()) {
            return HolderState.FINISHED;
        }
        if (held.damaged()) {
            return held.age().compareTo(DAMAGED_AGE) > 0 ? HolderState.GONE : HolderState.MISSING;
        }
        if (held.alive() == Liveness.NO) {
            return HolderState.GONE;
        }
        boolean gaveItBack = record.filter(
                        state -> state.lock() != null && state.lock().releasedAt() != null)
                .isPresent();
        if (record.isEmpty() || gaveItBack) {
            return HolderState.MISSING;
        }
        if (held.alive() == Liveness.YES) {
            return HolderState.LIVE;
        }
        return held.expired() ? HolderState.MISSING : HolderState.UNKNOWN;
    }

    /** Of a damaged lease nobody knows whose it was, so there may be something to settle even without a record. */
    private static boolean isUnsettled(HeldLock held, Optional<GateState> record) {
        return record.map(state -> state.phase() != Phase.CLOSED).orElse(held.damaged());
    }

    private static boolean holdsByItsRecord(GateState state) {
        return state.lock() != null
                && state.lock().acquiredAt() != null
                && state.lock().releasedAt() == null;
    }

    private static Optional<String> keyOf(GateState state) {
        return LockName.parse(state.lock().name()).map(LeaseFileLock::key);
    }
}
