// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.webhook;

import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import io.jenkins.plugins.mergegate.engine.webhook.HookEvent;
import io.jenkins.plugins.mergegate.reaper.MergeGateReaper;
import io.jenkins.plugins.mergegate.reaper.RegressionWatch;
import io.jenkins.plugins.mergegate.run.GateRuns;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Where the gate looks because of an event. Each look asks git, as the periodic ones do, so an event that is wrong, old or
 * told twice costs a look and changes nothing. Looks that may take their time do not keep runs from being woken.
 */
@Extension
public final class Hints {
    static final int CAPACITY = 1000;

    final HintQueue wakes = new HintQueue("merge-gate webhook wakes", CAPACITY);
    final HintQueue looks = new HintQueue("merge-gate webhook looks", CAPACITY);

    /** Of the reaper, see {@link MergeGateReaper#lookAt}. */
    volatile Duration grace = MergeGateReaper.GRACE;

    static Hints get() {
        return ExtensionList.lookupSingleton(Hints.class);
    }

    /**
     * Follows an event in the background.
     *
     * @param server host, with its port where it has one
     * @return false when there was no room for all of it; what is left out is found by the periodic looks
     */
    boolean take(String server, HookEvent event) {
        if (event instanceof HookEvent.Push push) {
            boolean woken = wakes.offer(new Wake(server, push.repository(), Set.of(push.branch())));
            boolean looked = looks.offer(new Markers(server, push.repository(), push.branch()));
            return woken && looked;
        }
        HookEvent.PullRequest pull = (HookEvent.PullRequest) event;
        boolean woken = wakes.offer(new Wake(server, pull.repository(), Set.copyOf(both(pull))));
        if (!pull.merged()) {
            return woken;
        }
        boolean settled = looks.offer(new DeadRuns(new LockName(server, pull.repository(), pull.target())));
        boolean looked = looks.offer(new Markers(server, pull.repository(), pull.target()));
        return woken && settled && looked;
    }

    private static List<String> both(HookEvent.PullRequest pull) {
        return List.of(pull.branch(), pull.target());
    }

    /** Lets the runs that wait look again: those of one of these branches, and those into it. */
    private record Wake(String server, RepositoryId repository, Set<String> branches) implements Runnable {
        @Override
        public void run() {
            GateRuns.get().wake(server, repository, branches);
        }
    }

    /** Looks for the markers in a target that has moved. */
    private record Markers(String server, RepositoryId repository, String target) implements Runnable {
        @Override
        public void run() {
            RegressionWatch.get().look(server, repository, target);
        }
    }

    /** Brings dead runs into a target to their end, from git; a lock that is in use stays. */
    private record DeadRuns(LockName lock) implements Runnable {
        @Override
        public void run() {
            try {
                GateRuns.get().awaitBuilds();
                MergeGateReaper.get().lookAt(lock, Hints.get().grace);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
