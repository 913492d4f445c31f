// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import io.jenkins.plugins.mergegate.engine.git.GitFailure.Kind;
import java.util.regex.Pattern;

/**
 * Work trees of the mirror. Removing one needs no git: its directory and git's notes about it are deleted, in any state.
 * So one that a killed run left behind is as easy to replace as a healthy one.
 */
final class Worktrees {
    private static final String PLAIN = "[A-Za-z0-9_][A-Za-z0-9._-]{0,99}";
    private static final Pattern ID = Pattern.compile(PLAIN);

    /** The names of all work trees that are made here, as a regular expression. */
    static final String NAME = "rebase-[0-9a-f]+|checkout-" + PLAIN;

    private final GitHost host;
    private final MirrorDirectory directory;

    Worktrees(GitHost host, MirrorDirectory directory) {
        this.host = host;
        this.directory = directory;
    }

    /** The path for the private work tree {@code name}. */
    String sparsePath(String name) {
        return host.root() + "/worktrees/" + name;
    }

    /** A work tree at {@code commit} in which nothing but files at the top ({@code cone}) or attributes is on disk. */
    Git addSparse(String name, String commit, boolean cone) throws GitFailure {
        Git git = add(sparsePath(name), name, commit);
        if (cone) {
            // The index holds one entry for a whole directory, so the number of files below does not count.
            git.read("sparse-checkout", "set", "--cone", "--sparse-index");
        } else {
            git.read("sparse-checkout", "set", "--no-cone", "--no-sparse-index", ".gitattributes");
        }
        git.read("read-tree", "-m", "-u", "HEAD");
        return git;
    }

    void removeSparse(String name) throws GitFailure {
        remove(sparsePath(name), name);
    }

    /** A full checkout: its path. */
    String checkout(String commit, String id) throws GitFailure {
        String path = checkoutPath(id);
        add(path, "checkout-" + id, Sha.require(commit)).read("reset", "--quiet", "--hard");
        return path;
    }

    void removeCheckout(String id) throws GitFailure {
        remove(checkoutPath(id), "checkout-" + id);
    }

    private String checkoutPath(String id) throws GitFailure {
        if (id == null || !ID.matcher(id).matches()) {
            throw new GitFailure(Kind.OTHER, "A checkout was named by something that is no plain name.");
        }
        // Git's notes are named after the last part of the path.
        return host.root() + "/checkouts/checkout-" + id;
    }

    /**
     * Adds an empty work tree in the place of what was there. The mirror is locked meanwhile: a fetch reads the heads of
     * all work trees and stumbles over one that is half made or half gone.
     */
    private Git add(String path, String name, String commit) throws GitFailure {
        MirrorDirectory.delete(host, path);
        directory.locked(() -> {
            directory.removeNotes(name);
            return directory.git().read("worktree", "add", "--quiet", "--no-checkout", "--detach", path, commit);
        });
        return directory.git().worktree(path);
    }

    private void remove(String path, String name) throws GitFailure {
        MirrorDirectory.delete(host, path);
        directory.locked(() -> directory.removeNotes(name));
    }
}
