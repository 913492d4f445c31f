// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.service;

import io.jenkins.plugins.mergegate.testkit.model.BranchProtection;
import io.jenkins.plugins.mergegate.testkit.model.Flavour;
import io.jenkins.plugins.mergegate.testkit.model.Forge;
import io.jenkins.plugins.mergegate.testkit.model.MergeStyle;
import io.jenkins.plugins.mergegate.testkit.model.PullRequest;
import io.jenkins.plugins.mergegate.testkit.model.Repository;
import io.jenkins.plugins.mergegate.testkit.model.User;
import java.util.Optional;

/** The checks before a merge, in Gitea's order. */
final class MergeChecks {

    private final Forge forge;
    private final Mergeabilities mergeabilities;

    MergeChecks(Forge forge, Mergeabilities mergeabilities) {
        this.forge = forge;
        this.mergeabilities = mergeabilities;
    }

    /** Throws the refusal of the first check that fails. */
    void check(Repository repository, PullRequest pull, User doer, MergeOrder order) {
        if (pull.merged()) {
            throw Refusal.of(405, old() ? "" : "The PR is already merged");
        }
        if (!pull.open()) {
            throw Refusal.of(404, "not found");
        }
        if (!PullFacts.mayMerge(forge, repository, pull.base(), doer)) {
            throw Refusal.of(405, "User not allowed to merge PR");
        }
        if (order.style() == MergeStyle.MANUALLY_MERGED) {
            return;
        }
        if (pull.draft()) {
            throw Refusal.of(405, "Work in progress PRs cannot be merged");
        }
        if (!mergeabilities.visible(repository, pull.number(), false).allowsMerge()) {
            throw Refusal.of(405, "Please try again later");
        }
        if (!order.whenChecksSucceed() && !forced(repository, pull, doer, order)) {
            unmet(repository, pull).ifPresent(reason -> {
                throw Refusal.of(405, old() ? "not allowed to merge [reason: " + reason + "]" : reason);
            });
        }
        signatures(repository, pull, order.style());
    }

    /** What the branch protection still misses. */
    Optional<String> unmet(Repository repository, PullRequest pull) {
        return repository
                .protection(pull.base())
                .flatMap(rule -> ProtectionRules.firstUnmet(rule, PullFacts.of(repository, pull)));
    }

    private boolean forced(Repository repository, PullRequest pull, User doer, MergeOrder order) {
        return order.force() && PullFacts.mayBypass(forge, repository, pull.base(), doer);
    }

    private void signatures(Repository repository, PullRequest pull, MergeStyle style) {
        boolean required = repository
                .protection(pull.base())
                .map(BranchProtection::requireSignedCommits)
                .orElse(false);
        if (!required) {
            return;
        }
        boolean keepsCommits = style == MergeStyle.MERGE || style == MergeStyle.FAST_FORWARD_ONLY;
        if (keepsCommits && !old()) {
            throw Refusal.of(405, "the branch requires signed commits but not all head commits are verified");
        }
        if (style != MergeStyle.FAST_FORWARD_ONLY) {
            throw Refusal.of(405, "wont sign: nokey");
        }
    }

    private boolean old() {
        return forge.options().flavour() == Flavour.V1_22;
    }
}
