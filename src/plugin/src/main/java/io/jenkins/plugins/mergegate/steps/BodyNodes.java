// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Result;
import java.io.IOException;
import java.util.List;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.graph.BlockEndNode;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.graphanalysis.DepthFirstScanner;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** What the steps inside a body left in the flow graph. */
final class BodyNodes {
    private BodyNodes() {}

    /** Pipeline gives no step with a block the choice to have none, so one in which no step ran stands for it. */
    static boolean none(StepContext context) {
        BlockEndNode<?> end = end(context);
        return end != null && end.getParents().contains(end.getStartNode());
    }

    /** The worst result that a step of the body asked for without failing; null for none. */
    @CheckForNull
    static Result warning(StepContext context) {
        BlockEndNode<?> end = end(context);
        return end == null ? null : worst(end);
    }

    /** Null while the graph cannot tell. */
    @CheckForNull
    private static BlockEndNode<?> end(StepContext context) {
        try {
            return context.get(FlowNode.class) instanceof BlockEndNode<?> end ? end : null;
        } catch (IOException | InterruptedException e) {
            return null;
        }
    }

    private static Result worst(BlockEndNode<?> end) {
        DepthFirstScanner scanner = new DepthFirstScanner();
        scanner.setup(List.of(end), List.of(end.getStartNode()));
        Result worst = null;
        for (FlowNode node : scanner) {
            WarningAction warning = node.getPersistentAction(WarningAction.class);
            if (warning != null && (worst == null || warning.getResult().isWorseThan(worst))) {
                worst = warning.getResult();
            }
        }
        return worst;
    }
}
