// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.service;

import io.jenkins.plugins.mergegate.testkit.model.BranchProtection;
import io.jenkins.plugins.mergegate.testkit.model.CommitStatus;
import io.jenkins.plugins.mergegate.testkit.model.Glob;
import io.jenkins.plugins.mergegate.testkit.model.Review;
import java.util.List;
import java.util.Optional;

/** Whether a pull request fulfils a branch protection, decided on what was read. */
public final class ProtectionRules {

    private ProtectionRules() {}

    /** What is known about a pull request: the newest status per context, its reviews and its distance to the base. */
    public record Facts(List<CommitStatus> statuses, List<Review> reviews, boolean behind, List<String> changedFiles) {

        public Facts {
            statuses = List.copyOf(statuses);
            reviews = List.copyOf(reviews);
            changedFiles = List.copyOf(changedFiles);
        }
    }

    /** The first thing that is missing, in Gitea's order and words. */
    public static Optional<String> firstUnmet(BranchProtection rule, Facts facts) {
        if (rule.enableStatusCheck() && !green(rule.statusCheckContexts(), facts.statuses())) {
            return Optional.of("Not all required status checks successful");
        }
        if (approvals(rule, facts.reviews()) < rule.requiredApprovals()) {
            return Optional.of("Does not have enough approvals");
        }
        if (rule.blockOnRejectedReviews() && any(facts.reviews(), Review.State.REQUEST_CHANGES)) {
            return Optional.of("There are requested changes");
        }
        if (rule.blockOnOfficialReviewRequests() && any(facts.reviews(), Review.State.REQUEST_REVIEW)) {
            return Optional.of("There are official review requests");
        }
        if (rule.blockOnOutdated() && facts.behind()) {
            return Optional.of("The head branch is behind the base branch");
        }
        if (touches(rule.protectedFilePatterns(), facts.changedFiles())) {
            return Optional.of("Changed protected files");
        }
        return Optional.empty();
    }

    private static boolean green(List<String> contexts, List<CommitStatus> statuses) {
        if (contexts.isEmpty()) {
            return !statuses.isEmpty() && statuses.stream().allMatch(ProtectionRules::good);
        }
        return contexts.stream().allMatch(glob -> satisfied(glob, statuses));
    }

    private static boolean satisfied(String glob, List<CommitStatus> statuses) {
        List<CommitStatus> matching = statuses.stream()
                .filter(status -> Glob.matches(glob, status.context()))
                .toList();
        return !matching.isEmpty() && matching.stream().allMatch(ProtectionRules::good);
    }

    private static boolean good(CommitStatus status) {
        return status.state().equals("success") || status.state().equals("skipped");
    }

    private static long approvals(BranchProtection rule, List<Review> reviews) {
        return reviews.stream()
                .filter(review -> review.state() == Review.State.APPROVED && counts(review))
                .filter(review -> !(rule.ignoreStaleApprovals() && review.stale()))
                .count();
    }

    private static boolean any(List<Review> reviews, Review.State state) {
        return reviews.stream().anyMatch(review -> review.state() == state && counts(review));
    }

    private static boolean counts(Review review) {
        return review.official() && !review.dismissed();
    }

    private static boolean touches(List<String> patterns, List<String> files) {
        return files.stream().anyMatch(file -> patterns.stream().anyMatch(pattern -> Glob.matches(pattern, file)));
    }
}
