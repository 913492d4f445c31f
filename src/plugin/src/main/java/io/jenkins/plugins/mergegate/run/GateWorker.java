// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.remoting.SingleLaneExecutorService;
import io.jenkins.plugins.mergegate.engine.gate.BodyResult;
import io.jenkins.plugins.mergegate.engine.gate.Gate;
import io.jenkins.plugins.mergegate.engine.gate.GateListener;
import io.jenkins.plugins.mergegate.engine.gate.GateRequest;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.gate.GateStep;
import io.jenkins.plugins.mergegate.engine.gate.Phase;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One run at work. The engine is called on a lane of the pool, so never twice at a time; between two calls no thread is
 * held. Nothing here survives a restart: the journal does.
 */
public final class GateWorker {
    private static final Logger LOGGER = Logger.getLogger(GateWorker.class.getName());

    /** How long a stopped run may finish what it is doing before it is interrupted. */
    private static final long POLITENESS_SECONDS = 5;

    private final String id;
    private final String holder;
    private volatile RunCaller caller;
    private final Gate gate;
    private final BooleanSupplier looksDone;
    private final Runnable cutConnections;
    private final Runnable reserve;
    private final Consumer<GateState> over;
    private final Curfew curfew;
    private final Executor lane;
    private final ScheduledExecutorService timer;

    /** Guards what follows; never held while the engine or the caller is called. */
    private final Object monitor = new Object();

    private GateStep current;
    private Thread atWork;
    private ScheduledFuture<?> alarm;
    private String stopping;
    private boolean dead;
    private boolean ended;
    /** Somebody called while the engine was asking: its answer may be out of date already. */
    private boolean woken;

    /**
     * @param holder the build, as in the record
     * @param wiring makes the gate that reports to the listener it is given
     * @param looksDone whether the build, when it is over, may be taken for done
     * @param cutConnections ends the HTTP calls of this run
     * @param reserve keeps the lock for this run until it is over, whatever becomes of its resource
     * @param over called once, with the last state; null after a defect
     */
    GateWorker(
            String id,
            String holder,
            RunCaller caller,
            Function<GateListener, Gate> wiring,
            BooleanSupplier looksDone,
            Runnable cutConnections,
            Runnable reserve,
            Consumer<GateState> over,
            Curfew curfew,
            ExecutorService pool,
            ScheduledExecutorService timer) {
        this.id = id;
        this.holder = holder;
        this.caller = caller;
        this.gate = wiring.apply(new Progress());
        this.looksDone = looksDone;
        this.cutConnections = cutConnections;
        this.reserve = reserve;
        this.over = over;
        this.curfew = curfew;
        this.lane = new SingleLaneExecutorService(pool);
        this.timer = timer;
    }

    public String id() {
        return id;
    }

    /** The build that runs it, as in the record. */
    public String holder() {
        return holder;
    }

    public void start(GateRequest request) {
        call(() -> gate.start(id, request));
    }

    /** Goes on from what the journal has. */
    public void resume(GateState state) {
        call(() -> gate.resume(state));
    }

    /** Goes on with the body that was running before a restart. */
    public void awaitBody(GateState state) {
        String why;
        synchronized (monitor) {
            current = new GateStep.RunBody(state);
            why = stopping;
        }
        if (why != null) {
            // It was stopped before there was anything to stop.
            call(() -> finish(why));
        }
    }

    public void bodyFinished(GateState state, BodyResult result) {
        call(() -> gate.bodyFinished(state, result));
    }

    /** Asks a waiting run to look again; quick, from any thread. */
    public void wake() {
        GateStep seen;
        synchronized (monitor) {
            seen = current;
            woken = atWork != null;
        }
        if (seen instanceof GateStep.Wait) {
            goOn(seen);
        }
    }

    /** Gives way to the holder of the lock: the run ends as deferred. Does nothing unless the run waits for the lock. */
    public void giveWay(GateStep.Wait seen, String why) {
        call(() -> isStill(seen) ? gate.giveWay(seen.state(), why) : null);
    }

    /** Ends the run for its user. What it is doing may be finished within a few seconds. May be called again. */
    public void stop(String why) {
        end(why, false);
    }

    /** The build is gone or has a result: whatever the run has done is settled from git, and {@code next} is told. */
    void bury(RunCaller next) {
        synchronized (monitor) {
            if (ended || dead) {
                return;
            }
            caller = next;
            reserve.run();
        }
        end("The build is over", true);
    }

    /** Brings the record of a dead run to its end. */
    void settle(GateState state) {
        synchronized (monitor) {
            dead = true;
        }
        call(() -> settled(state));
    }

    /** Where the run is; null before its first answer. */
    @CheckForNull
    public GateStep current() {
        synchronized (monitor) {
            return current;
        }
    }

