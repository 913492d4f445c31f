// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.reaper;

import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.reaper.Verdict.Tier;
import io.jenkins.plugins.mergegate.engine.reaper.Verdict.Why;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which locks the reaper takes away; pure.
 *
 * <ul>
 *   <li>FINISHED: at once.
 *   <li>GONE: at once, as DEAD.
 *   <li>MISSING: as DEAD when it was MISSING at {@code deadTicks} ticks in a row; anything else in between begins anew.
 *   <li>Any other that is held longer than {@code maxRunningMinutes}: as OVER_AGE. With {@code abortOverAge} the
 * holder is stopped first; without, it finds out by itself, because it checks the lock before each push and merge. Its
 * run is not settled: it may be at work.
 * </ul>
 */
public final class ReaperDecision {
    private ReaperDecision() {}

    /**
     * @param verdicts by {@link Observation#lock}, in the order of the observations
     * @param streaks for the next tick: how often in a row each lock was MISSING
     */
    public record Plan(Map<String, Verdict> verdicts, Map<String, Integer> streaks) {}

    /**
     * @param upFor how long this process has been watching
     * @param grace nothing is touched before {@code upFor} reaches it, nor a lock that is younger; zero for none
     */
    public static Plan decide(
            List<Observation> observations,
            Map<String, Integer> streaks,
            GateConfig.Reaper config,
            Duration upFor,
            Duration grace) {
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        Map<String, Integer> next = new LinkedHashMap<>();
        for (Observation seen : observations) {
            int streak = 0;
            boolean early = upFor.compareTo(grace) < 0 || seen.heldFor().compareTo(grace) < 0;
            if (seen.state() == HolderState.MISSING && !early) {
                streak = streaks.getOrDefault(seen.lock(), 0) + 1;
                next.put(seen.lock(), streak);
            }
            verdicts.put(seen.lock(), early ? new Verdict.Keep(Why.GRACE) : judge(seen, streak, config));
        }
        return new Plan(verdicts, next);
    }

    private static Verdict judge(Observation seen, int streak, GateConfig.Reaper config) {
        if (!config.enabled() || !config.reclaimLocks()) {
            return new Verdict.Keep(Why.SWITCHED_OFF);
        }
        if (seen.state() == HolderState.FINISHED) {
            return new Verdict.Reclaim(Tier.FINISHED, seen.unsettled(), false);
        }
        boolean missing = seen.state() == HolderState.MISSING;
        if (seen.state() == HolderState.GONE || missing && streak >= config.deadTicks()) {
            return new Verdict.Reclaim(Tier.DEAD, seen.unsettled(), false);
        }
        if (seen.heldFor().compareTo(Duration.ofMinutes(config.maxRunningMinutes())) > 0) {
            boolean atWork =
                    seen.state() == HolderState.UNKNOWN || seen.state() == HolderState.LIVE && !config.abortOverAge();
            return new Verdict.Reclaim(Tier.OVER_AGE, seen.unsettled() && !atWork, config.abortOverAge());
        }
        return new Verdict.Keep(missing ? Why.SUSPECTED : Why.IN_USE);
    }
}
