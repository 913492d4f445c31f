// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import hudson.model.Action;
import hudson.model.InvisibleAction;
import hudson.model.Queue;
import hudson.model.queue.FoldableAction;
import java.util.List;

/** How often this build was put off before. Kept when the build meets another one of its job in the queue. */
final class DeferAction extends InvisibleAction implements FoldableAction {
    private final int times;

    DeferAction(int times) {
        this.times = times;
    }

    int times() {
        return times;
    }

    @Override
    public void foldIntoExisting(Queue.Item item, Queue.Task owner, List<Action> otherActions) {
        DeferAction there = item.getAction(DeferAction.class);
        if (there == null || there.times < times) {
            item.addOrReplaceAction(this);
        }
    }
}
