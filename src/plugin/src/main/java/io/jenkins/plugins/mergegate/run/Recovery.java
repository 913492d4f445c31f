// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.ItemListener;
import hudson.model.listeners.RunListener;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.gate.GateStep;
import io.jenkins.plugins.mergegate.engine.text.Texts;
import io.jenkins.plugins.mergegate.lock.LockDesk;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.util.Timer;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionList;

/** Brings to an end what builds leave behind that ended without their gate step: killed, deleted, lost in a crash. */
public final class Recovery {
    private static final Logger LOGGER = Logger.getLogger(Recovery.class.getName());

    /** Between two tries to close a record, as while a hold cannot be written. */
    private static final long RETRY_SECONDS = 60;

    /** For loading the builds that go on; longer only when something went wrong with that. */
    private static final int RESUMPTION_SECONDS = 600;

    private Recovery() {}

    /**
     * Before any build goes on: locks of runs that were at work stay theirs, and locks of runs that had released them are
     * free, whatever a crash made of the resources. These are saved a second late.
     */
    @Initializer(after = InitMilestone.JOB_LOADED, before = InitMilestone.JOB_CONFIG_ADAPTED)
    public static void rememberLocks() {
        try {
            LockDesk.get().freeReleased(Recovery::isClosed);
            for (GateState state : GateRuns.get().records().unfinished()) {
                if (GateRuns.holdsLock(state)) {
                    remember(state);
                }
            }
        } catch (IOException | RuntimeException e) {
            // Jenkins must start; and a run that cannot write its record merges nothing.
            LOGGER.log(Level.SEVERE, "The records of gate runs in $JENKINS_HOME/merge-gate cannot be read", e);
        }
    }

    private static void remember(GateState state) {
        LockDesk.get().remember(state.lockName(), state.id(), state.request().holder());
    }

    private static boolean isClosed(String id) {
        try {
            return GateRuns.get()
                    .records()
                    .find(id, null)
                    .filter(state -> !Records.isOpen(state))
                    .isPresent();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The record of run " + id + " could not be read", e);
            return false;
        }
    }

    /** Once all builds are there: records whose builds are over or gone. Builds that go on claim theirs when they resume. */
    @Extension
    public static final class AtStart extends ItemListener {
        @Override
        public void onLoaded() {
            GateRuns.get().pool().execute(Recovery::readHistory);
            settleWhenResumed(RESUMPTION_SECONDS);
        }
    }

