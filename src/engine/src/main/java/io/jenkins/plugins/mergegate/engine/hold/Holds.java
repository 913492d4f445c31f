// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.hold;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.hold.Hold.Scope;
import io.jenkins.plugins.mergegate.engine.state.StateId;
import io.jenkins.plugins.mergegate.engine.text.Texts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What holds mean; every function is pure.
 *
 * <p>A damaged hold fails closed. Its id still tells its scope and is a digest of what it holds, so it goes on holding
 * exactly that target or that head. One whose id was not made by {@link #id} closes every target until it is released.
 */
public final class Holds {
    private static final String TARGET_PREFIX = "t-";
    private static final String BRANCH_PREFIX = "b-";
    private static final int DIGITS = 16;

    private static final int MAX_REASON = 1000;

    private Holds() {}

    /**
     * A run that asks whether it is held.
     *
     * @param sha the head of its branch; null while not known, then only the target is looked at
     */
    public record Run(String server, RepositoryId repository, String target, String sha, int priority) {}

    /**
     * The id of a hold; the same for the same thing, so that raising it again changes nothing. {@code sha} counts for
     * BRANCH.
     */
    public static String id(Scope scope, String server, RepositoryId repository, String target, String sha) {
        String host = server.toLowerCase(Locale.ROOT);
        String name = repository.toString().toLowerCase(Locale.ROOT);
        return scope == Scope.TARGET
                ? TARGET_PREFIX + StateId.digest(DIGITS, host, name, target)
                : BRANCH_PREFIX + StateId.digest(DIGITS, host, name, target, sha);
    }

    /** What a run that ends like this leaves behind. */
    public static Optional<Scope> scopeFor(Outcome outcome, Reason reason, boolean mergeCallWasMade) {
        if (outcome != Outcome.HELD) {
            return Optional.empty();
        }
        if (reason == null) {
            return Optional.of(Scope.BRANCH);
        }
        return switch (reason) {
            case MAIN_REGRESSED, PROOF_MISMATCH -> Optional.of(Scope.TARGET);
            // Held already, or nothing is wrong with the candidate.
            case TARGET_HELD, CONFIGURATION, LOCK_BUSY -> Optional.empty();
            // Nothing was tried: the next run may find everything in order.
            case GITEA_UNREACHABLE, GIT_ERROR -> mergeCallWasMade ? Optional.of(Scope.BRANCH) : Optional.empty();
            case NOT_MERGED,
                    MERGE_REFUSED,
                    MERGE_CONFLICT,
                    POLICY_PENDING,
                    DEFER_LIMIT,
                    CATCH_UP_LIMIT,
                    PUSH_REJECTED -> Optional.of(Scope.BRANCH);
        };
    }

    /** The hold that stops a run, one of its target first; a run of enough priority is stopped by none. */
    public static Optional<Hold> blocking(
            List<Hold> holds, Run run, int bypassPriority, Instant now, int holdExpiryHours) {
        if (run.priority() >= bypassPriority) {
            return Optional.empty();
        }
        List<Hold> applying = active(holds, now, holdExpiryHours).stream()
                .filter(hold -> applies(hold, run))
                .toList();
        return applying.stream()
                .filter(hold -> hold.scope() == Scope.TARGET)
                .findFirst()
                .or(() -> applying.stream().findFirst());
    }

    /** Those that have not expired. */
    public static List<Hold> active(List<Hold> holds, Instant now, int holdExpiryHours) {
        return holds.stream()
                .filter(hold -> !isExpired(hold, now, holdExpiryHours))
                .toList();
    }

    /** A damaged hold never expires: nobody knows when it began. @param holdExpiryHours 0 = never */
    public static boolean isExpired(Hold hold, Instant now, int holdExpiryHours) {
        return holdExpiryHours > 0
                && !hold.damaged()
                && !hold.since().plus(Duration.ofHours(holdExpiryHours)).isAfter(now);
    }

    /**
     * Holds of a branch that a new push has cleared.
     *
     * @param head where the branch is now; null when that is not known or the branch is gone, which clears nothing
     */
    public static List<Hold> obsolete(
            List<Hold> holds, String server, RepositoryId repository, String branch, String head) {
        if (head == null || head.isEmpty()) {
            return List.of();
        }
        return holds.stream()
                .filter(hold -> hold.scope() == Scope.BRANCH && isIn(hold, server, repository))
                .filter(hold -> branch.equals(hold.branch()) && !head.equals(hold.sha()))
                .toList();
    }

    /**
     * Why somebody releases a hold; returned unchanged.
     *
     * @throws InvalidInput named {@code field}, unless it is one line of a bounded length
     */
    public static String checkReason(String field, String reason) {
        boolean good = reason != null
                && !reason.isBlank()
                && reason.length() <= MAX_REASON
                && Texts.plain(reason).equals(reason);
        if (!good) {
            throw new InvalidInput(field, "must be one line of 1 to " + MAX_REASON + " characters");
        }
        return reason;
    }

    private static boolean applies(Hold hold, Run run) {
        if (hold.damaged()) {
            return !isOurs(hold.id())
                    || hold.id().equals(id(Scope.TARGET, run.server(), run.repository(), run.target(), null))
                    || hold.id().equals(id(Scope.BRANCH, run.server(), run.repository(), run.target(), run.sha()));
        }
        return isIn(hold, run.server(), run.repository())
                && hold.target().equals(run.target())
                && (hold.scope() == Scope.TARGET || hold.sha().equals(run.sha()));
    }

    private static boolean isIn(Hold hold, String server, RepositoryId repository) {
        return !hold.damaged()
                && hold.server().equalsIgnoreCase(server)
                && hold.repository().toString().equalsIgnoreCase(repository.toString());
    }

    /** The scope that an id tells; TARGET for a foreign id. */
    static Scope scopeOf(String id) {
        return isOurs(id) && id.startsWith(BRANCH_PREFIX) ? Scope.BRANCH : Scope.TARGET;
    }

    private static boolean isOurs(String id) {
        return id.matches("[tb]-[0-9a-f]{" + DIGITS + "}");
    }
}
