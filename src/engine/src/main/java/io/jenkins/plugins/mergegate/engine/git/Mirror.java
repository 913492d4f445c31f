// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import io.jenkins.plugins.mergegate.engine.git.GitFailure.Kind;
import io.jenkins.plugins.mergegate.engine.lock.LockProof;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cached bare copy of one repository and all that the gate asks git about it. Made on first use, repaired when it is
 * damaged, shared by runs: what writes to it holds its lock. Every sha is a full object name.
 */
public final class Mirror {
    private static final Pattern VERSION = Pattern.compile("git version (\\d{1,4})\\.(\\d{1,4}).*", Pattern.DOTALL);

    private static final int MAX_FILE = 1 << 20;

    private final Remote remote;
    private final MirrorDirectory directory;
    private final Tracking tracking;
    private final Worktrees worktrees;
    private final History history;
    private final Rebaser rebaser;
    private final AtomicBoolean rebuilt = new AtomicBoolean();

    public Mirror(GitHost host, Remote remote, Committer committer) {
        this.remote = remote;
        this.directory = new MirrorDirectory(host, remote);
        this.tracking = new Tracking(remote, directory);
        this.worktrees = new Worktrees(host, directory);
        this.history = new History(directory.git());
        this.rebaser = new Rebaser(host, directory, worktrees, history, committer);
    }

    /** A fresh fetch of both branches with one process where both exist. */
    public Heads fetch(String branch, String target) throws GitFailure {
        Map<String, String> tips =
                tracking.fetch(List.of(RefName.check("branch", branch), RefName.check("target", target)));
        return new Heads(tips.get(branch), tips.get(target));
    }

    /** A fresh fetch of the target alone: its tip. @throws GitFailure REF_MISSING when it does not exist */
    public String fetchTarget(String target) throws GitFailure {
        String tip = tracking.fetch(List.of(RefName.check("target", target))).get(target);
        if (tip == null) {
            throw new GitFailure(Kind.REF_MISSING, "The remote has no branch " + target + ".");
        }
        return tip;
    }

    /** {@code git merge-base --is-ancestor}. @throws GitFailure when git cannot tell, also for an empty or unknown sha */
    public boolean isAncestor(String sha, String of) throws GitFailure {
        return healing(() -> history.isAncestor(sha, of));
    }

    /** How many commits of {@code target} are not in {@code sha}. */
    public int behind(String sha, String target) throws GitFailure {
        return healing(() -> history.behind(sha, target));
    }

    public String tree(String commit) throws GitFailure {
        return healing(() -> history.tree(commit));
    }

    /** The committer's e-mail of a commit. */
    public String committerEmail(String commit) throws GitFailure {
        return healing(() -> history.committerEmail(commit));
    }

    public MergeCheck mergeCheck(String ours, String theirs) throws GitFailure {
        return healing(() -> history.mergeCheck(ours, theirs));
    }

    /** Rebases the commits of {@code sha} onto {@code onto} in the private, sparse work tree of (branch, target). */
    public Rebase rebase(String branch, String target, String sha, String onto) throws GitFailure {
        return healing(() -> rebaser.rebase(worktree(branch, target), sha, onto));
    }

    /**
     * Moves the task branch on the remote from {@code lease} to {@code sha}, by force with a lease pinned to {@code lease}.
     * An unclear answer is settled by a look at the remote.
     */
    public Push push(LockProof lock, String branch, String sha, String lease) throws GitFailure {
        Objects.requireNonNull(lock);
        return healing(() -> new Pusher(directory.git(), remote.url()).push(branch, sha, lease));
    }

    /** First-parent commits of {@code from..to}, oldest first. */
    public List<MainlineCommit> mainline(String from, String to) throws GitFailure {
        return healing(() -> history.mainline(from, to));
    }

    /** How often each query occurs in the tree of {@code commit} (lines), in the order asked; one git process for all. */
    public List<Integer> countMarkers(String commit, List<MarkerQuery> queries) throws GitFailure {
        return countMarkers(commit, queries, Set.of());
    }

    /**
     * The same, but lines of the files {@code lists} count only for queries whose path is that file: where markers are
     * listed each of them would always be found.
     */
    public List<Integer> countMarkers(String commit, List<MarkerQuery> queries, Set<String> lists) throws GitFailure {
        return healing(() -> new MarkerSearch(directory.git()).count(commit, queries, lists));
    }

    /** The text of a file in a commit, or null when there is none. @throws GitFailure also for more than 1 MiB */
    public String readFile(String commit, String path) throws GitFailure {
        return healing(() -> history.readFile(commit, path, MAX_FILE));
    }

    /** A full checkout of {@code commit} in a directory of its own named by {@code id}: its absolute path. */
    public String checkout(String commit, String id) throws GitFailure {
        return healing(() -> worktrees.checkout(commit, id));
    }

    /** Removes the checkout of {@code id}; a missing one is fine. */
    public void removeCheckout(String id) throws GitFailure {
        worktrees.removeCheckout(id);
    }

    /** Removes the work tree of (branch, target); a missing one is fine. */
    public void removeWorktree(String branch, String target) throws GitFailure {
        rebaser.remove(worktree(branch, target));
    }

    /** Absolute path of the bare repository on its host; there is one once something was fetched. */
    public String path() {
        return directory.path();
    }

    /** Whether the mirror has a commit now; false also when there is no mirror yet. */
    public boolean has(String commit) {
        return directory.git().run("cat-file", "-e", commit + "^{commit}").ok();
    }

    /** The version of git as {major, minor}. */
    public int[] gitVersion() throws GitFailure {
        return version(directory.git().read("version"));
    }

    /** Packs the mirror when it has grown loose. Worth a call now and then, outside of any merge lock. */
    public void maintain() throws GitFailure {
        directory.locked(() -> {
            directory.prepare();
            directory
                    .git()
                    .read(
                            "-c",
                            "gc.auto=6700",
                            "-c",
                            "gc.autoDetach=false",
                            "-c",
                            "gc.worktreePruneExpire=never",
                            "gc",
                            "--auto",
                            "--quiet");
            return null;
        });
    }

    static int[] version(String text) throws GitFailure {
        Matcher matcher = VERSION.matcher(text);
        if (!matcher.matches()) {
            throw new GitFailure(Kind.OTHER, "git does not tell its version.");
        }
        return new int[] {Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))};
    }

    private String worktree(String branch, String target) {
        String hash = Names.hash(remote.url(), RefName.check("branch", branch), RefName.check("target", target));
        return "rebase-" + hash;
    }

    /**
     * Runs {@code operation}, and again after a repair when git finds the mirror damaged: first with what is missing
     * fetched, then, once in the life of this object, with a mirror made anew.
     */
    private <T> T healing(HostLocks.Operation<T> operation) throws GitFailure {
        try {
            return operation.run();
        } catch (GitFailure e) {
            if (!e.mirrorDamaged() || !rebuilt.compareAndSet(false, true)) {
                throw e;
            }
        }
        tracking.restore(false);
        try {
            return operation.run();
        } catch (GitFailure e) {
            if (!e.mirrorDamaged()) {
                throw e;
            }
        }
        tracking.restore(true);
        return operation.run();
    }
}
