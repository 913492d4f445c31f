// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.reaper;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.AsyncPeriodicWork;
import hudson.model.TaskListener;
import io.jenkins.plugins.mergegate.config.MergeGateConfiguration;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
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
import io.jenkins.plugins.mergegate.hold.HoldDesk;
import io.jenkins.plugins.mergegate.place.Place;
import io.jenkins.plugins.mergegate.place.PlaceOfRecord;
import io.jenkins.plugins.mergegate.run.GateRuns;
import io.jenkins.plugins.mergegate.run.History;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Looks for the markers again in targets that changed without the gate, as by a direct push: every target that a run has
 * merged into, whenever it has a tip that no run has looked at. The markers of a step are known to its own runs alone;
 * here it is those of the configuration and of the file in the target. It works with the account of the configured
 * server.
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
    void look() {
        look(target -> true);
    }

    /**
     * One look at one target, if runs have merged into it. Takes as long as a fetch.
     *
     * @param server host, with its port where it has one
     */
    public void look(String server, RepositoryId repository, String target) {
        String key = new WatchedTarget(server, repository, target, null, null).key();
        look(watched -> watched.key().equals(key));
    }

    private synchronized void look(Predicate<WatchedTarget> which) {
        GateConfig config = MergeGateConfiguration.get().toGateConfig();
        if (!config.enabled()
                || !config.regressionGuard().enabled()
                || !config.reaper().enabled()) {
            return;
        }
        try {
            WatchedTargets store = new WatchedTargets(GateRuns.get().directory());
            List<WatchedTarget> before = store.read();
            if (!mayKnow(which, before)) {
                return;
            }
            List<GateState> guarded = guarded();
            Map<String, WatchedTarget> targets = known(before, guarded);
            for (WatchedTarget target : List.copyOf(targets.values())) {
                boolean isMeant = which.test(target) && isOn(config, target);
                WatchedTarget looked = isMeant ? look(target, guarded, config) : target;
                // One by one: what was looked at is not looked at again after a restart.
                if (targets.put(target.key(), looked) != looked) {
                    store.write(List.copyOf(targets.values()));
                }
            }
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "The targets could not be looked at", e);
        }
    }

    /** Without a look at any record: most pushes are to branches that nobody merges into. */
    private static boolean mayKnow(Predicate<WatchedTarget> which, List<WatchedTarget> before) {
        History history = GateRuns.get().records().history();
        return !history.isComplete()
                || before.stream().anyMatch(which)
                || history.targets().stream().map(WatchedTarget::of).anyMatch(which);
    }

    /** The runs of late that merged, and whose merge was looked at by the guard of the run itself. */
    private static List<GateState> guarded() throws IOException {
        return GateRuns.get().records().recent(RECENT_RUNS).stream()
                .filter(state -> state.mergedSha() != null && state.regression() != null && state.facts() != null)
                .toList();
    }

    private static Map<String, WatchedTarget> known(List<WatchedTarget> before, List<GateState> guarded) {
        Map<String, WatchedTarget> known = new LinkedHashMap<>();
        before.forEach(target -> known.put(target.key(), target));
        for (GateState state : guarded) {
            WatchedTarget target = WatchedTarget.of(state);
            known.putIfAbsent(target.key(), target);
        }
        return known;
    }

    private static boolean isOn(GateConfig config, WatchedTarget target) {
        return config.repositories().isEmpty() || Globs.matchesRepository(config.repositories(), target.repository());
    }

    private WatchedTarget look(WatchedTarget target, List<GateState> guarded, GateConfig config) {
        try {
            Place place = PlaceOfRecord.of(
                    target.server(), target.repository(), null, target.target(), target.remoteUrl(), config);
            Mirror mirror = GateRuns.get().mirror(new LocalGitHost(GitHosts.onController()), place, target.remoteUrl());
            String tip = mirror.fetchTarget(target.target());
            if (tip.equals(target.checkedSha())) {
                return target;
            }
            if (guarded.stream().anyMatch(run -> isMergeOf(run, target, tip))) {
                return target.checked(tip);
            }
            Regression found =
                    new RegressionGuard(config, clock).check(mirror, tip, target.repository(), List.of(), null);
            if (!found.missing().isEmpty()) {
                close(target, tip, found);
            }
            // What was left out now is tried again.
            return found.skipped() == null ? target.checked(tip) : target;
        } catch (GitFailure | IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "{0} could not be looked at: {1}", new Object[] {
                target, Texts.plain(String.valueOf(e.getMessage()))
            });
            return target;
        }
    }

    private static boolean isMergeOf(GateState run, WatchedTarget target, String tip) {
        return tip.equals(run.mergedSha()) && WatchedTarget.of(run).key().equals(target.key());
    }

    private void close(WatchedTarget target, String tip, Regression found) throws IOException {
        String text = Texts.guarded(target.target(), found.checked(), found.missing(), found.skipped());
        LOGGER.log(Level.WARNING, "{0}: {1}", new Object[] {target, Texts.plain(text)});
        HoldDesk.get()
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
