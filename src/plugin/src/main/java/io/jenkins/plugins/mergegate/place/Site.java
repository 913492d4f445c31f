// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.place;

import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.config.ServerUrl;
import java.net.URI;

/**
 * What a step works on, before any credentials were looked up.
 *
 * @param branch null for steps that need none
 */
public record Site(URI gitea, RepositoryId repository, String branch, String target) {

    /** Host of the server, with its port unless that is the usual one; part of the lock's name. */
    public String server() {
        return ServerUrl.hostAndPort(gitea);
    }
}
