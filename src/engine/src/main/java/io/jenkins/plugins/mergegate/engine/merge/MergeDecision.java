// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.merge;

import io.jenkins.plugins.mergegate.engine.config.GateConfig.Retry;
import io.jenkins.plugins.mergegate.engine.gitea.AnswerClass;
import java.time.Duration;

/** What follows an answer to a merge call after git said "not in the target". Pure; spec section 5. */
public sealed interface MergeDecision {
    /** Between two looks at a call that may still land; also where the back-off is zero. */
    Duration SHORTEST_WATCH = Duration.ofSeconds(1);

    /** Call again after this wait. */
    record CallAgain(Duration delay) implements MergeDecision {}

    /** The server says it merged, or may still be at it: do not call again, but look in git once more after this wait. */
    record LookAgain(Duration delay) implements MergeDecision {}

    /** The target is not the one that was tested against: back to the rebase. */
    record CatchUp() implements MergeDecision {}

    record Stop(Why why) implements MergeDecision {}

    /** Why no further call is made. */
    enum Why {
        REFUSED,
        REAL_CONFLICT,
        POLICY,
        BRANCH_MOVED,
        REDIRECTED,
        ATTEMPTS_USED_UP,
        DEADLINE,
        CLAIM_NOT_IN_GIT
    }

    /**
     * What is known after the look.
     *
     * @param answer of the last call; TRANSIENT when the run died before it came
     * @param repeatable whether a second call is harmless even while the server may still work on the first one
     * @param targetMoved the target is not where the candidate was validated
     * @param conflictsLocally {@code git merge-tree} finds a conflict
     * @param calls merge calls made for this candidate
     * @param looks looks in vain since the last answer, this one included
     * @param elapsed since the first call for this candidate
     * @param retryAfter what the server asked for, null for nothing
     * @param random 0 to 1, for the jitter
     */
    record Seen(
            AnswerClass answer,
            boolean repeatable,
            boolean targetMoved,
            boolean conflictsLocally,
            int calls,
            int looks,
            Duration elapsed,
            Duration retryAfter,
            double random) {}

    static MergeDecision after(Seen seen, Retry retry) {
        return switch (seen.answer()) {
            case REFUSED -> new Stop(Why.REFUSED);
            case REDIRECT -> new Stop(Why.REDIRECTED);
            case HEAD_MOVED -> new Stop(Why.BRANCH_MOVED);
            case POLICY_PENDING -> new Stop(Why.POLICY);
            case CLAIMS_MERGED, ALREADY_MERGED -> lookAgain(seen, retry);
            case CONFLICT -> seen.targetMoved() ? new CatchUp() : new Stop(Why.REAL_CONFLICT);
            case TRY_AGAIN -> {
                if (seen.targetMoved()) {
                    yield new CatchUp();
                }
                yield seen.conflictsLocally() ? new Stop(Why.REAL_CONFLICT) : again(seen, retry);
            }
            case BASE_MOVED, SCHEDULED, TRANSIENT -> seen.targetMoved() ? new CatchUp() : again(seen, retry);
        };
    }

    private static MergeDecision again(Seen seen, Retry retry) {
        if (seen.calls() >= limit(retry)) {
            return new Stop(Why.ATTEMPTS_USED_UP);
        }
        if (!seen.repeatable()) {
            return lookOn(seen, retry);
        }
        Duration wait = Backoff.delay(retry, seen.calls(), seen.random());
        if (seen.retryAfter() != null && seen.retryAfter().compareTo(wait) > 0) {
            wait = seen.retryAfter();
        }
        return tooLate(seen, wait, retry) ? new Stop(Why.DEADLINE) : new CallAgain(wait);
    }

    private static MergeDecision lookAgain(Seen seen, Retry retry) {
        return seen.looks() >= limit(retry)
                ? new Stop(Why.CLAIM_NOT_IN_GIT)
                : new LookAgain(Backoff.delay(retry, seen.looks(), seen.random()));
    }

    /** The first call may still land: git is watched until the deadline, and then a person must look. */
    private static MergeDecision lookOn(Seen seen, Retry retry) {
        Duration backoff = Backoff.delay(retry, seen.looks(), seen.random());
        Duration wait = backoff.compareTo(SHORTEST_WATCH) < 0 ? SHORTEST_WATCH : backoff;
        return tooLate(seen, wait, retry) ? new Stop(Why.DEADLINE) : new LookAgain(wait);
    }

    private static boolean tooLate(Seen seen, Duration wait, Retry retry) {
        return seen.elapsed().plus(wait).compareTo(Duration.ofSeconds(retry.deadlineSeconds())) > 0;
    }

    private static int limit(Retry retry) {
        return retry.enabled() ? retry.maxAttempts() : 1;
    }
}
