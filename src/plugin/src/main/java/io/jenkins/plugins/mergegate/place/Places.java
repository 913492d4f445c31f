// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.place;

import hudson.EnvVars;
import hudson.model.Run;
import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.Secret;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import java.net.URI;

/**
 * Tells what a step works on, and whether it may. No server is called; but a store of credentials or a directory of
 * users may be slow, so this is not for the thread that runs the script.
 */
public final class Places {
    private Places() {}

    /**
     * @param env of the step; asked for defaults alone, never for what the job may do
     * @param withBranch whether the step needs a branch
     * @throws InvalidInput named after the parameter that is missing, wrong or not allowed
     */
    public static Place resolve(Run<?, ?> run, EnvVars env, Named named, GateConfig config, boolean withBranch) {
        return new Resolution(run, env, named, config, withBranch).place();
    }

    /** The same checks, without the credentials. */
    public static Site check(Run<?, ?> run, EnvVars env, Named named, GateConfig config, boolean withBranch) {
        return new Resolution(run, env, named, config, withBranch).site();
    }

    /**
     * The token of a Gitea server, from the credentials of Jenkins itself, also when no job may use them.
     *
     * @throws InvalidInput when there are no such credentials, or when they are of no token
     */
    public static Secret token(URI server, String credentialsId) {
        return new GateCredentials(null, new Servers.Server(server, "", credentialsId)).token(null, null);
    }
}
