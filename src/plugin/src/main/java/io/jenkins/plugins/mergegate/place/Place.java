// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.place;

import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.Secret;
import io.jenkins.plugins.mergegate.engine.git.GitCredentials;
import io.jenkins.plugins.mergegate.engine.git.Remote;
import java.net.URI;

/**
 * All that a gate needs to reach the repository. It holds secrets: it is never stored, and its text form does not show
 * them.
 *
 * @param gitea the address of the server
 * @param server host of the server, with its port unless that is the usual one; part of the lock's name
 * @param branch null for steps that need none
 * @param remoteUrl where git fetches and pushes; without a password
 * @param token for the API
 * @param git for the transport; goes to {@code remoteUrl} alone
 * @param onAgent how git on an agent reaches the repository. Who writes the script of a job can read what its agents are
 *     given; so these are credentials that the job may use anyway, never those of the gate's own account
 */
public record Place(
        URI gitea,
        String server,
        RepositoryId repository,
        String branch,
        String target,
        String remoteUrl,
        Secret token,
        GitCredentials git,
        Remote onAgent) {

    /** Whether all that git needs may be given to an agent; else the gate's git runs on the controller. */
    public boolean mayLeaveController() {
        return onAgent.equals(new Remote(remoteUrl, git));
    }
}
