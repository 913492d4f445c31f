// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.guard.Regression;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The result of a run as plain values: every field of the reference, always and in its order; null where nothing is
 * known. Made of nothing but {@link LinkedHashMap}, {@link ArrayList}, text, numbers and booleans, so that it can be
 * serialized and shown to anybody.
 */
public final class GateReport {
    private GateReport() {}

    public static Map<String, Object> of(GateState state) {
        return report(Optional.of(state), state.ending());
    }

    /** A run that was refused before it began. */
    public static Map<String, Object> refused(String message) {
        return report(Optional.empty(), new Ending(Outcome.HELD, Reason.CONFIGURATION, message));
    }

    private static Map<String, Object> report(Optional<GateState> state, Ending end) {
        Optional<Ending> ending = Optional.ofNullable(end);
        Optional<GateRequest> request = state.map(GateState::request);
        Optional<Candidate> candidate = state.map(GateState::candidate);
        Optional<Candidate> validated = candidate.filter(any -> isValidated(state, ending));
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("outcome", text(ending.map(Ending::outcome)));
        fields.put("reason", text(ending.map(Ending::reason)));
        fields.put("message", get(ending, Ending::message));
        fields.put("server", get(state, GateState::server));
        fields.put("repository", text(request.map(GateRequest::repository)));
        fields.put("branch", get(request, GateRequest::branch));
        fields.put("target", get(request, GateRequest::target));
        fields.put("pullRequest", get(state.map(GateState::merge), MergeRecord::pullRequest));
        fields.put("headSha", get(state, GateState::startSha));
        fields.put("baseSha", get(candidate, Candidate::targetSha));
        fields.put("validatedSha", get(validated, Candidate::sha));
        fields.put("validatedTree", get(validated, Candidate::tree));
        fields.put("mergedSha", get(state, GateState::mergedSha));
        fields.put("rebased", get(candidate, Candidate::rebased));
        fields.put("retested", get(state, GateState::retested));
        fields.put("catchUps", get(state, GateState::catchUps));
        fields.put("proof", proof(state.map(GateState::proof)));
        fields.put("attempts", attempts(state));
        fields.put("lock", lock(state));
        fields.put("regression", regression(state.map(GateState::regression)));
        fields.put("timings", new LinkedHashMap<>(state.map(GateState::timings).orElse(Map.of())));
        return fields;
    }

    /** Only a candidate whose re-test was green, or was decided not to be needed, is a validated one. */
    private static boolean isValidated(Optional<GateState> state, Optional<Ending> ending) {
        boolean decided = state.map(GateState::retested).isPresent();
        return decided && ending.map(Ending::outcome).orElse(null) != Outcome.RETEST_FAILED;
    }

    private static Map<String, Object> proof(Optional<Proof> proof) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("ancestry", get(proof, Proof::ancestry));
        fields.put("tree", get(proof, Proof::tree));
        fields.put("gitea", get(proof, Proof::gitea));
        return fields;
    }

    private static List<Object> attempts(Optional<GateState> state) {
        List<Object> attempts = new ArrayList<>();
        state.map(GateState::merge).map(MergeRecord::attempts).orElse(List.of()).stream()
                .map(GateReport::attempt)
                .forEach(attempts::add);
        return attempts;
    }

    private static Map<String, Object> attempt(Attempt attempt) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("number", attempt.number());
        fields.put("status", attempt.status());
        fields.put("class", text(Optional.ofNullable(attempt.kind())));
        fields.put("waitMillis", attempt.waitMillis());
        return fields;
    }

    /** The token is the run's own id: it identifies the holder and opens nothing. */
    private static Map<String, Object> lock(Optional<GateState> state) {
        Optional<GateState.LockRecord> lock = state.map(GateState::lock);
        Instant queued = get(lock, GateState.LockRecord::queuedAt);
        Instant acquired = get(lock, GateState.LockRecord::acquiredAt);
        Instant released = get(lock, GateState.LockRecord::releasedAt);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", get(lock, GateState.LockRecord::name));
        fields.put("token", lock.isEmpty() ? null : get(state, GateState::id));
        fields.put("waitMillis", millis(queued, acquired == null ? released : acquired));
        fields.put("holdMillis", millis(acquired, released));
        return fields;
    }

    private static Map<String, Object> regression(Optional<Regression> regression) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("checked", get(regression, Regression::checked));
        fields.put(
                "missing",
                regression.map(found -> new ArrayList<>(found.missing())).orElse(null));
        fields.put("skipped", get(regression, Regression::skipped));
        return fields;
    }

    private static Long millis(Instant from, Instant to) {
        return from == null || to == null ? null : Duration.between(from, to).toMillis();
    }

    private static String text(Optional<?> value) {
        return value.map(Object::toString).orElse(null);
    }

    private static <S, T> T get(Optional<S> source, Function<S, T> field) {
        return source.map(field).orElse(null);
    }
}
