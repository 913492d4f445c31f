// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Result;
import hudson.remoting.ChannelClosedException;
import hudson.remoting.RequestAbortedException;
import io.jenkins.plugins.mergegate.engine.gate.BodyResult;
import java.io.Serializable;
import java.util.Set;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** How the body of a step ended, for which candidate. Plain fields: it is part of the program of the Pipeline. */
final class BodyEnd implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Interruptions by which Jenkins says that the machine is gone, not that the tree is red. */
    private static final Set<String> LOST_AGENT =
            Set.of("RemovedNodeCause", "RemovedNodeTimeoutCause", "QueueTaskCancelled", "AgentOfflineException");

    private static final String TIMEOUT = "ExceededTimeout";

    private final String sha;
    private final BodyResult.Kind kind;
    private final String detail;

    private BodyEnd(String sha, BodyResult.Kind kind, String detail) {
        this.sha = sha;
        this.kind = kind;
        this.detail = detail;
    }

    /**
     * A body without an exception: green, unless the build got worse while it ran, a step in it warned, or nothing was in
     * it.
     *
     * @param empty whether no step ran in it
     * @param warning the worst result that a step in it asked for ({@code junit}, {@code unstable}, {@code catchError});
     *     tells more than the result of the build when that was bad already; null for none
     * @param before the result of the build when the body began; null is as good as success
     */
    static BodyEnd returned(
            String sha,
            boolean empty,
            @CheckForNull Result warning,
            @CheckForNull Result before,
            @CheckForNull Result after) {
        Result from = before == null ? Result.SUCCESS : before;
        if (warning != null && warning.isWorseThan(Result.SUCCESS)) {
            return new BodyEnd(sha, BodyResult.Kind.RED, "a step in it set " + warning);
        }
        boolean worse = after != null && after.isWorseThan(from);
        return worse
                ? new BodyEnd(sha, BodyResult.Kind.RED, "the build became " + after)
                : new BodyEnd(sha, empty ? BodyResult.Kind.EMPTY : BodyResult.Kind.GREEN, null);
    }

    /** A body that threw. */
    static BodyEnd threw(String sha, Throwable failure) {
        return new BodyEnd(sha, kind(failure), describe(failure));
    }

    private static BodyResult.Kind kind(Throwable failure) {
        if (failure instanceof FlowInterruptedException interrupted) {
            return kind(interrupted);
        }
        boolean lost = failure instanceof ChannelClosedException
                || failure instanceof RequestAbortedException
                || LOST_AGENT.contains(failure.getClass().getSimpleName());
        return lost ? BodyResult.Kind.BROKEN : BodyResult.Kind.RED;
    }

    private static BodyResult.Kind kind(FlowInterruptedException interrupted) {
        for (CauseOfInterruption cause : interrupted.getCauses()) {
            String name = cause.getClass().getSimpleName();
            if (LOST_AGENT.contains(name)) {
                return BodyResult.Kind.BROKEN;
            }
            if (name.equals(TIMEOUT)) {
                return BodyResult.Kind.RED;
            }
        }
        return interrupted.getResult() == Result.ABORTED ? BodyResult.Kind.ABORTED : BodyResult.Kind.RED;
    }

    /** For people. An interruption that nobody gave a cause has no message either. */
    static String describe(Throwable failure) {
        if (failure instanceof FlowInterruptedException interrupted) {
            return interrupted.getCauses().isEmpty()
                    ? "The build was interrupted (" + interrupted.getResult() + ")"
                    : interrupted.getCauses().get(0).getShortDescription();
        }
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    String sha() {
        return sha;
    }

    BodyResult result() {
        return new BodyResult(kind, detail);
    }
}
