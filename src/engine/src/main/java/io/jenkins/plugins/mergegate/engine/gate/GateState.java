// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.jenkins.plugins.mergegate.engine.gitea.BranchInfo;
import io.jenkins.plugins.mergegate.engine.gitea.MergeStyle;
import io.jenkins.plugins.mergegate.engine.guard.Regression;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import io.jenkins.plugins.mergegate.engine.lock.ProcessId;
import io.jenkins.plugins.mergegate.engine.state.StateId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Everything a run knows, as plain values: what the journal keeps and what a restart needs. Immutable; nullable where a
 * run has not come that far. Holds no secret.
 *
 * @param id chosen by whoever began the run; also the token of the lock
 * @param server host of the Gitea server, with its port where it has one
 * @param owner the process that runs it, null where a build does
 * @param failures how often the phase failed in a way that trying again may help
 * @param facts what Gitea said of the repository
 * @param startSha the tip of the branch when the run began
 * @param leaseSha where the branch on the remote must be for the next push: read at the start, or pushed by this run
 * @param catchUps how often the target moved under the run
 * @param retested null until decided
 * @param reported the commit status that was set last, null before the first
 * @param ending set once decided; the run is then CLOSING or CLOSED
 * @param timings milliseconds by phase, in the order the phases were entered
 */
public record GateState(
        String id,
        GateRequest request,
        String server,
        ProcessId owner,
        Phase phase,
        Instant startedAt,
        Instant phaseSince,
        int failures,
        RepositoryFacts facts,
        String startSha,
        String leaseSha,
        Candidate candidate,
        int catchUps,
        Boolean retested,
        LockRecord lock,
        MergeRecord merge,
        Proof proof,
        String mergedSha,
        Regression regression,
        Reported reported,
        Ending ending,
        Map<String, Long> timings) {
    /** Gitea drops the work of a client that is gone, but for the push it has begun. */
    private static final Duration IN_FLIGHT = Duration.ofSeconds(5);

    /**
     * @param style the style that will be used; null while the gate is off
     * @param target the target and its protection; null while the gate is off
     */
    public record RepositoryFacts(String remoteUrl, String defaultBranch, MergeStyle style, BranchInfo target) {}

    /** @param acquiredAt null while waiting */
    public record LockRecord(String name, Instant queuedAt, Instant acquiredAt, Instant releasedAt) {}

    static GateState begin(String id, GateRequest request, String server, ProcessId owner, Instant now) {
        Draft draft = new Draft();
        draft.id = id;
        draft.request = request;
        draft.server = server;
        draft.owner = owner;
        draft.phase = Phase.PREFLIGHT;
        draft.startedAt = now;
        draft.phaseSince = now;
        draft.merge = MergeRecord.NONE;
        draft.timings = Map.of();
        return draft.build();
    }

    @JsonIgnore
    public LockName lockName() {
        return new LockName(server, request.repository(), request.target());
    }

    /** Whether everything is there that every reader needs; not so in what came out of a damaged record. */
    @JsonIgnore
    public boolean isWhole() {
        return StateId.isValid(id)
                && request != null
                && request.repository() != null
                && server != null
                && phase != null
                && startedAt != null
                && phaseSince != null
                && (merge == null || merge.attempts() != null)
                && timings != null;
    }

    /** Whether a merge call was made, or begun, by this run. */
    @JsonIgnore
    public boolean mergeWasCalled() {
        return !merge.attempts().isEmpty();
    }

    /** How much longer a merge call that was never answered, or was cut off, may still be at work on the server. */
    Duration inFlight(Instant now) {
        if (!merge.mayStillLand()) {
            return Duration.ZERO;
        }
        Duration left = IN_FLIGHT.minus(Duration.between(phaseSince, now));
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** The state at the beginning of {@code next}; the time spent in the phase that ends is booked. */
    GateState enter(Phase next, Instant now) {
        Map<String, Long> booked = new LinkedHashMap<>(timings);
        long spent = Math.max(0, Duration.between(phaseSince, now).toMillis());
        booked.merge(phase.name().toLowerCase(Locale.ROOT), spent, Long::sum);
        return with(draft -> {
            draft.phase = next;
            draft.phaseSince = now;
            draft.failures = 0;
            draft.timings = booked;
        });
    }

    GateState with(Consumer<Draft> change) {
        Draft draft = new Draft();
        draft.id = id;
        draft.request = request;
        draft.server = server;
        draft.owner = owner;
        draft.phase = phase;
        draft.startedAt = startedAt;
        draft.phaseSince = phaseSince;
        draft.failures = failures;
        draft.facts = facts;
        draft.startSha = startSha;
        draft.leaseSha = leaseSha;
        draft.candidate = candidate;
        draft.catchUps = catchUps;
        draft.retested = retested;
        draft.lock = lock;
        draft.merge = merge;
        draft.proof = proof;
        draft.mergedSha = mergedSha;
        draft.regression = regression;
        draft.reported = reported;
        draft.ending = ending;
        draft.timings = timings;
        change.accept(draft);
        return draft.build();
    }

    /** A changeable copy, alive only inside {@link #with}. */
    static final class Draft {
        String id;
        GateRequest request;
        String server;
        ProcessId owner;
        Phase phase;
        Instant startedAt;
        Instant phaseSince;
        int failures;
        RepositoryFacts facts;
        String startSha;
        String leaseSha;
        Candidate candidate;
        int catchUps;
        Boolean retested;
        LockRecord lock;
        MergeRecord merge;
        Proof proof;
        String mergedSha;
        Regression regression;
        Reported reported;
        Ending ending;
        Map<String, Long> timings;

        private GateState build() {
            return new GateState(
                    id,
                    request,
                    server,
                    owner,
                    phase,
                    startedAt,
                    phaseSince,
                    failures,
                    facts,
                    startSha,
                    leaseSha,
                    candidate,
                    catchUps,
                    retested,
                    lock,
                    merge,
                    proof,
                    mergedSha,
                    regression,
                    reported,
                    ending,
                    timings);
        }
    }
}
