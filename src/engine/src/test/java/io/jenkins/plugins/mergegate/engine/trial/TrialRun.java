// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.trial;

import io.jenkins.plugins.mergegate.engine.gate.BodyResult;
import io.jenkins.plugins.mergegate.engine.gate.GateRequest;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.gate.GateStep;
import java.time.Duration;
import java.util.function.Function;

/** One run of a gate, driven step by step as the command drives it. It is over when it told its end, or its process died. */
final class TrialRun {
    final String name;
    final GateProcess process;
    private final World world;
    private final String id;
    private final GateRequest request;
    private final Function<GateStep.RunBody, BodyResult> body;
    private GateStep step;
    private boolean working;

    TrialRun(
            World world,
            String name,
            GateProcess process,
            String id,
            GateRequest request,
            Function<GateStep.RunBody, BodyResult> body) {
        this.world = world;
        this.name = name;
        this.process = process;
        this.id = id;
        this.request = request;
        this.body = body;
    }

    String id() {
        return id;
    }

    boolean isOver() {
        return process.isDead() || step instanceof GateStep.Finished;
    }

    /** Whether it is in the middle of a step, which can be seen only from a hook. */
    boolean isWorking() {
        return working;
    }

    /** How long it was asked to wait. */
    Duration due() {
        return step instanceof GateStep.Wait wait ? wait.delay() : Duration.ZERO;
    }

    /** Null before the first step. */
    GateState state() {
        return step == null ? null : step.state();
    }

    /** The next step, now. @param stop whether its user has had enough */
    void step(boolean stop) {
        working = true;
        try {
            step = next(stop);
        } catch (Crash crash) {
            process.end();
        } finally {
            working = false;
        }
        if (step instanceof GateStep.Finished finished) {
            world.ledger.told(finished.state());
            process.end();
        }
    }

    private GateStep next(boolean stop) {
        if (step == null) {
            process.reaper.recover();
            return process.gate.start(id, request);
        }
        if (stop) {
            Duration left = process.gate.inFlight(step.state());
            world.pass(left);
            return process.gate.stop(step.state(), "enough");
        }
        if (step instanceof GateStep.RunBody run) {
            BodyResult result = body.apply(run);
            if (result.kind() == BodyResult.Kind.GREEN || result.kind() == BodyResult.Kind.EMPTY) {
                world.ledger.good(run.state().candidate().tree());
            }
            return process.gate.bodyFinished(run.state(), result);
        }
        return process.gate.resume(step.state());
    }

    @Override
    public String toString() {
        String who = name + " (" + request.branch() + ", " + request.style() + ") ";
        if (step instanceof GateStep.Finished) {
            return who + Oracle.brief(step.state());
        }
        String now = step == null
                ? "new"
                : step.getClass().getSimpleName() + " " + step.state().phase();
        return who + (process.isDead() ? "dead after " : "") + now;
    }
}