    private void end(String why, boolean buried) {
        synchronized (monitor) {
            // What ends the run must not be interrupted in its turn, when a killed build is also reported as deleted.
            boolean first = stopping == null;
            stopping = why;
            dead |= buried;
            cancelAlarm();
            if (first && atWork != null) {
                Thread slow = atWork;
                timer.schedule(() -> interrupt(slow), POLITENESS_SECONDS, TimeUnit.SECONDS);
            }
        }
        call(() -> finish(why));
    }

    /** On the lane. Null when there is nothing to do, or not yet. */
    @CheckForNull
    private GateStep finish(String why) {
        GateStep seen = current();
        if (seen == null || seen instanceof GateStep.Finished) {
            return null;
        }
        if (isDead()) {
            return settled(seen.state());
        }
        Duration left = gate.inFlight(seen.state());
        if (left.isZero()) {
            return gate.stop(seen.state(), why);
        }
        timer.schedule(() -> call(() -> finish(why)), left.toMillis(), TimeUnit.MILLISECONDS);
        return null;
    }

    private GateStep settled(GateState state) {
        return gate.settle(state, looksDone.getAsBoolean());
    }

    private boolean isDead() {
        synchronized (monitor) {
            return dead;
        }
    }

    private void interrupt(Thread slow) {
        synchronized (monitor) {
            if (atWork == slow && stopping != null) {
                slow.interrupt();
                cutConnections.run();
            }
        }
    }

    private void goOn(GateStep seen) {
        call(() -> isStill(seen) ? gate.resume(seen.state()) : null);
    }

    private boolean isStill(GateStep seen) {
        synchronized (monitor) {
            return current == seen && stopping == null;
        }
    }

    private void call(Call engine) {
        lane.execute(() -> {
            if (curfew.enter()) {
                try {
                    work(engine);
                } finally {
                    curfew.leave();
                }
            }
        });
    }

    private void work(Call engine) {
        GateStep step = null;
        Throwable broken = null;
        synchronized (monitor) {
            if (ended) {
                return;
            }
            atWork = Thread.currentThread();
        }
        try {
            step = engine.run();
        } catch (RuntimeException | Error e) {
            // The engine does not throw for what the world does: this is a defect, and the lane must live.
            LOGGER.log(Level.SEVERE, "Run " + id + " of " + holder, e);
            broken = e;
        } finally {
            synchronized (monitor) {
                atWork = null;
                Thread.interrupted();
                ended |= broken != null;
            }
        }
        if (broken != null) {
            over.accept(null);
            caller.broken(broken);
        } else if (step != null) {
            answered(step);
        }
    }

    /** What the engine said, on the lane. */
    private void answered(GateStep step) {
        boolean silent;
        synchronized (monitor) {
            current = step;
            cancelAlarm();
            ended = step instanceof GateStep.Finished;
            // A run that is being stopped has its end on the lane already.
            silent = stopping != null && !ended;
            if (step instanceof GateStep.Wait wait && (stopping == null || dead)) {
                long delay = woken && wait.state().phase() == Phase.QUEUED
                        ? 0
                        : wait.delay().toMillis();
                alarm = timer.schedule(() -> again(wait), delay, TimeUnit.MILLISECONDS);
            }
            woken = false;
            if (silent && !dead && step instanceof GateStep.Wait) {
                // It was stopped before there was anything to stop.
                String why = stopping;
                call(() -> finish(why));
            }
        }
        try {
            if (step instanceof GateStep.Finished) {
                over.accept(step.state());
            }
        } finally {
            if (!silent) {
                tell(step);
            }
        }
    }

    private void again(GateStep.Wait wait) {
        if (isDead()) {
            call(() -> settled(wait.state()));
        } else {
            goOn(wait);
        }
    }

    private void tell(GateStep step) {
        if (step instanceof GateStep.RunBody body) {
            caller.body(body);
        } else if (step instanceof GateStep.Wait wait) {
            caller.waiting(wait);
        } else {
            caller.finished(step.state());
        }
    }

    private void cancelAlarm() {
        if (alarm != null) {
            alarm.cancel(false);
            alarm = null;
        }
    }

    private interface Call {
        /** The engine's answer; null when there was nothing to do. */
        GateStep run();
    }

    /** A stopped run gives up at the next thing it does, unless its merge is made and only has to be proven. */
    private final class Progress implements GateListener {
        private Phase phase;

        @Override
        public void phase(GateState state) {
            curfew.checkpoint();
            boolean stop;
            synchronized (monitor) {
                stop = stopping != null && state.phase().compareTo(Phase.PROVING) < 0;
            }
            if (stop) {
                Thread.currentThread().interrupt();
            }
            if (state.phase() != phase) {
                phase = state.phase();
                caller.line(phase.name().toLowerCase(Locale.ROOT).replace('_', ' '));
            }
        }

        @Override
        public void line(GateState state, String text) {
            caller.line(text);
        }
    }
}
