// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import io.jenkins.plugins.mergegate.engine.git.GitFailure.Kind;
import java.io.IOException;

/** The bare repository of one remote on disk: where it is, who may write to it, how it is made. */
final class MirrorDirectory {
    private final GitHost host;
    private final Git git;
    private final String name;
    private final String path;

    MirrorDirectory(GitHost host, Remote remote) {
        this.host = host;
        this.name = Names.hash(remote.url()) + "-" + Names.slug(remote.url());
        this.path = host.root() + "/mirrors/" + name + ".git";
        this.git = Git.bare(host, remote, path);
    }

    Git git() {
        return git;
    }

    String path() {
        return path;
    }

    /** Runs what writes to the shared part of the mirror. */
    <T> T locked(HostLocks.Operation<T> operation) throws GitFailure {
        return HostLocks.locked(host, "mirror-" + name, operation);
    }

    /** Makes the mirror unless it is there and complete. The caller holds the lock. */
    void prepare() throws GitFailure {
        if (!host.exists(complete())) {
            rebuild("sha1");
        }
    }

    /**
     * Makes the mirror anew and empty; the caller holds the lock. The file that says it is complete comes last, so a run
     * that is killed in the middle leaves nothing that another would take for a mirror.
     */
    void rebuild(String objectFormat) throws GitFailure {
        delete(host, complete());
        delete(host, path);
        git.nowhere().read("init", "--quiet", "--bare", "--template=", "--object-format=" + objectFormat, path);
        // Each work tree has its own sparse settings; "bare" must then hold for the repository itself only.
        git.read("config", "extensions.worktreeConfig", "true");
        git.read("config", "--file", path + "/config.worktree", "core.bare", "true");
        git.read("config", "--unset", "core.bare");
        git.read("config", "--file", complete(), "mirror.version", "1");
    }

    /** Removes a lock file that a killed run left behind; the caller holds the lock. False when it is not of the mirror. */
    boolean removeStale(String lockFile) throws GitFailure {
        boolean inside = lockFile.startsWith(path + "/") && !lockFile.contains("/../") && lockFile.endsWith(".lock");
        if (inside) {
            delete(host, lockFile);
        }
        return inside;
    }

    /** Removes git's notes about a work tree. False when there were none. */
    boolean removeNotes(String worktree) throws GitFailure {
        String notes = path + "/worktrees/" + worktree;
        boolean there = host.exists(notes);
        delete(host, notes);
        return there;
    }

    static void delete(GitHost host, String path) throws GitFailure {
        try {
            host.delete(path);
        } catch (IOException e) {
            throw new GitFailure(Kind.OTHER, "A directory of the gate could not be deleted: " + e.getMessage());
        }
    }

    private String complete() {
        return path + "/merge-gate";
    }
}
