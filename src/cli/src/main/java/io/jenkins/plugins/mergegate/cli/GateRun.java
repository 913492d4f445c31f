// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import io.jenkins.plugins.mergegate.engine.gate.BodyResult;
import io.jenkins.plugins.mergegate.engine.gate.Gate;
import io.jenkins.plugins.mergegate.engine.gate.GateListener;
import io.jenkins.plugins.mergegate.engine.gate.GateReport;
import io.jenkins.plugins.mergegate.engine.gate.GateRequest;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.gate.GateStep;
import io.jenkins.plugins.mergegate.engine.gate.Phase;
import io.jenkins.plugins.mergegate.engine.git.GitFailure;
import io.jenkins.plugins.mergegate.engine.git.Mirror;
import io.jenkins.plugins.mergegate.engine.reaper.Reaper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Drives one run to its end: runs the body when it is asked to, waits when it is asked to, stops when it must. */
final class GateRun {
    private static final String WHY = "The run was stopped by a signal";
    /** How long a stopped run may finish what it is doing before it is interrupted. */
    private static final long POLITENESS_SECONDS = 5;

    private final Wiring wiring;
    private final Context context;
    private final Progress progress;
    private final Body body;

    GateRun(Wiring wiring, Context context, String retest) {
        this.wiring = wiring;
        this.context = context;
        this.progress = new Progress(context, wiring.inputs().json());
        this.body = retest == null ? null : new Body(retest, context);
    }

    /** The exit code. The result is printed. */
    int run(GateRequest request) {
        Thread runner = Thread.currentThread();
        context.stop().begin(() -> interrupt(runner));
        try {
            Reaper reaper =
                    wiring.reaper(GateListener.NONE, wiring.inputs().config().reaper());
            GateState end = drive(wiring.gate(listener()), reaper, request);
            report(end);
            return end.ending().exit();
        } finally {
            context.stop().end();
        }
    }

    private GateState drive(Gate gate, Reaper reaper, GateRequest request) {
        reaper.recover();
        GateStep step = gate.start(UUID.randomUUID().toString(), request);
        while (!(step instanceof GateStep.Finished)) {
            step = next(gate, step);
            if (step instanceof GateStep.Wait && step.state().phase() == Phase.QUEUED) {
                // Whoever holds the lock may have died meanwhile.
                reaper.recover();
            }
        }
        return step.state();
    }

    private GateStep next(Gate gate, GateStep step) {
        if (context.stop().isRequested()) {
            return stop(gate, step.state());
        }
        if (step instanceof GateStep.RunBody test) {
            return gate.bodyFinished(step.state(), test(test));
        }
        GateStep.Wait wait = (GateStep.Wait) step;
        progress.waiting(wait.why());
        return context.stop().await(wait.delay().toMillis()) ? stop(gate, step.state()) : gate.resume(step.state());
    }

    private static GateStep stop(Gate gate, GateState state) {
        awaitMergeCall(gate, state);
        // The interrupt has done its work; it must not break the release of the lock.
        Thread.interrupted();
        return gate.stop(state, WHY);
    }

    /** A merge call that was cut off may still be at work on the server: only after that git tells how it ended. */
    private static void awaitMergeCall(Gate gate, GateState state) {
        for (Duration left = gate.inFlight(state); !left.isZero(); left = gate.inFlight(state)) {
            try {
                TimeUnit.MILLISECONDS.sleep(Math.max(1, left.toMillis()));
            } catch (InterruptedException e) {
                // Somebody is in a hurry; a few seconds are the price of a true answer.
                continue;
            }
        }
    }

    private BodyResult test(GateStep.RunBody step) {
        GateState state = step.state();
        if (body == null) {
            return BodyResult.green();
        }
        Mirror mirror = wiring.mirror(state.facts().remoteUrl());
        try {
            String directory = mirror.checkout(state.candidate().sha(), state.id());
            BodyResult result = body.run(Path.of(directory), step.environment());
            Thread.interrupted();
            tidy(mirror, state);
            return result;
        } catch (GitFailure failure) {
            Thread.interrupted();
            return context.stop().isRequested() || failure.kind() == GitFailure.Kind.INTERRUPTED
                    ? BodyResult.aborted(WHY)
                    : BodyResult.broken("the candidate could not be checked out: " + failure.getMessage());
        }
    }

    /** What is left behind says nothing of the tree; it is removed when the run is closed. */
    private void tidy(Mirror mirror, GateState state) {
        try {
            mirror.removeCheckout(state.id());
        } catch (GitFailure failure) {
            progress.line(state, "The checkout is left behind for now: " + failure.getMessage());
        }
    }

    private void report(GateState end) {
        if (wiring.inputs().json()) {
            context.print(Json.of(GateReport.of(end)));
            return;
        }
        progress.ended(end);
        context.print(end.ending().outcome()
                + (end.ending().reason() == null ? "" : "/" + end.ending().reason()) + ": "
                + end.ending().message());
    }

    /** A stopped run gives up at the next thing it does, unless its merge is made and only has to be proven. */
    private GateListener listener() {
        return new GateListener() {
            @Override
            public void phase(GateState state) {
                if (context.stop().isRequested() && state.phase().compareTo(Phase.PROVING) < 0) {
                    Thread.currentThread().interrupt();
                }
                progress.phase(state);
            }

            @Override
            public void line(GateState state, String text) {
                progress.line(state, text);
            }
        };
    }

    /** Runs beside the run, on the thread of the signal. */
    private void interrupt(Thread runner) {
        progress.say("Stopping ...");
        if (body != null) {
            body.stop();
        }
        Thread later = new Thread(
                () -> {
                    if (!context.stop().awaitEnd(POLITENESS_SECONDS)) {
                        runner.interrupt();
                        // A read from a socket does not mind an interrupt.
                        wiring.http().dispatcher().cancelAll();
                    }
                },
                "interrupt");
        later.setDaemon(true);
        later.start();
    }
}
