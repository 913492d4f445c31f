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
import io.jenkins.plugins.mergegate.engine.gate.Phase;
import io.jenkins.plugins.mergegate.engine.git.LocalGitHost;
import io.jenkins.plugins.mergegate.git.GitHosts;
import io.jenkins.plugins.mergegate.lock.LockDesk;
import java.io.IOException;
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
            for (GateState state : GateRuns.get().journal().unfinished()) {
                if (GateRuns.holdsLock(state)) {
                    LockDesk.get()
                            .remember(
                                    state.lockName(),
                                    state.id(),
                                    state.request().holder());
                }
            }
        } catch (IOException | RuntimeException e) {
            // Jenkins must start; and a run that cannot write its record merges nothing.
            LOGGER.log(Level.SEVERE, "The records of gate runs in $JENKINS_HOME/merge-gate cannot be read", e);
        }
    }

    private static boolean isClosed(String id) {
        try {
            return GateRuns.get()
                    .journal()
                    .read(id)
                    .filter(state -> state.phase() == Phase.CLOSED)
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
            settleWhenResumed(RESUMPTION_SECONDS);
        }
    }

    /** A build that is looked up while Pipeline is loading it may be loaded twice, and then it runs twice. */
    private static void settleWhenResumed(int patience) {
        if (patience > 0 && !FlowExecutionList.get().isResumptionComplete()) {
            Timer.get().schedule(() -> settleWhenResumed(patience - 1), 1, TimeUnit.SECONDS);
        } else {
            GateRuns.get().pool().execute(() -> settleAll(null));
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
            over(run);
        }

        /** Also without a listener, as after a failed start. */
        @Override
        public void onFinalized(Run<?, ?> run) {
            over(run);
        }

        @Override
        public void onDeleted(Run<?, ?> run) {
            over(run);
        }

        private static void over(Run<?, ?> run) {
            GateRuns runs = GateRuns.get();
            String holder = GateRuns.holder(run);
            runs.workersOf(holder).forEach(worker -> worker.bury(new Undertaker(worker.id())));
            runs.pool().execute(() -> {
                if (run.getAction(GateAction.class) != null) {
                    settleAll(holder);
                }
                LockDesk.get().poke();
            });
        }
    }

    /** @param holder only the records of this build; null for all */
    private static void settleAll(@CheckForNull String holder) {
        try {
            for (GateState state : GateRuns.get().journal().unfinished()) {
                if (holder == null || holder.equals(state.request().holder())) {
                    settleIfDead(state);
                }
            }
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "The records of unfinished gate runs could not be read", e);
        }
    }

    /** One record that fails never keeps the others from being looked at. */
    private static void settleIfDead(GateState state) {
        try {
            Run<?, ?> run = GateRuns.build(state);
            if (!GateRuns.get().isLive(state.id()) && (run == null || !run.isBuilding())) {
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
    static void settleLater(String id) {
        GateRuns.get().pool().execute(() -> open(id).ifPresent(state -> settle(state, GateRuns.build(state))));
    }

    private static Optional<GateState> open(String id) {
        try {
            return GateRuns.get().journal().read(id).filter(state -> state.phase() != Phase.CLOSED);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Run " + id, e);
            return Optional.empty();
        }
    }

    /** Settles a record whose run is known to be over; goes on in the background until it is closed. */
    static Future<GateState> settle(GateState state, @CheckForNull Run<?, ?> run) {
        Undertaker undertaker = new Undertaker(state.id());
        GateRuns.get()
                .work(
                        state.id(),
                        state.request().holder(),
                        null,
                        Access.ofDead(state, run),
                        new LocalGitHost(GitHosts.onController()),
                        undertaker)
                .settle(state);
        return undertaker.end;
    }

    /** Writes the end into the log of Jenkins and tries again where the record could not be closed. */
    private static final class Undertaker implements RunCaller {
        private final String id;
        private final CompletableFuture<GateState> end = new CompletableFuture<>();

        Undertaker(String id) {
            this.id = id;
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
            LOGGER.info(() -> "Run " + id + " of " + state.request().holder() + " was settled: "
                    + state.ending().outcome() + ": " + state.ending().message());
            Run<?, ?> run = GateRuns.build(state);
            if (run != null) {
                GateAction.ended(run, state);
            }
            end.complete(state);
            if (state.phase() != Phase.CLOSED) {
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
            GateRuns.get().pool().execute(() -> open(id).ifPresent(Recovery::settleIfDead));
        }
    }
}
