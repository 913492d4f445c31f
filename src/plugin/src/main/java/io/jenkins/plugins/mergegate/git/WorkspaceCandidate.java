// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.git;

import hudson.FilePath;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.git.Committer;
import io.jenkins.plugins.mergegate.engine.git.GitFailure;
import io.jenkins.plugins.mergegate.engine.git.GitFailure.Kind;
import io.jenkins.plugins.mergegate.engine.git.GitHost;
import io.jenkins.plugins.mergegate.engine.git.GitResult;
import io.jenkins.plugins.mergegate.engine.git.Mirror;
import io.jenkins.plugins.mergegate.engine.git.Remote;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The candidate in the workspace of a build, where its re-test finds it. */
public final class WorkspaceCandidate {
    /** Holds the candidate while it is checked out. */
    private static final String REF = "refs/merge-gate/candidate";

    private static final Pattern SHA = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final int SHOWN = 3;
    /** Nothing is committed here. */
    private static final Committer NOBODY = new Committer("Merge Gate", "merge-gate@localhost");

    private final WorkspaceGit git;
    private final GitHost host;
    private final Remote remote;

    private WorkspaceCandidate(WorkspaceGit git, GitHost host, Remote remote) {
        this.git = git;
        this.host = host;
        this.remote = remote;
    }

    /**
     * Checks out {@code sha} in the workspace, as a detached head, when that is a clone of the repository. Tracked files are
     * then exactly those of the commit; all other files, the branches and the settings of the clone stay as they are.
     *
     * <p>The commit comes from the gate's own mirror on {@code host}, which fetches {@code branch} when it has not got it. So
     * git never runs with the gate's credentials where the build's settings hold.
     *
     * @param host of the machine where the workspace is
     * @return false when it is not such a clone; nothing was done
     */
    public static boolean checkOut(
            FilePath workspace, GitHost host, Remote remote, RepositoryId repository, String branch, String sha)
            throws GitFailure {
        if (sha == null || !SHA.matcher(sha).matches()) {
            throw new GitFailure(Kind.OTHER, "The candidate is no full object name.");
        }
        FilePath directory = existing(workspace);
        if (directory == null) {
            return false;
        }
        WorkspaceGit git = new WorkspaceGit(host, directory);
        if (!new WorkspaceClone(git).isOf(repository, remote.url())) {
            return false;
        }
        new WorkspaceCandidate(git, host, remote).checkOut(branch, sha);
        return true;
    }

    /** The workspace with its absolute path, or null when there is nothing of git in it. */
    private static FilePath existing(FilePath workspace) throws GitFailure {
        try {
            FilePath directory = workspace.absolutize();
            return directory.child(".git").exists() ? directory : null;
        } catch (IOException | RuntimeException e) {
            throw new GitFailure(Kind.OTHER, "The workspace cannot be read: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GitFailure(Kind.INTERRUPTED, "Interrupted while looking at the workspace.");
        }
    }

    private void checkOut(String branch, String sha) throws GitFailure {
        try {
            if (!git.has(sha)) {
                fetch(branch, sha);
            }
            git.read("checkout", "--quiet", "--force", "--detach", sha);
        } finally {
            // Gone already is as good; and a failure of the above says more.
            git.run("update-ref", "--no-deref", "-d", REF);
        }
        verify(sha);
    }

    /** From the mirror into the private ref. A shallow clone stays as deep, counted from the candidate: its history is cut anew. */
    private void fetch(String branch, String sha) throws GitFailure {
        List<String> command =
                new ArrayList<>(List.of("fetch", "--quiet", "--force", "--no-tags", "--no-write-fetch-head"));
        if (git.read("rev-parse", "--is-shallow-repository").startsWith("true")) {
            command.add("--depth=" + depth());
        }
        command.addAll(List.of("--end-of-options", mirrorWith(branch, sha), sha + ":" + REF));
        git.read(command.toArray(String[]::new));
    }

    private int depth() {
        GitResult count = git.run("rev-list", "--count", "--first-parent", "HEAD");
        String text = count.out().strip();
        return count.ok() && text.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(text) : 1;
    }

    /** The gate's mirror, after it was seen to have the commit. */
    private String mirrorWith(String branch, String sha) throws GitFailure {
        Mirror mirror = new Mirror(host, remote, NOBODY);
        if (!mirror.has(sha)) {
            mirror.fetchTarget(branch);
            if (!mirror.has(sha)) {
                throw new GitFailure(Kind.OTHER, "The branch " + branch + " does not have the candidate any more.");
            }
        }
        return mirror.path();
    }

    private void verify(String sha) throws GitFailure {
        String head = git.read("rev-parse", "--verify", "HEAD").strip();
        if (!head.equals(sha)) {
            throw new GitFailure(Kind.OTHER, "The workspace is not at the candidate after its checkout.");
        }
        String[] differing = git.read(
                        "status",
                        "--porcelain",
                        "-z",
                        "--untracked-files=no",
                        "--ignore-submodules=all",
                        "--no-renames")
                .split("\0");
        String names = Arrays.stream(differing)
                .filter(entry -> entry.length() > SHOWN)
                .map(entry -> entry.substring(SHOWN).replaceAll("\\p{Cntrl}", "?"))
                .limit(SHOWN)
                .collect(Collectors.joining(", "));
        if (!names.isEmpty()) {
            throw new GitFailure(
                    Kind.OTHER, "Files in the workspace differ from the candidate after its checkout: " + names + ".");
        }
    }
}
