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
        boolean official = forge.permission(Optional.of(user), repository).includes(Permission.WRITE);
        if (state != Review.State.COMMENT) {
            replaceEarlier(repository, pull, user);
        }
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
        autoMerges.wake(repository, pull.number());
        return review;
    }

    private static void replaceEarlier(Repository repository, PullRequest pull, User user) {
        for (Review review : repository.reviews(pull.number())) {
            if (review.user().equals(user.name()) && review.official()) {
                repository.reviews().put(review.id(), review.unofficial());
            }
        }
    }
}
