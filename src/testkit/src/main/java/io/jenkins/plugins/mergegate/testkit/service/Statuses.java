// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.service;

import io.jenkins.plugins.mergegate.testkit.model.CommitStatus;
import io.jenkins.plugins.mergegate.testkit.model.Repository;
import io.jenkins.plugins.mergegate.testkit.model.User;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Commit statuses, kept under the full sha of whatever revision was named and numbered per commit; a scheduled merge may wait for one. */
public final class Statuses {

    private static final Set<String> BAD = Set.of("error", "failure", "warning");
    private static final Set<String> GOOD = Set.of("success", "skipped");

    private final AutoMerges autoMerges;

    public Statuses(AutoMerges autoMerges) {
        this.autoMerges = autoMerges;
    }

    public CommitStatus set(
            Repository repository,
            String revision,
            String context,
            String state,
            String description,
            String targetUrl,
            User creator) {
        String sha = repository
                .git()
                .commit(revision)
                .orElseThrow(() -> Refusal.internal(
                        "GetCommit[" + revision + "]: object does not exist [id: " + revision + ", rel_path: ]"));
        List<CommitStatus> all = repository.statuses(sha);
        CommitStatus status;
        synchronized (all) {
            long id = all.size() + 1L;
            status = new CommitStatus(id, context, state, description, targetUrl, creator.name(), Instant.now());
            all.add(status);
        }
        autoMerges.wake(repository, sha);
        return status;
    }

    /** One bad one makes a failure; green only when all are. */
    public static String combined(List<CommitStatus> newest) {
        if (newest.stream().anyMatch(status -> BAD.contains(status.state()))) {
            return "failure";
        }
        boolean green = newest.stream().allMatch(status -> GOOD.contains(status.state()));
        return green && !newest.isEmpty() ? "success" : "pending";
    }
}
