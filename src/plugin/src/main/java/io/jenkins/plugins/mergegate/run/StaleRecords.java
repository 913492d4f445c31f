// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.lock.LeaseFileLock;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import io.jenkins.plugins.mergegate.engine.reaper.Observation;
import io.jenkins.plugins.mergegate.engine.reaper.ReaperDecision;
import io.jenkins.plugins.mergegate.engine.reaper.Verdict;
import io.jenkins.plugins.mergegate.lock.Holders;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds unfinished records whose runs nobody brings to an end any more, and settles them. One that fails never keeps the
 * others from being looked at. One object for many looks in a row.
 */
public final class StaleRecords {
    private final GateRuns runs;
    private final Clock clock;
    private final Predicate<GateState> which;
    private Map<String, Integer> streaks = Map.of();

    public StaleRecords(GateRuns runs, Clock clock) {
        this(runs, clock, state -> true);
    }

    private StaleRecords(GateRuns runs, Clock clock, Predicate<GateState> which) {
        this.runs = runs;
        this.clock = clock;
        this.which = which;
    }

    /** For looks at the runs into one target. */
    public static StaleRecords of(LockName lock, GateRuns runs, Clock clock) {
        String key = LeaseFileLock.key(lock);
        return new StaleRecords(
                runs, clock, state -> LeaseFileLock.key(state.lockName()).equals(key));
    }

    /**
     * @param settled runs that were brought to an end
     * @param errors one line for each thing that failed
     */
    public record Tick(int settled, List<String> errors) {}

    /**
     * One look at all unfinished records.
     *
     * @param besides tokens whose locks somebody judges already
     * @param upFor how long Jenkins has been up
     * @param grace nothing is judged before {@code upFor} reaches it, nor a run that is younger in its phase
     */
    public Tick tick(GateConfig.Reaper rules, Set<String> besides, Duration upFor, Duration grace) {
        List<String> errors = new ArrayList<>();
        int settled = 0;
        try {
            List<GateState> unfinished = runs.records().unfinished().stream()
                    .filter(which)
                    .filter(state -> !besides.contains(state.id()))
                    // Settling frees the lock.
                    .filter(state -> rules.reclaimLocks() || !GateRuns.holdsLock(state))
                    .toList();
            ReaperDecision.Plan plan = decide(unfinished, rules, upFor, grace, errors);
            streaks = plan.streaks();
            for (GateState state : unfinished) {
                if (plan.verdicts().get(state.id()) instanceof Verdict.Reclaim) {
                    settled += settle(state, errors) ? 1 : 0;
                }
            }
        } catch (IOException | RuntimeException e) {
            errors.add("the records of unfinished runs: " + e);
        }
        return new Tick(settled, List.copyOf(errors));
    }

    /** A run may take as long as it likes while it is alive: its lock is judged elsewhere. */
    private ReaperDecision.Plan decide(
            List<GateState> unfinished, GateConfig.Reaper rules, Duration upFor, Duration grace, List<String> errors) {
        GateConfig.Reaper patient = new GateConfig.Reaper(
                rules.enabled(), rules.intervalSeconds(), rules.deadTicks(), Integer.MAX_VALUE, true, false);
        List<Observation> seen = new ArrayList<>();
        for (GateState state : unfinished) {
            try {
                seen.add(observe(state));
            } catch (RuntimeException e) {
                errors.add("run " + state.id() + ": " + e);
            }
        }
        return ReaperDecision.decide(seen, streaks, patient, upFor, grace);
    }

    private Observation observe(GateState state) {
        Duration age = Duration.between(state.phaseSince(), Instant.now(clock));
        return new Observation(
                state.id(),
                Holders.state(runs, state.id(), GateRuns.buildId(state)),
                age.isNegative() ? Duration.ZERO : age,
                true);
    }

    private boolean settle(GateState state, List<String> errors) {
        try {
            if (runs.settle(state.id(), GateRuns.buildId(state))) {
                return true;
            }
            errors.add("run " + state.id() + " of " + state.request().holder() + " could not be settled");
        } catch (RuntimeException e) {
            errors.add("run " + state.id() + " of " + state.request().holder() + ": " + e);
        }
        return false;
    }
}
