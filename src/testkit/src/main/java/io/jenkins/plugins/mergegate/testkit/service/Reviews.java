// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.service;

import io.jenkins.plugins.mergegate.testkit.model.Forge;
import io.jenkins.plugins.mergegate.testkit.model.Permission;
import io.jenkins.plugins.mergegate.testkit.model.PullRequest;
import io.jenkins.plugins.mergegate.testkit.model.Repository;
import io.jenkins.plugins.mergegate.testkit.model.Review;
import io.jenkins.plugins.mergegate.testkit.model.User;
import java.time.Instant;
import java.util.Optional;

/** Reviews; the newest of each reviewer is the official one. */
public final class Reviews {

    private final Forge forge;
    private final AutoMerges autoMerges;

    public Reviews(Forge forge, AutoMerges autoMerges) {
        this.forge = forge;
        this.autoMerges = autoMerges;
    }

    public Review add(Repository repository, PullRequest pull, User user, Review.State state, String body) {
        if (pull.author().equals(user.name()) && state != Review.State.COMMENT) {
            String verb = state == Review.State.APPROVED ? "approve" : "reject";
            throw Refusal.of(422, verb + " your own pull is not allowed");
        }
        replaceEarlier(repository, pull, user, state);
        Review review = put(repository, pull, user, state, body);
        autoMerges.wake(repository, pull.number());
        return review;
    }

    /** Asks somebody for a review; asking twice changes nothing. */
    public Review request(Repository repository, PullRequest pull, User user) {
        return repository.reviews(pull.number()).stream()
                .filter(review -> review.user().equals(user.name()) && isRequest(review))
                .findFirst()
                .orElseGet(() -> put(repository, pull, user, Review.State.REQUEST_REVIEW, ""));
    }

    /** Only whoever may write reviews officially. */
    private Review put(Repository repository, PullRequest pull, User user, Review.State state, String body) {
        boolean official = forge.permission(Optional.of(user), repository).includes(Permission.WRITE);
        Review review = new Review(
                forge.nextId(),
                pull.number(),
                user.name(),
                state,
                body,
                pull.headSha(),
                official,
                false,
                false,
                Instant.now());
        repository.reviews().put(review.id(), review);
        return review;
    }

    /** A request is done with any review, an earlier decision is void with the next one. */
    private static void replaceEarlier(Repository repository, PullRequest pull, User user, Review.State state) {
        for (Review review : repository.reviews(pull.number())) {
            if (!review.user().equals(user.name())) {
                continue;
            }
            if (isRequest(review)) {
                repository.reviews().remove(review.id());
            } else if (state != Review.State.COMMENT && review.state() != Review.State.COMMENT) {
                repository.reviews().put(review.id(), review.replaced());
            }
        }
    }

    private static boolean isRequest(Review review) {
        return review.state() == Review.State.REQUEST_REVIEW;
    }
}
