// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.service;

import io.jenkins.plugins.mergegate.testkit.git.BareRepository;
import io.jenkins.plugins.mergegate.testkit.model.Flavour;
import io.jenkins.plugins.mergegate.testkit.model.Forge;
import io.jenkins.plugins.mergegate.testkit.model.PullRequest;
import io.jenkins.plugins.mergegate.testkit.model.RefUpdate;
import io.jenkins.plugins.mergegate.testkit.model.Repository;
import io.jenkins.plugins.mergegate.testkit.model.User;

/** Deletes head branches after a merge. */
public final class BranchCleaner {

    private final Forge forge;
    private final PushEvents events;

    public BranchCleaner(Forge forge, PushEvents events) {
        this.forge = forge;
        this.events = events;
    }

    /** Whether the order, or in newer versions the repository, wants the branch to go. */
    boolean wanted(Repository repository, MergeOrder order) {
        boolean otherwise = !old() && repository.settings().defaultDeleteBranch();
        return order.deleteBranch().orElse(otherwise);
    }

    /** Nobody is told when a branch cannot be deleted: the merge is done. */
    void deleteHead(Repository repository, PullRequest pull, User doer) {
        try {
            delete(repository, pull.head(), doer);
        } catch (Refusal refusal) {
            // It stays.
        }
    }

    /** Deletes a branch unless it is the default branch or protected. */
    public void delete(Repository repository, String branch, User doer) {
        String sha = repository
                .git()
                .branch(branch)
                .orElseThrow(() -> old()
                        ? Refusal.internal("branch does not exist [name: " + branch + "]")
                        : Refusal.of(404, "not found"));
        if (branch.equals(repository.settings().defaultBranch())) {
            throw Refusal.of(
                    403,
                    old() ? "can not delete default branch" : "can not delete default or pull request target branch");
        }
        if (repository.protection(branch).isPresent()) {
            throw Refusal.of(403, "branch protected");
        }
        RefUpdate update =
                RefUpdate.of("refs/heads/" + branch, sha, BareRepository.ZERO, RefUpdate.Cause.API, doer.name());
        if (Refs.move(repository, update)) {
            events.pushed(repository, update, doer);
        }
    }

    private boolean old() {
        return forge.options().flavour() == Flavour.V1_22;
    }
}
