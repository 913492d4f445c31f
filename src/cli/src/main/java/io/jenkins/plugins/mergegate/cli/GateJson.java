// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.gate.Attempt;
import io.jenkins.plugins.mergegate.engine.gate.Candidate;
import io.jenkins.plugins.mergegate.engine.gate.Ending;
import io.jenkins.plugins.mergegate.engine.gate.GateRequest;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.gate.MergeRecord;
import io.jenkins.plugins.mergegate.engine.gate.Proof;
import io.jenkins.plugins.mergegate.engine.guard.Regression;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The result of {@code merge-gate gate --json}: every field of the reference, always; null where nothing is known. */
final class GateJson {
    private GateJson() {}

    static Json of(GateState state) {
        return result(Optional.of(state), state.ending());
    }

    /** A run that was refused before it began. */
    static Json refused(String message) {
        return result(Optional.empty(), new Ending(Outcome.HELD, Reason.CONFIGURATION, message));
    }

    private static Json result(Optional<GateState> state, Ending end) {
        Optional<GateRequest> request = state.map(GateState::request);
        Optional<Candidate> candidate = state.map(GateState::candidate);
        // Only a candidate whose re-test was green, or was decided not to be needed, is a validated one.
        Optional<Candidate> validated = candidate.filter(
                any -> get(state, GateState::retested) != null && end.outcome() != Outcome.RETEST_FAILED);
        return new Json()
                .with("outcome", end == null ? null : end.outcome())
                .with("reason", end == null ? null : end.reason())
                .with("message", end == null ? null : end.message())
                .with("server", get(state, GateState::server))
                .with("repository", get(request, GateRequest::repository))
                .with("branch", get(request, GateRequest::branch))
                .with("target", get(request, GateRequest::target))
                .with("pullRequest", get(state.map(GateState::merge), MergeRecord::pullRequest))
                .with("headSha", get(state, GateState::startSha))
                .with("baseSha", get(candidate, Candidate::targetSha))
                .with("validatedSha", get(validated, Candidate::sha))
                .with("validatedTree", get(validated, Candidate::tree))
                .with("mergedSha", get(state, GateState::mergedSha))
                .with("rebased", get(candidate, Candidate::rebased))
                .with("retested", get(state, GateState::retested))
                .with("catchUps", get(state, GateState::catchUps))
                .with("proof", proof(state.map(GateState::proof)))
                .with("attempts", attempts(state))
                .with("lock", lock(state))
                .with("regression", regression(state.map(GateState::regression)))
                .with("timings", state.map(GateState::timings).orElse(Map.of()));
    }

    private static Json proof(Optional<Proof> proof) {
        return new Json()
                .with("ancestry", get(proof, Proof::ancestry))
                .with("tree", get(proof, Proof::tree))
                .with("gitea", get(proof, Proof::gitea));
    }

    private static List<Json> attempts(Optional<GateState> state) {
        return state.map(GateState::merge).map(MergeRecord::attempts).orElse(List.of()).stream()
                .map(GateJson::attempt)
                .toList();
    }

    private static Json attempt(Attempt attempt) {
        return new Json()
                .with("number", attempt.number())
                .with("status", attempt.status())
                .with("class", attempt.kind())
                .with("waitMillis", attempt.waitMillis());
    }

    /** The token is the run's own id: it identifies the holder and opens nothing. */
    private static Json lock(Optional<GateState> state) {
        Optional<GateState.LockRecord> lock = state.map(GateState::lock);
        Instant queued = get(lock, GateState.LockRecord::queuedAt);
        Instant acquired = get(lock, GateState.LockRecord::acquiredAt);
        Instant released = get(lock, GateState.LockRecord::releasedAt);
        return new Json()
                .with("name", get(lock, GateState.LockRecord::name))
                .with("token", lock.isEmpty() ? null : get(state, GateState::id))
                .with("waitMillis", millis(queued, acquired == null ? released : acquired))
                .with("holdMillis", millis(acquired, released));
    }

    private static Json regression(Optional<Regression> regression) {
        return new Json()
                .with("checked", get(regression, Regression::checked))
                .with("missing", get(regression, Regression::missing))
                .with("skipped", get(regression, Regression::skipped));
    }

    private static Long millis(Instant from, Instant to) {
        return from == null || to == null ? null : Duration.between(from, to).toMillis();
    }

    private static <S, T> T get(Optional<S> source, Function<S, T> field) {
        return source.map(field).orElse(null);
    }
}
