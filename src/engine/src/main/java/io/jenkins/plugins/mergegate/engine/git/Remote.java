// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

/**
 * Where the repository is fetched from and the task branch is pushed to.
 *
 * @param url checked by {@link RemoteUrl}; carries no password
 * @param credentials null for a public repository, or SSH with the keys of the user who runs git
 */
public record Remote(String url, GitCredentials credentials) {}
