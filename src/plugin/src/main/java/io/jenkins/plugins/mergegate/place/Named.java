// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.place;

import hudson.Util;
import java.io.Serial;
import java.io.Serializable;

/** What the parameters of a step name; each is null when it was not given or is blank. Plain values. */
public final class Named implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String repository;
    private final String branch;
    private final String target;
    private final String server;
    private final String credentialsId;
    private final String gitCredentialsId;
    private final int priority;

    public Named(
            String repository,
            String branch,
            String target,
            String server,
            String credentialsId,
            String gitCredentialsId,
            int priority) {
        this.repository = Util.fixEmptyAndTrim(repository);
        this.branch = Util.fixEmptyAndTrim(branch);
        this.target = Util.fixEmptyAndTrim(target);
        this.server = Util.fixEmptyAndTrim(server);
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
        this.gitCredentialsId = Util.fixEmptyAndTrim(gitCredentialsId);
        this.priority = priority;
    }

    /** {@code owner/name}. */
    public String repository() {
        return repository;
    }

    public String branch() {
        return branch;
    }

    public String target() {
        return target;
    }

    /** The name of a configured server. */
    public String server() {
        return server;
    }

    public String credentialsId() {
        return credentialsId;
    }

    public String gitCredentialsId() {
        return gitCredentialsId;
    }

    public int priority() {
        return priority;
    }
}
