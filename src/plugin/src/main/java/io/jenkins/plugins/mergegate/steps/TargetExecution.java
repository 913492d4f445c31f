// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.mergegate.config.MergeGateConfiguration;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.git.GitFailure;
import io.jenkins.plugins.mergegate.engine.git.GitHost;
import io.jenkins.plugins.mergegate.engine.git.Mirror;
import io.jenkins.plugins.mergegate.git.GitHosts;
import io.jenkins.plugins.mergegate.place.Named;
import io.jenkins.plugins.mergegate.place.Place;
import io.jenkins.plugins.mergegate.place.Places;
import io.jenkins.plugins.mergegate.run.GateRuns;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** A step that asks git about the target, on the agent when there is one. */
abstract class TargetExecution<T> extends BackgroundExecution<T> {
    private static final long serialVersionUID = 1L;

    /** How long a step waits for its agent after a restart before git runs on the controller: it tells the same. */
    private static final int AGENT_SECONDS = 300;

    private final Named named;
    private final boolean propagate;
    private final boolean onAgent;

    TargetExecution(StepContext context, GateStep step) throws InterruptedException {
        super(context);
        named = step.named();
        propagate = step.isPropagate();
        onAgent = isInNode(context);
    }

    /** @throws InterruptedException when somebody wants an end, and nothing was found out */
    abstract T look(Place place, Mirror mirror, GateConfig config) throws IOException, InterruptedException;

    @Override
    protected final T run() throws IOException, InterruptedException {
        Run<?, ?> run = getContext().get(Run.class);
        EnvVars given = getContext().get(EnvVars.class);
        EnvVars environment = given == null ? new EnvVars() : given;
        GateConfig config = MergeGateConfiguration.get().toGateConfig();
        Place place = Places.resolve(run, environment, named, config, false);
        GitHost host = GitHosts.of(
                place.mayLeaveController() ? workspace() : null,
                environment,
                getContext().get(TaskListener.class));
        return look(place, GateRuns.get().mirror(host, place, place.remoteUrl()), config);
    }

    /** The end of a step whose answer is bad. */
    final T bad(T answer, String text) throws IOException, InterruptedException {
        if (propagate) {
            throw new AbortException(text);
        }
        line(text);
        return answer;
    }

    final void line(String text) throws IOException, InterruptedException {
        getContext().get(TaskListener.class).getLogger().println("[Merge Gate] " + text);
    }

    /** What git said; an interruption is no answer. */
    static String unlessInterrupted(GitFailure failure) throws InterruptedException {
        if (failure.kind() == GitFailure.Kind.INTERRUPTED) {
            throw new InterruptedException(failure.getMessage());
        }
        return failure.getMessage();
    }

    @CheckForNull
    private FilePath workspace() throws InterruptedException, IOException {
        if (!onAgent) {
            return null;
        }
        for (int second = 0; second < AGENT_SECONDS; second++) {
            FilePath workspace = find(getContext());
            if (workspace != null) {
                return workspace;
            }
            TimeUnit.SECONDS.sleep(1);
        }
        line("The agent is not back: git runs on the controller.");
        return null;
    }

    private static boolean isInNode(StepContext context) throws InterruptedException {
        try {
            return context.get(FilePath.class) != null;
        } catch (IOException e) {
            return true;
        }
    }

    /** Null while the agent is not there. */
    @CheckForNull
    private static FilePath find(StepContext context) throws InterruptedException {
        try {
            return context.get(FilePath.class);
        } catch (IOException e) {
            return null;
        }
    }
}
