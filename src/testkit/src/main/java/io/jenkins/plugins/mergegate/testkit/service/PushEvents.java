// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.service;

import io.jenkins.plugins.mergegate.testkit.git.BareRepository;
import io.jenkins.plugins.mergegate.testkit.model.BranchProtection;
import io.jenkins.plugins.mergegate.testkit.model.PullRequest;
import io.jenkins.plugins.mergegate.testkit.model.RefUpdate;
import io.jenkins.plugins.mergegate.testkit.model.Repository;
import io.jenkins.plugins.mergegate.testkit.model.Review;
import io.jenkins.plugins.mergegate.testkit.model.User;
import java.util.Optional;

/** What follows when a ref has moved or a pull request was merged. */
public final class PushEvents {

    private static final String HEADS = "refs/heads/";

    private final Mergeabilities mergeabilities;
    private final Webhooks webhooks;

    public PushEvents(Mergeabilities mergeabilities, Webhooks webhooks) {
        this.mergeabilities = mergeabilities;
        this.webhooks = webhooks;
    }

    /** Writes the merge into the books, once. */
    public void merged(Repository repository, PullRequest pull, User doer, String sha) {
        if (repository.pull(pull.number()).map(PullRequest::merged).orElse(true)) {
            return;
        }
        repository.update(pull.number(), row -> row.withMerge(Merger.record(sha, doer)));
        repository.pull(pull.number()).ifPresent(row -> webhooks.pull(repository, row, "closed", doer, ""));
    }

    /** A ref has moved: pull requests of the branch follow, and all that touch it are checked again. */
    public void pushed(Repository repository, RefUpdate update, User doer) {
        webhooks.push(repository, update, doer);
        if (!update.ref().startsWith(HEADS)) {
            return;
        }
        String branch = update.ref().substring(HEADS.length());
        boolean deleted = update.after().equals(BareRepository.ZERO);
        for (PullRequest pull : repository.pulls()) {
            if (!pull.open()) {
                continue;
            }
            boolean touched = pull.head().equals(branch) || pull.base().equals(branch);
            if (touched && deleted) {
                close(repository, pull, doer);
            } else if (touched) {
                follow(repository, pull, branch, update, doer);
            }
        }
    }

    private void follow(Repository repository, PullRequest pull, String branch, RefUpdate update, User doer) {
        if (pull.head().equals(branch)) {
            repository.git().git("update-ref", pull.ref(), update.after());
            repository.update(pull.number(), row -> row.withHeadSha(update.after()));
            outdateReviews(repository, pull);
            webhooks.pull(repository, pull.withHeadSha(update.after()), "synchronized", doer, update.before());
        }
        mergeabilities.outdate(repository, pull.number());
    }

    private void close(Repository repository, PullRequest pull, User doer) {
        repository.update(pull.number(), row -> row.withOpen(false).withAutoMerge(Optional.empty()));
        webhooks.pull(repository, pull.withOpen(false), "closed", doer, "");
    }

    private void outdateReviews(Repository repository, PullRequest pull) {
        boolean dismiss = repository
                .protection(pull.base())
                .map(BranchProtection::dismissStaleApprovals)
                .orElse(false);
        for (Review review : repository.reviews(pull.number())) {
            if (review.state() == Review.State.APPROVED && !review.stale()) {
                repository.reviews().put(review.id(), review.outdated(dismiss));
            }
        }
    }
}
