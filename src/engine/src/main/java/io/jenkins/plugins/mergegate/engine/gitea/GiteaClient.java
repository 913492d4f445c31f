// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.Secret;
import io.jenkins.plugins.mergegate.engine.lock.LockProof;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import okhttp3.OkHttpClient;

/**
 * The calls of Gitea's API that the gate needs. Follows no redirect, retries nothing, bounds every wait.
 */
public final class GiteaClient {
    private final OkHttpClient http;
    private final URI server;
    private final Secret token;

    public GiteaClient(OkHttpClient http, URI server, Secret token) {
        this.http = http;
        this.server = server;
        this.token = token;
    }

    public String version() throws GiteaFailure {
        throw new UnsupportedOperationException();
    }

    /** The login of the token's account. */
    public String user() throws GiteaFailure {
        throw new UnsupportedOperationException();
    }

    public Repository repository(RepositoryId repository) throws GiteaFailure {
        throw new UnsupportedOperationException();
    }

    public Optional<BranchInfo> branch(RepositoryId repository, String branch) throws GiteaFailure {
        throw new UnsupportedOperationException();
    }

    /** The open pull request of this very repository's {@code head} into {@code base}; looks through all pages. */
    public Optional<PullRequest> findOpen(RepositoryId repository, String head, String base) throws GiteaFailure {
        throw new UnsupportedOperationException();
    }

    /** The most recently updated closed pull request of {@code head} into {@code base} that Gitea calls merged (first page only). */
    public Optional<PullRequest> findMerged(RepositoryId repository, String head, String base) throws GiteaFailure {
        throw new UnsupportedOperationException();
    }

    /** A single GET also makes Gitea start a delayed mergeability check. */
    public PullRequest pullRequest(RepositoryId repository, long number) throws GiteaFailure {
        throw new UnsupportedOperationException();
    }

    /** @throws GiteaFailure CONFLICT when one exists already */
    public PullRequest create(RepositoryId repository, String head, String base, String title, String body)
            throws GiteaFailure {
        throw new UnsupportedOperationException();
    }

    /** Cancels a scheduled auto merge; none scheduled is fine. */
    public void cancelAutoMerge(RepositoryId repository, long number) throws GiteaFailure {
        throw new UnsupportedOperationException();
    }

    /** The one call that writes the target. Never throws: every end, also a broken connection, is an answer. */
    public MergeAnswer merge(LockProof lock, RepositoryId repository, long number, MergeCommand command) {
        throw new UnsupportedOperationException();
    }

    public List<Review> reviews(RepositoryId repository, long number) throws GiteaFailure {
        throw new UnsupportedOperationException();
    }

    /** The latest status of each context on exactly this commit, all pages. */
    public List<CommitStatus> statuses(RepositoryId repository, String sha) throws GiteaFailure {
        throw new UnsupportedOperationException();
    }

    public void setStatus(RepositoryId repository, String sha, CommitStatus status) throws GiteaFailure {
        throw new UnsupportedOperationException();
    }

    /**
     * Writes one comment that is edited in place: the one whose text contains {@code mark} (an HTML comment) and that this
     * account wrote, else a new one.
     */
    public void upsertComment(RepositoryId repository, long number, String mark, String text) throws GiteaFailure {
        throw new UnsupportedOperationException();
    }
}
