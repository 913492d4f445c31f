// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import io.jenkins.plugins.mergegate.engine.git.GitResult.Ending;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Rebases a branch in a work tree of its own that lives for this one rebase. The work tree is sparse: what it costs does
 * not grow with the number of files below the top directory.
 */
final class Rebaser {
    /** More files or bytes than this at the top of the tree, and they are left out of the work tree as well. */
    private static final int MAX_TOP_FILES = 500;

    private static final long MAX_TOP_BYTES = 16L << 20;

    private final GitHost host;
    private final MirrorDirectory directory;
    private final Worktrees worktrees;
    private final History history;
    private final Committer committer;

    Rebaser(GitHost host, MirrorDirectory directory, Worktrees worktrees, History history, Committer committer) {
        this.host = host;
        this.directory = directory;
        this.worktrees = worktrees;
        this.history = history;
        this.committer = committer;
    }

    Rebase rebase(String name, String sha, String onto) throws GitFailure {
        Map<String, String> identity = Map.of(
                "GIT_COMMITTER_NAME", committer.name(),
                "GIT_COMMITTER_EMAIL", committer.email(),
                // Not the time of day: the same input gives the same sha.
                "GIT_COMMITTER_DATE",
                        "@" + history.latestCommitterDate(Sha.require(sha), Sha.require(onto)) + " +0000");
        return HostLocks.locked(host, name, () -> {
            boolean cone = isTopSmall(directory.git().read("ls-tree", "-l", "-z", onto));
            Rebase result = attempt(name, onto, cone, git -> replay(git.with(identity), sha, onto));
            if (cone && result instanceof Rebase.Conflict && hasNestedAttributes(onto)) {
                // Attributes below the top (merge=union) may settle it, and only the other work tree has them.
                result = attempt(name, onto, false, git -> replay(git.with(identity), sha, onto));
            }
            if (result instanceof Rebase.Conflict && history.mergeCheck(onto, sha) instanceof MergeCheck.Clean merged) {
                Rebase shorter = attempt(name, onto, cone, git -> replayUnknown(git.with(identity), sha, onto, merged));
                return shorter == null ? result : shorter;
            }
            return result;
        });
    }

    void remove(String name) throws GitFailure {
        HostLocks.locked(host, name, () -> {
            worktrees.removeSparse(name);
            return null;
        });
    }

    private interface Attempt {
        Rebase run(Git git) throws GitFailure;
    }

    private Rebase attempt(String name, String onto, boolean cone, Attempt attempt) throws GitFailure {
        Git git = worktrees.addSparse(name, onto, cone);
        try {
            return attempt.run(git);
        } finally {
            worktrees.removeSparse(name);
        }
    }

    /**
     * Replays every commit. What is in the target already becomes empty and is dropped then; a commit that was taken there
     * once and reverted is not in it, although git finds the same change in its history.
     */
    private Rebase replay(Git git, String sha, String onto) throws GitFailure {
        String[] command = command("--reapply-cherry-picks", sha, onto);
        GitResult result = git.run(command);
        if (result.ok()) {
            return finished(git, sha, onto);
        }
        if (result.ending() != Ending.EXITED || result.exit() != 1) {
            throw Git.failure(result, command);
        }
        List<String> files = unmergedFiles(git.read("ls-files", "--unmerged", "-z"));
        if (files.isEmpty() && GitMessages.isDamage(result, List.of(command))) {
            throw Git.failure(result, command);
        }
        return new Rebase.Conflict(files, GitMessages.brief(result.err()));
    }

    /**
     * Leaves out the commits whose change the target has in its history: of two that were taken there one after the other,
     * the first does not apply any more. Only counts when nothing is lost, that is when the tree is that of a plain merge;
     * null otherwise.
     */
    private Rebase replayUnknown(Git git, String sha, String onto, MergeCheck.Clean merged) throws GitFailure {
        if (!git.run(command("--no-reapply-cherry-picks", sha, onto)).ok()) {
            return null;
        }
        Rebase result = finished(git, sha, onto);
        String tip = result instanceof Rebase.Done done ? done.sha() : onto;
        return !(result instanceof Rebase.Conflict) && sameTree(tip, merged) ? result : null;
    }

    private static String[] command(String cherryPicks, String sha, String onto) {
        return new String[] {
            "rebase",
            "--merge",
            "--quiet",
            "--no-verify",
            "--no-gpg-sign",
            "--no-autosquash",
            "--no-autostash",
            "--no-fork-point",
            "--no-rerere-autoupdate",
            cherryPicks,
            "--empty=drop",
            "--keep-empty",
            onto,
            sha
        };
    }

    private Rebase finished(Git git, String sha, String onto) throws GitFailure {
        List<String> names = git.read("rev-parse", "--verify", "HEAD").lines().toList();
        String tip = names.get(0);
        if (tip.equals(onto)) {
            return new Rebase.NothingLeft();
        }
        if (history.hasMerges(onto, sha) && !sameTree(tip, history.mergeCheck(onto, sha))) {
            return new Rebase.Conflict(
                    List.of(),
                    "The branch holds merge commits whose own changes a rebase would lose; rebase it by hand.");
        }
        return new Rebase.Done(tip);
    }

    private boolean sameTree(String tip, MergeCheck merged) throws GitFailure {
        return merged instanceof MergeCheck.Clean clean && clean.tree().equals(history.tree(tip));
    }

    private boolean hasNestedAttributes(String commit) throws GitFailure {
        return Arrays.stream(directory
                        .git()
                        .read("ls-tree", "-r", "-z", "--name-only", commit)
                        .split("\0"))
                .anyMatch(path -> path.endsWith("/.gitattributes"));
    }

    /** Reads {@code ls-tree -l -z}: mode, type, name and size of each entry, then a tab and the path. */
    static boolean isTopSmall(String listing) {
        long[] sizes = entries(listing)
                .map(entry -> entry.split("\\s+", 5))
                .filter(words -> words.length == 5 && words[1].equals("blob"))
                .mapToLong(words -> Long.parseLong(words[3]))
                .toArray();
        return sizes.length <= MAX_TOP_FILES && Arrays.stream(sizes).sum() <= MAX_TOP_BYTES;
    }

    /** Reads {@code ls-files --unmerged -z}: mode, name and stage of each entry, then a tab and the path. */
    static List<String> unmergedFiles(String listing) {
        return entries(listing)
                .map(entry -> entry.substring(entry.indexOf('\t') + 1))
                .distinct()
                .sorted()
                .toList();
    }

    private static Stream<String> entries(String listing) {
        return Arrays.stream(listing.split("\0")).filter(entry -> !entry.isEmpty());
    }
}
