// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.webhook;

import io.jenkins.plugins.mergegate.engine.RepositoryId;
import java.util.Set;

/** What a delivery is about, as far as the gate cares. It is a hint where to look, and never a proof of anything. */
public sealed interface HookEvent {
    RepositoryId repository();

    /**
     * The hosts that the repository's own addresses name, with their ports where they have one. Empty when it names none;
     * they need not be those by which this gate reaches the server.
     */
    Set<String> hosts();

    /** A branch moved, was made or was deleted. */
    record Push(RepositoryId repository, Set<String> hosts, String branch) implements HookEvent {}

    /**
     * Something happened to a pull request: to its state, its commits, its reviews.
     *
     * @param branch its head; the branch may be one of a fork
     * @param target its base
     * @param merged whether it was closed by a merge
     */
    record PullRequest(RepositoryId repository, Set<String> hosts, String branch, String target, boolean merged)
            implements HookEvent {}
}
