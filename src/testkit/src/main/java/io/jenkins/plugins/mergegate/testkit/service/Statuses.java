// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.service;

import io.jenkins.plugins.mergegate.testkit.model.CommitStatus;
import io.jenkins.plugins.mergegate.testkit.model.Forge;
import io.jenkins.plugins.mergegate.testkit.model.Repository;
import io.jenkins.plugins.mergegate.testkit.model.User;
import java.time.Instant;
import java.util.List;

/** Commit statuses; a scheduled merge may wait for one. */
public final class Statuses {

    /** From worst to best; the worst one that occurs is the combined state. */
    private static final List<String> ORDER = List.of("error", "failure", "warning", "pending", "success", "skipped");

    private final Forge forge;
    private final AutoMerges autoMerges;

    public Statuses(Forge forge, AutoMerges autoMerges) {
        this.forge = forge;
        this.autoMerges = autoMerges;
    }

    public CommitStatus set(
            Repository repository,
            String sha,
            String context,
            String state,
            String description,
            String targetUrl,
            User creator) {
        repository
                .git()
                .commit(sha)
                .orElseThrow(() -> Refusal.internal("object does not exist [id: " + sha + ", rel_path: ]"));
        CommitStatus status =
                new CommitStatus(forge.nextId(), context, state, description, targetUrl, creator.name(), Instant.now());
        repository.statuses(sha).add(status);
        autoMerges.wake(repository, sha);
        return status;
    }

    public static String combined(List<CommitStatus> newest) {
        return ORDER.stream()
                .filter(state ->
                        newest.stream().anyMatch(status -> status.state().equals(state)))
                .findFirst()
                .map(state -> state.equals("skipped") ? "success" : state)
                .orElse("pending");
    }
}
