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
     * Whether the steps of a build that goes on are not all there yet: after a restart Pipeline loads its program, and that
     * waits for the agents it uses.
     */
    static boolean mayBringBack(@CheckForNull Run<?, ?> run) {
        if (!FlowExecutionList.get().isResumptionComplete()) {
            return true;
        }
        FlowExecutionOwner owner =
                run instanceof FlowExecutionOwner.Executable pipeline ? pipeline.asFlowExecutionOwner() : null;
        FlowExecution execution = owner == null ? null : owner.getOrNull();
        if (execution == null || execution.isComplete()) {
            return false;
        }
        try {
            execution.getCurrentExecutions(false).get(ANSWER_SECONDS, TimeUnit.SECONDS);
            return false;
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
