// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.InvisibleAction;
import hudson.model.Run;
import io.jenkins.plugins.mergegate.engine.gate.Candidate;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.place.Named;
import java.io.IOException;
import java.io.Serializable;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What a build keeps of one gate run: how to reach its repository again, and how it ended. Written as XML with the build,
 * so plain fields only; names of credentials, never their values.
 */
public final class GateAction extends InvisibleAction implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(GateAction.class.getName());

    private final String id;
    private final String server;
    private final String credentialsId;
    private final String gitCredentialsId;
    private volatile String branch;
    private volatile String target;
    private volatile String outcome;
    private volatile String reason;
    private volatile String message;
    private volatile String candidate;
    private volatile String merged;
    private volatile long pullRequest;

    public GateAction(String id, Named named) {
        this.id = id;
        this.server = named.server();
        this.credentialsId = named.credentialsId();
        this.gitCredentialsId = named.gitCredentialsId();
    }

    /** The action of a run; null when the build has none. */
    @CheckForNull
    static GateAction of(Run<?, ?> run, String id) {
        return run.getActions(GateAction.class).stream()
                .filter(action -> action.id.equals(id))
                .findFirst()
                .orElse(null);
    }

    /** Put on the build before the run does anything: whoever finds the build finds its run. A restart may do it twice. */
    public static void begin(Run<?, ?> run, GateAction action) throws IOException {
        if (of(run, action.id) == null) {
            run.addAction(action);
            run.save();
        }
    }

    /** Shows on the build how a run of it ended; a build that cannot be saved now is saved at its next change. */
    public static void ended(Run<?, ?> run, GateState state) {
        GateAction action = of(run, state.id());
        if (action != null) {
            action.keep(state);
            try {
                run.save();
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "Build " + run + " could not be saved", e);
            }
        }
    }

    private void keep(GateState state) {
        branch = state.request().branch();
        target = state.request().target();
        message = state.ending().message();
        reason =
                state.ending().reason() == null ? null : state.ending().reason().name();
        Candidate tested = state.candidate();
        candidate = tested == null ? null : tested.sha();
        merged = state.mergedSha();
        Long number = state.merge().pullRequest();
        pullRequest = number == null ? 0 : number;
        outcome = state.ending().outcome().name();
    }

    /** What the step named, to reach the same repository again. */
    Named named(GateState state) {
        return new Named(
                state.request().repository().toString(),
                state.request().branch(),
                state.request().target(),
                server,
                credentialsId,
                gitCredentialsId,
                0);
    }

    public String getBranch() {
        return branch;
    }

    public String getTarget() {
        return target;
    }

    /** Null while the run goes on. */
    public String getOutcome() {
        return outcome;
    }

    public String getReason() {
        return reason;
    }

    public String getMessage() {
        return message;
    }

    public String getCandidate() {
        return candidate;
    }

    public String getMerged() {
        return merged;
    }

    /** 0 when there is none. */
    public long getPullRequest() {
        return pullRequest;
    }
}
