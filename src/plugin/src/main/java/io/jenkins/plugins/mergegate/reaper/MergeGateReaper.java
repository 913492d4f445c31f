// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.reaper;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.AsyncPeriodicWork;
import hudson.model.TaskListener;
import io.jenkins.plugins.mergegate.config.MergeGateConfiguration;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import io.jenkins.plugins.mergegate.engine.reaper.Reaper;
import io.jenkins.plugins.mergegate.engine.reaper.ReaperSnapshot;
import io.jenkins.plugins.mergegate.engine.reaper.Reclaimed;
import io.jenkins.plugins.mergegate.engine.text.Texts;
import io.jenkins.plugins.mergegate.lock.LockDesk;
import io.jenkins.plugins.mergegate.lock.StaleLocks;
import io.jenkins.plugins.mergegate.run.GateRuns;
import io.jenkins.plugins.mergegate.run.Recovery;
import io.jenkins.plugins.mergegate.run.StaleRecords;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The periodic task: takes back the locks of the dead and brings their runs to an end. A tick looks at locks that are held
 * and at records that are not over, so what it costs does not grow with the builds of the past.
 */
@Extension
public final class MergeGateReaper extends AsyncPeriodicWork {
    private static final Logger LOGGER = Logger.getLogger(MergeGateReaper.class.getName());

    /** How often it looks whether a tick is due. */
    private static final Duration BEAT = Duration.ofSeconds(5);

    /** After a start builds come back one by one; a lock that is younger was just taken. */
    public static final Duration GRACE = Duration.ofMinutes(2);

    private final Clock clock = Clock.systemUTC();
    private final Instant upSince = clock.instant();
    private StaleLocks locks;
    private StaleRecords records;
    private volatile ReaperSnapshot last;

    public MergeGateReaper() {
        super("Merge Gate reaper");
    }

    public static MergeGateReaper get() {
        return ExtensionList.lookupSingleton(MergeGateReaper.class);
    }

    @Override
    public long getRecurrencePeriod() {
        return BEAT.toMillis();
    }

    @Override
    public long getInitialDelay() {
        return BEAT.toMillis();
    }

    @Override
    protected Level getNormalLoggingLevel() {
        return Level.FINEST;
    }

    @Override
    protected void execute(TaskListener listener) {
        GateConfig.Reaper rules = rules();
        if (rules.enabled() && isDue(rules) && GateRuns.get().mayLookUpBuilds()) {
            tick(rules, GRACE);
        }
    }

    private boolean isDue(GateConfig.Reaper rules) {
        ReaperSnapshot before = last;
        return before == null
                || !before.time().plusSeconds(rules.intervalSeconds()).isAfter(clock.instant());
    }

    private static GateConfig.Reaper rules() {
        return MergeGateConfiguration.get().toGateConfig().reaper();
    }

    /** What the last tick did; null before the first. */
    @CheckForNull
    public ReaperSnapshot last() {
        return last;
    }

    /**
     * One look at everything. Never throws: what failed is in the snapshot.
     *
     * @param grace after a start, and for what is younger
     */
    public synchronized Reaper.Tick tick(GateConfig.Reaper rules, Duration grace) {
        if (locks == null) {
            locks = new StaleLocks(LockDesk.get(), GateRuns.get(), StaleLocks.PREFIX, clock);
            records = new StaleRecords(GateRuns.get(), clock);
        }
        Instant start = clock.instant();
        Duration upFor = Duration.between(upSince, start);
        List<String> errors = new ArrayList<>();
        try {
            Recovery.restoreIndex();
        } catch (IOException | RuntimeException e) {
            errors.add("the index of gate runs: " + e);
        }
        Reaper.Tick held = locks.tick(rules, false, upFor, grace);
        StaleRecords.Tick open = records.tick(rules, locks.tokens(), upFor, grace);
        errors.addAll(held.snapshot().errors());
        errors.addAll(open.errors());
        last = new ReaperSnapshot(
                start,
                Duration.between(start, clock.instant()),
                held.snapshot().scanned(),
                held.snapshot().reclaimed(),
                held.snapshot().settled() + open.settled(),
                errors);
        log(held.locks(), errors);
        return new Reaper.Tick(last, held.locks());
    }

    /**
     * One look at the lock of one target and at the runs into it, for what is certain at one look: builds that are over or
     * gone. What else may be dead is left to the ticks, and so is everything for a while after a start. Not before
     * {@link GateRuns#mayLookUpBuilds}.
     *
     * @param grace after a start; a lock may be younger, for what is over is over
     */
    public void lookAt(LockName lock, Duration grace) {
        GateConfig.Reaper configured = rules();
        GateConfig.Reaper certain = new GateConfig.Reaper(
                configured.enabled(),
                configured.intervalSeconds(),
                Integer.MAX_VALUE,
                Integer.MAX_VALUE,
                configured.reclaimLocks(),
                false);
        Duration upFor = Duration.between(upSince, clock.instant());
        if (!configured.enabled() || !configured.reclaimLocks() || upFor.compareTo(grace) < 0) {
            return;
        }
        StaleLocks held = StaleLocks.of(lock, LockDesk.get(), GateRuns.get(), clock);
        Reaper.Tick tick = held.tick(certain, false, upFor, Duration.ZERO);
        StaleRecords open = StaleRecords.of(lock, GateRuns.get(), clock);
        List<String> errors = new ArrayList<>(tick.snapshot().errors());
        errors.addAll(open.tick(certain, held.tokens(), upFor, Duration.ZERO).errors());
        log(tick.locks(), errors);
    }

    private static void log(List<Reclaimed> locks, List<String> errors) {
        for (Reclaimed lock : locks) {
            if (lock.reclaimed()) {
                LOGGER.log(Level.INFO, "Reclaimed {0} ({1}) from {2}", new Object[] {
                    lock.resource(), lock.tier(), lock.holder()
                });
            }
        }
        errors.forEach(error -> LOGGER.log(Level.WARNING, "Merge Gate reaper: {0}", Texts.plain(error)));
    }
}
