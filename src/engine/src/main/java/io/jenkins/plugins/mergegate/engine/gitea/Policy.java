// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Whether the target's protection would let the candidate in, as far as the API tells. Somewhat stricter than Gitea:
 * a stale approval never counts, and requested changes always block a protected branch.
 */
public final class Policy {
    private Policy() {}

    /** The verdict; {@code what} names each thing in a few words, for people. */
    public sealed interface Result {}

    public record Met() implements Result {}

    /** Time may bring what is missing. */
    public record Pending(List<String> what) implements Result {
        public Pending {
            what = List.copyOf(what);
        }
    }

    /** Somebody or something said no. */
    public record Failed(List<String> what) implements Result {
        public Failed {
            what = List.copyOf(what);
        }
    }

    /**
     * Compares what is required with what is there.
     *
     * @param reviews oldest first
     * @param statuses the latest of each context on exactly the candidate
     */
    public static Result check(BranchInfo target, List<Review> reviews, List<CommitStatus> statuses) {
        Set<String> pending = new LinkedHashSet<>();
        Set<String> failed = new LinkedHashSet<>();
        for (String context : target.requiredContexts()) {
            checkContext(context, statuses, pending, failed);
        }
        if (target.isProtected()) {
            checkReviews(target.requiredApprovals(), reviews, pending, failed);
        }
        if (!failed.isEmpty()) {
            return new Failed(new ArrayList<>(failed));
        }
        return pending.isEmpty() ? new Met() : new Pending(new ArrayList<>(pending));
    }

    /** Whether the target lets nothing in without a green status of this context. */
    public static boolean requires(BranchInfo target, String context) {
        return target.requiredContexts().stream().anyMatch(glob -> new ContextGlob(glob).matches(context));
    }

    private static void checkContext(
            String context, List<CommitStatus> statuses, Set<String> pending, Set<String> failed) {
        ContextGlob glob = new ContextGlob(context);
        List<CommitStatus> matching = statuses.stream()
                .filter(status -> glob.matches(status.context()))
                .toList();
        if (matching.isEmpty()) {
            pending.add("check " + context + " has not reported");
        }
        for (CommitStatus status : matching) {
            switch (status.state()) {
                case "success", "skipped" -> {}
                // Gitea counts a warning as a failure.
                case "failure", "error", "warning" -> failed.add("check " + status.context() + ": " + status.state());
                default -> pending.add("check " + status.context() + " is not finished");
            }
        }
    }

    private static void checkReviews(int required, List<Review> reviews, Set<String> pending, Set<String> failed) {
        int approvals = 0;
        for (Review review : latestDecisions(reviews)) {
            if (!review.official() || review.dismissed()) {
                continue;
            }
            if (review.state().equals("REQUEST_CHANGES")) {
                failed.add("changes requested by " + (review.user() == null ? "somebody" : review.user()));
            } else if (!review.stale() && review.user() != null) {
                approvals++;
            }
        }
        if (approvals < required) {
            pending.add("approvals: " + approvals + " of " + required);
        }
    }

    /** The last approval or request for changes of each user; comments and open requests decide nothing. */
    private static Collection<Review> latestDecisions(List<Review> reviews) {
        Map<String, Review> latest = new LinkedHashMap<>();
        for (Review review : reviews) {
            if (review.state().equals("APPROVED") || review.state().equals("REQUEST_CHANGES")) {
                latest.put(review.user() == null ? "" : review.user().toLowerCase(Locale.ROOT), review);
            }
        }
        return latest.values();
    }
}
