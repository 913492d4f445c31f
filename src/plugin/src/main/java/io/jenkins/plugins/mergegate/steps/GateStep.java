// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import io.jenkins.plugins.mergegate.place.Named;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.kohsuke.stapler.DataBoundSetter;

/** What every step of the gate may be given. Null is what was not given, or is blank. */
public abstract class GateStep extends Step {
    private String repository;
    private String target;
    private String server;
    private String credentialsId;
    private String gitCredentialsId;
    private boolean propagate = true;

    /** {@code owner/name}. */
    @CheckForNull
    public final String getRepository() {
        return repository;
    }

    @DataBoundSetter
    public final void setRepository(String repository) {
        this.repository = Util.fixEmptyAndTrim(repository);
    }

    @CheckForNull
    public final String getTarget() {
        return target;
    }

    @DataBoundSetter
    public final void setTarget(String target) {
        this.target = Util.fixEmptyAndTrim(target);
    }

    /** The name of a configured server. */
    @CheckForNull
    public final String getServer() {
        return server;
    }

    @DataBoundSetter
    public final void setServer(String server) {
        this.server = Util.fixEmptyAndTrim(server);
    }

    @CheckForNull
    public final String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public final void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    @CheckForNull
    public final String getGitCredentialsId() {
        return gitCredentialsId;
    }

    @DataBoundSetter
    public final void setGitCredentialsId(String gitCredentialsId) {
        this.gitCredentialsId = Util.fixEmptyAndTrim(gitCredentialsId);
    }

    /** Whether a bad outcome fails the build. */
    public final boolean isPropagate() {
        return propagate;
    }

    @DataBoundSetter
    public final void setPropagate(boolean propagate) {
        this.propagate = propagate;
    }

    /** For a step that needs no branch. */
    final Named named() {
        return new Named(repository, null, target, server, credentialsId, gitCredentialsId, 0);
    }
}
