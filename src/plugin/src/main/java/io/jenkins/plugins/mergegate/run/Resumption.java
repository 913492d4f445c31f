// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Run;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionList;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;

/** Tells a step that is gone from one whose build is not back yet. */
final class Resumption {
    /** For the Pipeline's own thread, which answers at once unless the script keeps it busy. */
    private static final int ANSWER_SECONDS = 5;

    private Resumption() {}

    /**
     * Whether the step of a run that is not at work is there all the same, or may be: after a restart Pipeline loads the
     * program of a build, and then resumes its steps one inside the other, as their agents come back.
     */
    static boolean mayBringBack(String id, @CheckForNull Run<?, ?> run) {
        if (!FlowExecutionList.get().isResumptionComplete()) {
            return true;
        }
        FlowExecutionOwner owner =
                run instanceof FlowExecutionOwner.Executable pipeline ? pipeline.asFlowExecutionOwner() : null;
        FlowExecution execution = owner == null ? null : owner.getOrNull();
        if (execution == null) {
            // A Pipeline that cannot be loaded at all is over.
            return owner != null;
        }
        try {
            return execution.getCurrentExecutions(false).get(ANSWER_SECONDS, TimeUnit.SECONDS).stream()
                    .anyMatch(
                            step -> step instanceof RunCaller gate && gate.id().equals(id));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        } catch (TimeoutException e) {
            return true;
        } catch (ExecutionException e) {
            return false;
        }
    }
}
