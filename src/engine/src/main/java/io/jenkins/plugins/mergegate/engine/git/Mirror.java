// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import io.jenkins.plugins.mergegate.engine.lock.LockProof;
import java.util.List;

/**
 * A cached bare copy of one repository and all that the gate asks git about it. Made on first use, repaired when it is
 * damaged, shared by runs: what writes to it holds its lock. Every sha is a full object name.
 */
public final class Mirror {
    private final GitHost host;
    private final Remote remote;
    private final Committer committer;

    public Mirror(GitHost host, Remote remote, Committer committer) {
        this.host = host;
        this.remote = remote;
        this.committer = committer;
    }

    /** A fresh fetch of both branches with one process where both exist. */
    public Heads fetch(String branch, String target) throws GitFailure {
        throw new UnsupportedOperationException();
    }

    /** A fresh fetch of the target alone: its tip. @throws GitFailure REF_MISSING when it does not exist */
    public String fetchTarget(String target) throws GitFailure {
        throw new UnsupportedOperationException();
    }

    /** {@code git merge-base --is-ancestor}. @throws GitFailure when git cannot tell, also for an empty or unknown sha */
    public boolean isAncestor(String sha, String of) throws GitFailure {
        throw new UnsupportedOperationException();
    }

    /** How many commits of {@code target} are not in {@code sha}. */
    public int behind(String sha, String target) throws GitFailure {
        throw new UnsupportedOperationException();
    }

    public String tree(String commit) throws GitFailure {
        throw new UnsupportedOperationException();
    }

    /** The committer's e-mail of a commit. */
    public String committerEmail(String commit) throws GitFailure {
        throw new UnsupportedOperationException();
    }

    public MergeCheck mergeCheck(String ours, String theirs) throws GitFailure {
        throw new UnsupportedOperationException();
    }

    /** Rebases the commits of {@code sha} onto {@code onto} in the private, sparse work tree of (branch, target). */
    public Rebase rebase(String branch, String target, String sha, String onto) throws GitFailure {
        throw new UnsupportedOperationException();
    }

    /**
     * Moves the task branch on the remote from {@code lease} to {@code sha}, by force with a lease pinned to {@code lease}.
     * An unclear answer is settled by a look at the remote.
     */
    public Push push(LockProof lock, String branch, String sha, String lease) throws GitFailure {
        throw new UnsupportedOperationException();
    }

    /** First-parent commits of {@code from..to}, oldest first. */
    public List<MainlineCommit> mainline(String from, String to) throws GitFailure {
        throw new UnsupportedOperationException();
    }

    /** How often each query occurs in the tree of {@code commit} (lines), in the order asked; one git process for all. */
    public List<Integer> countMarkers(String commit, List<MarkerQuery> queries) throws GitFailure {
        throw new UnsupportedOperationException();
    }

    /** The text of a file in a commit, or null when there is none. */
    public String readFile(String commit, String path) throws GitFailure {
        throw new UnsupportedOperationException();
    }

    /** A full checkout of {@code commit} in a directory of its own named by {@code id}: its absolute path. */
    public String checkout(String commit, String id) throws GitFailure {
        throw new UnsupportedOperationException();
    }

    /** Removes the checkout of {@code id}; a missing one is fine. */
    public void removeCheckout(String id) throws GitFailure {
        throw new UnsupportedOperationException();
    }

    /** Removes the work tree of (branch, target); a missing one is fine. */
    public void removeWorktree(String branch, String target) throws GitFailure {
        throw new UnsupportedOperationException();
    }

    /** The version of git as {major, minor}. */
    public int[] gitVersion() throws GitFailure {
        throw new UnsupportedOperationException();
    }
}
