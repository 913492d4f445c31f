// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.reaper;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.AsyncPeriodicWork;
import hudson.model.TaskListener;
import io.jenkins.plugins.mergegate.config.MergeGateConfiguration;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.config.Globs;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.git.GitFailure;
import io.jenkins.plugins.mergegate.engine.git.LocalGitHost;
import io.jenkins.plugins.mergegate.engine.git.Mirror;
import io.jenkins.plugins.mergegate.engine.guard.Regression;
import io.jenkins.plugins.mergegate.engine.guard.RegressionGuard;
import io.jenkins.plugins.mergegate.engine.hold.Hold;
import io.jenkins.plugins.mergegate.engine.text.Texts;
import io.jenkins.plugins.mergegate.git.GitHosts;
import io.jenkins.plugins.mergegate.place.Place;
import io.jenkins.plugins.mergegate.place.PlaceOfRecord;
import io.jenkins.plugins.mergegate.run.GateRuns;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Looks for the markers again in targets that changed without the gate, as by a direct push: every target that a run has
 * gone into, whenever it has a new tip. The markers of a step are known to its own runs alone; here it is those of the
 * configuration and of the file in the target. It works with the account of the configured server.
 */
@Extension
public final class RegressionWatch extends AsyncPeriodicWork {
    private static final Logger LOGGER = Logger.getLogger(RegressionWatch.class.getName());
    private static final Duration PERIOD = Duration.ofMinutes(5);

    /** More than there are between two looks; a target that is missed is noted after its next run. */
    private static final int RECENT_RUNS = 200;

    private final Clock clock = Clock.systemUTC();

    public RegressionWatch() {
        super("Merge Gate regression watch");
    }

    public static RegressionWatch get() {
        return ExtensionList.lookupSingleton(RegressionWatch.class);
    }

    @Override
    public long getRecurrencePeriod() {
        return PERIOD.toMillis();
    }

    @Override
    protected Level getNormalLoggingLevel() {
        return Level.FINEST;
    }

    @Override
    protected void execute(TaskListener listener) {
        look();
    }

    /** One look at every target. One that fails is looked at again next time, and never keeps the others from it. */
    synchronized void look() {
        GateConfig config = MergeGateConfiguration.get().toGateConfig();
        if (!config.enabled()
                || !config.regressionGuard().enabled()
                || !config.reaper().enabled()) {
            return;
        }
        try {
            WatchedTargets store = new WatchedTargets(GateRuns.get().directory());
            List<WatchedTarget> before = store.read();
            List<WatchedTarget> after = new ArrayList<>();
            for (WatchedTarget target : known(before)) {
                after.add(isOn(config, target) ? look(target, config) : target);
            }
            if (!after.equals(before)) {
                store.write(after);
            }
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "The targets could not be looked at", e);
        }
    }

    private static List<WatchedTarget> known(List<WatchedTarget> before) throws IOException {
        Map<String, WatchedTarget> known = new LinkedHashMap<>();
        before.forEach(target -> known.put(target.key(), target));
        for (GateState state : GateRuns.get().records().recent(RECENT_RUNS)) {
            // The facts are there once Gitea knew the repository.
            if (state.facts() != null) {
                WatchedTarget target = WatchedTarget.of(state);
                known.putIfAbsent(target.key(), target);
            }
        }
        return List.copyOf(known.values());
    }

    private static boolean isOn(GateConfig config, WatchedTarget target) {
        return config.repositories().isEmpty() || Globs.matchesRepository(config.repositories(), target.repository());
    }

    private WatchedTarget look(WatchedTarget target, GateConfig config) {
        try {
            Place place = PlaceOfRecord.of(
                    target.server(), target.repository(), null, target.target(), target.remoteUrl(), config);
            Mirror mirror = GateRuns.get().mirror(new LocalGitHost(GitHosts.onController()), place, target.remoteUrl());
            String tip = mirror.fetchTarget(target.target());
            if (tip.equals(target.checkedSha())) {
                return target;
            }
            Regression found =
                    new RegressionGuard(config, clock).check(mirror, tip, target.repository(), List.of(), null);
            if (!found.missing().isEmpty()) {
                close(target, tip, found);
            }
            // What was left out now is tried again.
            return found.skipped() == null ? target.checked(tip) : target;
        } catch (GitFailure | IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "{0} could not be looked at: {1}", new Object[] {target, e.getMessage()});
            return target;
        }
    }

    private void close(WatchedTarget target, String tip, Regression found) throws IOException {
        String text = Texts.guarded(target.target(), found.checked(), found.missing(), found.skipped());
        LOGGER.log(Level.WARNING, "{0}: {1}", new Object[] {target, text});
        GateRuns.get()
                .holds()
                .raise(Hold.regressed(
                        target.server(),
                        target.repository(),
                        target.target(),
                        tip,
                        text,
                        "Merge Gate",
                        clock.instant()));
    }
}