    private static void readHistory() {
        try {
            List<String> unread = GateRuns.get().records().readHistory();
            if (!unread.isEmpty()) {
                LOGGER.log(
                        Level.WARNING,
                        "Past gate runs are missing on the dashboard, {0} could not be read: {1}",
                        new Object[] {unread.size(), unread.get(0)});
            }
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "Past gate runs are missing on the dashboard: they could not be read", e);
        }
    }

    /** Not before builds may be looked up. */
    private static void settleWhenResumed(int patience) {
        if (patience > 0 && !FlowExecutionList.get().isResumptionComplete()) {
            Timer.get().schedule(() -> settleWhenResumed(patience - 1), 1, TimeUnit.SECONDS);
        } else {
            GateRuns.get().buildsAreLoaded();
            GateRuns.get().pool().execute(Recovery::settleAll);
        }
    }

    /**
     * A build that ends has closed its records, unless it was killed. Asked before lockable-resources frees the locks of
     * the build: nobody else gets one of them before its run is settled.
     */
    @Extension(ordinal = 100)
    public static final class AtBuildEnd extends RunListener<Run<?, ?>> {
        @Override
        public void onCompleted(Run<?, ?> run, @NonNull TaskListener listener) {
            over(run, run);
        }

        /** Also without a listener, as after a failed start. */
        @Override
        public void onFinalized(Run<?, ?> run) {
            over(run, run);
        }

        /** Perhaps years later: what the index has forgotten is over, whatever the build still says. */
        @Override
        public void onDeleted(Run<?, ?> run) {
            over(run, null);
        }

        /** @param source asked for the record when the index has none */
        private static void over(Run<?, ?> run, @CheckForNull Run<?, ?> source) {
            GateRuns runs = GateRuns.get();
            List<GateAction> actions = run.getActions(GateAction.class);
            for (GateAction action : actions) {
                action.record().filter(AtBuildEnd::holdsItsLock).ifPresent(Recovery::remember);
                runs.arrived(action.getId());
                runs.bury(action.getId(), new Undertaker(action.getId()));
            }
            runs.pool().execute(() -> {
                actions.forEach(action -> settleLeft(action, run, source));
                LockDesk.get().poke();
            });
        }

        private static boolean holdsItsLock(GateState state) {
            return Records.isOpen(state) && GateRuns.holdsLock(state);
        }

        private static void settleLeft(GateAction action, Run<?, ?> run, @CheckForNull Run<?, ?> source) {
            Optional<GateState> left = open(action.getId(), source);
            if (left.isPresent()) {
                settleIfDead(left.get(), run);
            } else {
                action.record().filter(AtBuildEnd::holdsItsLock).ifPresent(GateRuns::freeLock);
            }
        }
    }

    private static void settleAll() {
        try {
            restoreIndex();
            for (GateState state : GateRuns.get().records().unfinished()) {
                settleIfDead(state, GateRuns.build(state));
            }
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "The records of unfinished gate runs could not be read", e);
        }
    }

    /** Only when it was lost; then all builds are read, so not before Jenkins has started. */
    public static void restoreIndex() throws IOException {
        GateRuns runs = GateRuns.get();
        int count = runs.records().restore(BuildScan::unfinished, runs::isLive);
        if (count > 0) {
            LOGGER.log(Level.INFO, "The index of gate runs was lost; {0} unfinished were found on their builds", count);
        }
    }

    /** One record that fails never keeps the others from being looked at. */
    private static void settleIfDead(GateState state, @CheckForNull Run<?, ?> run) {
        try {
            if (run == null || !run.isBuilding()) {
                settle(state, run);
            }
        } catch (RuntimeException e) {
            LOGGER.log(
                    Level.WARNING,
                    "Run " + state.id() + " of " + state.request().holder(),
                    e);
        }
    }

    /** Settles the record of a run whose step ended without it. */
    static void settleLater(String id, @CheckForNull Run<?, ?> run) {
        GateRuns.get()
                .pool()
                .execute(() ->
                        open(id, run).ifPresent(state -> settle(state, run == null ? GateRuns.build(state) : run)));
    }

    /** @param source asked when the index has none; null for the index alone */
    private static Optional<GateState> open(String id, @CheckForNull Run<?, ?> source) {
        try {
            return GateRuns.get().records().find(id, source).filter(Records::isOpen);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Run " + id, e);
            return Optional.empty();
        }
    }

    /**
     * Settles a record whose run is known to be over; goes on in the background until it is closed.
     *
     * @return empty when somebody is at it already
     */
    static synchronized Optional<Future<GateState>> settle(GateState state, @CheckForNull Run<?, ?> run) {
        // It may have been closed since it was read.
        if (GateRuns.get().isLive(state.id()) || isClosed(state.id())) {
            return Optional.empty();
        }
        Undertaker undertaker = new Undertaker(state.id());
        GateRuns.get().work(state, run, undertaker).settle(state);
        return Optional.of(undertaker.end);
    }

    /** Writes the end into the log of Jenkins and tries again where the record could not be closed. */
    private static final class Undertaker implements RunCaller {
        private final String id;
        private final CompletableFuture<GateState> end = new CompletableFuture<>();

        Undertaker(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public void body(GateStep.RunBody step) {
            throw new IllegalStateException("a run that is settled has no body");
        }

        @Override
        public void waiting(GateStep.Wait step) {
            LOGGER.fine(() -> "Run " + id + ": " + step.why());
        }

        @Override
        public void finished(GateState state) {
            LOGGER.info(() -> Texts.plain("Run " + id + " of " + state.request().holder() + " was settled: "
                    + state.ending().outcome() + ": " + state.ending().message()));
            end.complete(state);
            if (Records.isOpen(state)) {
                Timer.get().schedule(this::again, RETRY_SECONDS, TimeUnit.SECONDS);
            }
        }

        @Override
        public void broken(Throwable defect) {
            end.completeExceptionally(defect);
        }

        @Override
        public void line(String text) {
            LOGGER.fine(() -> "Run " + id + ": " + text);
        }

        private void again() {
            GateRuns.get()
                    .pool()
                    .execute(() -> open(id, null).ifPresent(state -> settleIfDead(state, GateRuns.build(state))));
        }
    }
}
