// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.gate.Phase;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import java.time.Instant;

/**
 * What a list of runs shows of one: small enough to keep thousands in memory.
 *
 * @param build who runs it, as the record names it: {@code folder/job #12}
 * @param outcome null while it goes on, like {@code message} and {@code endedAt}
 * @param reason null unless the outcome has one
 * @param candidate the commit that is tested and merged, null until known
 * @param mergedSha null unless merged
 * @param pullRequest its number, null until known
 * @param queuedAt when it asked for its lock, null before; so are the two after it
 * @param attempts how many merge calls were made
 */
public record RunSummary(
        String id,
        String build,
        LockName target,
        String branch,
        Phase phase,
        @CheckForNull Outcome outcome,
        @CheckForNull Reason reason,
        @CheckForNull String message,
        @CheckForNull String candidate,
        @CheckForNull String mergedSha,
        @CheckForNull Long pullRequest,
        Instant startedAt,
        @CheckForNull Instant endedAt,
        @CheckForNull Instant queuedAt,
        @CheckForNull Instant acquiredAt,
        @CheckForNull Instant releasedAt,
        int attempts) {
    static RunSummary of(GateState state) {
        boolean over = state.phase() == Phase.CLOSED;
        boolean decided = over && state.ending() != null;
        GateState.LockRecord lock = state.lock();
        return new RunSummary(
                state.id(),
                state.request().holder(),
                state.lockName(),
                state.request().branch(),
                state.phase(),
                decided ? state.ending().outcome() : null,
                decided ? state.ending().reason() : null,
                decided ? state.ending().message() : null,
                state.candidate() == null ? null : state.candidate().sha(),
                state.mergedSha(),
                state.merge() == null ? null : state.merge().pullRequest(),
                state.startedAt(),
                over ? state.phaseSince() : null,
                lock == null ? null : lock.queuedAt(),
                lock == null ? null : lock.acquiredAt(),
                lock == null ? null : lock.releasedAt(),
                state.merge() == null ? 0 : state.merge().attempts().size());
    }

    public boolean isOver() {
        return phase == Phase.CLOSED;
    }

    /** Whether it took its lock and has not given it back, as far as its record says. */
    public boolean holdsLock() {
        return !isOver() && acquiredAt != null && releasedAt == null;
    }
}
