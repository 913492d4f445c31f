// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.doctor;

import io.jenkins.plugins.mergegate.engine.git.GitCredentials;

/** Where git fetches, and with what. */
public interface Remotes {
    /**
     * The URL that git is given.
     *
     * @param cloneUrl what Gitea says
     * @throws io.jenkins.plugins.mergegate.engine.InvalidInput when it cannot be used
     */
    String url(String cloneUrl);

    /** For {@code url}; null for none. */
    GitCredentials credentials(String url);
}
