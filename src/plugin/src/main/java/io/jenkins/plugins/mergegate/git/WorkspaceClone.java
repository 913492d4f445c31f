// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.git;

import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.git.GitFailure;
import io.jenkins.plugins.mergegate.engine.git.GitResult;
import io.jenkins.plugins.mergegate.engine.git.GitResult.Ending;
import java.util.Arrays;
import java.util.Objects;

/** Tells whether a workspace is a clone of the gate's repository. */
final class WorkspaceClone {
    private final WorkspaceGit git;

    WorkspaceClone(WorkspaceGit git) {
        this.git = git;
    }

    /**
     * Whether one of its remotes is {@code owner/name} on the host of {@code url}. By one scheme the port must be the same
     * too; by another (ssh instead of http) only the host.
     */
    boolean isOf(RepositoryId repository, String url) throws GitFailure {
        RepositoryAddress wanted = RepositoryAddress.parse(url);
        if (wanted == null || !isWorkTree()) {
            return false;
        }
        GitResult urls = git.run("config", "--null", "--get-regexp", "^remote\\..*\\.url$");
        if (urls.ending() != Ending.EXITED || urls.exit() > 1) {
            throw WorkspaceGit.failure(urls, "config");
        }
        // Each entry is the key, a line break and the value; a value may be empty.
        return Arrays.stream(urls.out().split("\0"))
                .map(entry -> entry.substring(entry.indexOf('\n') + 1))
                .map(RepositoryAddress::parse)
                .filter(Objects::nonNull)
                .anyMatch(address -> address.names(repository) && address.isSameServer(wanted));
    }

    private boolean isWorkTree() throws GitFailure {
        GitResult inside = git.run("rev-parse", "--is-inside-work-tree");
        if (inside.ending() == Ending.EXITED && inside.err().contains("not a git repository")) {
            return false;
        }
        if (!inside.ok()) {
            throw WorkspaceGit.failure(inside, "rev-parse");
        }
        return inside.out().startsWith("true");
    }
}
