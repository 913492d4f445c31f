// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.lock;

import io.jenkins.plugins.mergegate.engine.RepositoryId;

/** The merge lock of one target branch. */
public record LockName(String host, RepositoryId repository, String target) {
    /** {@code merge-gate/<gitea host>/<owner>/<repository>/<target>}. */
    @Override
    public String toString() {
        return "merge-gate/" + host + "/" + repository + "/" + target;
    }
}
