// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Action;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.ParametersAction;
import hudson.model.Queue;
import hudson.model.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jenkins.model.ParameterizedJobMixIn;

/** Puts a build off: the same build starts again later, so often as the configuration allows. */
public final class Deferral {
    /** An item that is given an executor at once is also in the queue for a moment. */
    private static final long SETTLED_MILLIS = 1000;

    private Deferral() {}

    /** How often this build was put off already. */
    public static int times(Run<?, ?> run) {
        DeferAction action = run.getAction(DeferAction.class);
        return action == null ? 0 : action.times();
    }

    /** Starts the build again with its parameters. @return whether Jenkins took it into its queue */
    public static boolean again(Run<?, ?> run, int delaySeconds) {
        List<Action> actions = new ArrayList<>();
        List<Cause> causes = new ArrayList<>(run.getCauses());
        causes.removeIf(Deferred.class::isInstance);
        causes.add(new Deferred(run.getNumber()));
        actions.add(new CauseAction(causes));
        actions.add(new DeferAction(times(run) + 1));
        actions.addAll(run.getActions(ParametersAction.class));
        return ParameterizedJobMixIn.scheduleBuild2(run.getParent(), delaySeconds, actions.toArray(new Action[0]))
                != null;
    }

    /**
     * Why a run that holds an executor should give way to the holder of the lock: that one waits for an executor itself.
     *
     * @param holder null when not known
     */
    public static Optional<String> whyGiveWay(@CheckForNull Run<?, ?> holder) {
        if (holder == null) {
            return Optional.empty();
        }
        long now = System.currentTimeMillis();
        for (Queue.Item item : Queue.getInstance().getItems()) {
            boolean waits = now - item.getInQueueSince() >= SETTLED_MILLIS;
            if (waits && item.task.getOwnerExecutable() instanceof Run<?, ?> owner && isSame(owner, holder)) {
                return Optional.of(holder.getFullDisplayName() + " holds the lock and waits for an executor");
            }
        }
        return Optional.empty();
    }

    private static boolean isSame(Run<?, ?> one, Run<?, ?> other) {
        return one.getExternalizableId().equals(other.getExternalizableId());
    }
}
