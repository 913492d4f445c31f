// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.steps;

import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.support.actions.PauseAction;

/** Shows in the stage view that a run waits for its turn. Never fails a run. */
final class WaitingPause {
    private static final Logger LOGGER = Logger.getLogger(WaitingPause.class.getName());

    private WaitingPause() {}

    static void begin(StepContext context) {
        onNode(context, node -> {
            if (!PauseAction.isPaused(node)) {
                node.addAction(new PauseAction("Merge Gate"));
            }
        });
    }

    static void end(StepContext context) {
        onNode(context, node -> {
            if (PauseAction.isPaused(node)) {
                PauseAction.endCurrentPause(node);
            }
        });
    }

    private static void onNode(StepContext context, NodeWork work) {
        try {
            FlowNode node = context.get(FlowNode.class);
            if (node != null) {
                work.run(node);
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            LOGGER.log(Level.FINE, "The stage view does not show that the run waits", e);
        }
    }

    private interface NodeWork {
        void run(FlowNode node) throws IOException;
    }
}
