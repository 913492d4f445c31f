// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.model.Result;
import io.jenkins.plugins.mergegate.engine.gate.Ending;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** What a step throws for the end of its run, so that the build gets the result of the reference. */
final class StepFailure {
    private StepFailure() {}

    /**
     * @param text the ending in one line
     * @param body the interruption that ended the body; null for none
     * @return null when the step returns
     */
    @CheckForNull
    static Throwable of(Ending ending, String text, @CheckForNull Throwable body, boolean propagate) {
        return switch (ending.outcome()) {
            case MERGED, ALREADY_IN_MAIN, DISABLED -> null;
            // An abort is never returned: who stops a build wants it to stop.
            case ABORTED -> body != null ? body : interrupted(Result.ABORTED, text);
            case DEFERRED -> propagate ? interrupted(Result.NOT_BUILT, text) : null;
            case RETEST_FAILED -> propagate ? retestFailed(text, body) : null;
            case CONFLICT, BRANCH_MOVED, HELD -> propagate ? new AbortException(text) : null;
        };
    }

    private static Throwable retestFailed(String text, @CheckForNull Throwable body) {
        boolean worse =
                body instanceof FlowInterruptedException own && own.getResult().isWorseThan(Result.FAILURE);
        return worse ? body : new AbortException(text);
    }

    private static FlowInterruptedException interrupted(Result result, String text) {
        return new FlowInterruptedException(result, false, new GateEnded(text));
    }

    /** Shown on the build page as why it ended. */
    private static final class GateEnded extends CauseOfInterruption {
        private static final long serialVersionUID = 1L;

        private final String text;

        GateEnded(String text) {
            this.text = text;
        }

        @Override
        public String getShortDescription() {
            return text;
        }
    }
}
