// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.git.GitFailure;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaFailure;
import io.jenkins.plugins.mergegate.engine.merge.Backoff;
import io.jenkins.plugins.mergegate.engine.state.StateId;
import io.jenkins.plugins.mergegate.engine.text.Texts;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A gate run as a state machine. Every method works until the caller is needed and answers with a {@link GateStep};
 * none of them throws for what the world does, waits for what lasts, or keeps anything between calls: the state in the
 * step is all there is, and the journal has it.
 */
public final class Gate {
    private final GatePorts ports;
    private final Reporting reporting;
    private final Proving proving;
    private final Closing closing;
    private final Map<Phase, PhaseWork> work = new EnumMap<>(Phase.class);

    public Gate(GatePorts ports) {
        this.ports = ports;
        reporting = new Reporting(ports);
        proving = new Proving(ports);
        closing = new Closing(ports, reporting);
        work.put(Phase.PREFLIGHT, new Preflight(ports));
        work.put(Phase.FETCHING, new Fetching(ports));
        work.put(Phase.BYPASSED, new Bypassing(ports));
        work.put(Phase.QUEUED, new Queueing(ports, reporting));
        work.put(Phase.CATCHING_UP, new CatchingUp(ports, reporting));
        work.put(Phase.PUSHING, new Pushing(ports));
        work.put(Phase.RETESTING, new Retesting(ports, reporting));
        work.put(Phase.COMPARING, new Comparing(ports));
        work.put(Phase.OPENING, new Opening(ports));
        work.put(Phase.AWAITING, new Awaiting(ports, reporting));
        work.put(Phase.MERGING, new Merging(ports));
        work.put(Phase.PROVING, proving);
        work.put(Phase.GUARDING, new Guarding(ports));
    }

    /**
     * Begins a run.
     *
     * @param id of this run alone, and the token of its lock; a random UUID does
     * @throws io.jenkins.plugins.mergegate.engine.InvalidInput when the id cannot name a file
     */
    public GateStep start(String id, GateRequest request) {
        return proceed(GateState.begin(
                StateId.check(id),
                request,
                ports.server(),
                ports.owner(),
                ports.clock().instant()));
    }

    /** Goes on after a {@link GateStep.Wait}, or from what the journal has after a restart. */
    public GateStep resume(GateState state) {
        return proceed(state);
    }

    /** Goes on after a {@link GateStep.RunBody}. */
    public GateStep bodyFinished(GateState state, BodyResult result) {
        return switch (result.kind()) {
            case ABORTED -> stop(state, result.detail() == null ? "The re-test was stopped" : result.detail());
            case RED ->
                end(
                        state.with(draft -> draft.retested = true),
                        new Ending(
                                Outcome.RETEST_FAILED,
                                null,
                                Texts.retestFailed(
                                        state.candidate().sha(), state.request().target(), result.detail())));
            case BROKEN -> end(state, new Ending(Outcome.HELD, Reason.GIT_ERROR, Texts.retestBroken(result.detail())));
            case GREEN, EMPTY -> {
                if (state.phase() == Phase.BYPASSED) {
                    yield end(state, new Ending(Outcome.DISABLED, null, Texts.bypassed()));
                }
                boolean green = result.kind() == BodyResult.Kind.GREEN;
                if (!green) {
                    ports.listener().line(state, Texts.noBody());
                }
                GateState tested = state.with(draft -> draft.retested = green);
                GateState told = reporting.status(tested, Announcement.validated(tested));
                yield proceed(told.enter(Phase.COMPARING, ports.clock().instant()));
            }
        };
    }

    /**
     * Ends a run that waits for the lock as {@link WhenBusy#DEFER} would, because waiting on would be in somebody's way;
     * its place in line is given up. A run that does not wait for the lock goes on.
     *
     * @param why one sentence
     */
    public GateStep giveWay(GateState state, String why) {
        boolean waits = state.ending() == null && state.phase() == Phase.QUEUED;
        return waits ? follow(Move.deferred(state, Reason.LOCK_BUSY, why)) : proceed(state);
    }

    /** Ends a run because its user or a signal wants it to. A merge that git shows already is finished as merged. */
    public GateStep stop(GateState state, String why) {
        return isAlmostOver(state) ? proceed(state) : follow(abandoned(state, aborted(Texts.stopped(why))));
    }

    /**
     * Ends a run that died: landed runs are finished, others released, unknown ones held. A {@link GateStep.Wait} says
     * that a merge call of the dead run may still be at work on the server: settle the state of that step later.
     */
    public GateStep settle(GateState state) {
        return settle(state, false);
    }

    /**
     * The same, for a run that somebody may take for done: its build is green. When git does not show that it landed it is
     * held.
     */
    public GateStep settle(GateState state, boolean looksDone) {
        if (isAlmostOver(state)) {
            return proceed(state);
        }
        String sha = looksDone && state.candidate() != null && state.phase() != Phase.BYPASSED
                ? state.candidate().sha()
                : null;
        String target = state.request().target();
        if (sha != null && isMergedByOthers(state)) {
            return end(state, new Ending(Outcome.ALREADY_IN_MAIN, null, Texts.alreadyIn(sha, target)));
        }
        Ending notLanded = sha != null
                ? new Ending(Outcome.HELD, Reason.NOT_MERGED, Texts.looksDone(sha, target))
                : aborted(Texts.died(state.phase().name().toLowerCase(Locale.ROOT)));
        Move move = abandoned(state, notLanded);
        if (!isNotLanded(move, notLanded)) {
            return follow(move);
        }
        GateState found = state.merge().isUnanswered() ? foundDead(state) : state;
        Duration left = inFlight(found);
        return left.isZero() ? follow(move) : new GateStep.Wait(found, left, Texts.inFlight());
    }

    private boolean isMergedByOthers(GateState state) {
        try {
            return !state.mergeWasCalled() && proving.look(state).landed();
        } catch (GitFailure | GiteaFailure | RuntimeException e) {
            return false; // Not known is not merged.
        }
    }

    /** A call may take minutes and nobody knows when its run died: the call counts as cut off in this moment. */
    private GateState foundDead(GateState state) {
        GateState cut = state.with(draft -> draft.merge = draft.merge.answerOrNone())
                .enter(Phase.PROVING, ports.clock().instant());
        keep(cut);
        return cut;
    }

    private static Ending interrupted() {
        return aborted(Texts.stopped("The run was interrupted"));
    }

    private static Ending aborted(String message) {
        return new Ending(Outcome.ABORTED, null, message);
    }

    private static boolean isNotLanded(Move move, Ending notLanded) {
        return move instanceof Move.End end && end.ending().equals(notLanded);
    }

    private static boolean isAlmostOver(GateState state) {
        return state.ending() != null || state.phase() == Phase.GUARDING;
    }

    /** How much longer a merge call that was never answered, or was cut off, may still be at work on the server. */
    public Duration inFlight(GateState state) {
        return state.inFlight(ports.clock().instant());
    }

    private Move abandoned(GateState state, Ending notLanded) {
        if (!state.mergeWasCalled()) {
            return new Move.End(state, notLanded);
        }
        try {
            Proving.Look look = proving.look(state);
            return look.landed() ? proving.proven(state, look) : new Move.End(state, notLanded);
        } catch (GitFailure | GiteaFailure | RuntimeException failure) {
            return new Move.End(state, Trouble.ending(failure, true));
        }
    }

    private GateStep proceed(GateState from) {
        GateState state = from;
        while (state.ending() == null) {
            Move move;
            try {
                ports.journal().write(state);
                ports.listener().phase(state);
                move = lastLook(work.get(state.phase()).run(state));
            } catch (GitFailure | GiteaFailure | IOException | RuntimeException failure) {
                move = troubled(state, failure);
            }
            if (!(move instanceof Move.Go go)) {
                return follow(move);
            }
            state = go.state().enter(go.next(), ports.clock().instant());
        }
        return close(state);
    }

    /**
     * A call that was cut off may land behind the back of whatever ends the run. So no such run ends before the call can be
     * at work no more, and git has the last word.
     */
    private Move lastLook(Move move) throws GitFailure, GiteaFailure {
        if (!(move instanceof Move.End end) || !end.state().merge().mayStillLand() || hasLanded(end)) {
            return move;
        }
        Duration left = inFlight(end.state());
        if (!left.isZero()) {
            return new Move.Pause(end.state(), left, Texts.inFlight());
        }
        Proving.Look look = proving.look(end.state());
        return look.landed() ? proving.proven(end.state(), look) : move;
    }

    private static boolean hasLanded(Move.End end) {
        return end.state().phase() == Phase.GUARDING || end.ending().reason() == Reason.PROOF_MISMATCH;
    }

    private GateStep follow(Move move) {
        if (move instanceof Move.Go go) {
            return proceed(go.state().enter(go.next(), ports.clock().instant()));
        }
        if (move instanceof Move.Body body) {
            return remembered(body.state(), new GateStep.RunBody(body.state()));
        }
        if (move instanceof Move.Pause pause) {
            return remembered(pause.state(), new GateStep.Wait(pause.state(), pause.delay(), pause.why()));
        }
        Move.End end = (Move.End) move;
        return end(end.state(), end.ending());
    }

    /** Hands {@code step} to the caller once the journal has its state. */
    private GateStep remembered(GateState state, GateStep step) {
        try {
            ports.journal().write(state);
            return step;
        } catch (IOException failure) {
            boolean interrupted = Thread.interrupted() || Trouble.isInterruption(failure);
            return interrupted
                    ? follow(abandoned(state, interrupted()))
                    : end(state, Trouble.ending(failure, state.mergeWasCalled()));
        }
    }

    private GateStep end(GateState state, Ending ending) {
        GateState ended = state.enter(Phase.CLOSING, ports.clock().instant());
        return close(ended.with(draft -> draft.ending = ending));
    }

    private GateStep close(GateState state) {
        if (state.phase() == Phase.CLOSED) {
            return new GateStep.Finished(state);
        }
        keep(state);
        GateState closed = closing.close(state);
        keep(closed);
        return new GateStep.Finished(closed);
    }

    /** What is decided does not change because the journal cannot be written any more. */
    private void keep(GateState state) {
        try {
            ports.journal().write(state);
        } catch (IOException e) {
            ports.listener().line(state, "The journal could not be written: " + e);
        }
    }

    private Move troubled(GateState state, Exception failure) {
        // An interrupt also breaks files and connections; it must not break the way out.
        if (Thread.interrupted() || Trouble.isInterruption(failure)) {
            Ending interrupted = interrupted();
            Move move = abandoned(state, interrupted);
            Duration left = inFlight(state);
            return isNotLanded(move, interrupted) && !left.isZero()
                    ? new Move.Pause(state, left, Texts.inFlight())
                    : move;
        }
        int tries = ports.config().retry().enabled() ? ports.config().retry().maxAttempts() : 1;
        if (!Trouble.isTransient(failure) || state.failures() + 1 >= tries) {
            return new Move.End(state, Trouble.ending(failure, state.mergeWasCalled()));
        }
        GateState failed = state.with(draft -> draft.failures = state.failures() + 1);
        return new Move.Pause(
                failed,
                Backoff.delay(
                        ports.config().retry(),
                        failed.failures(),
                        ThreadLocalRandom.current().nextDouble()),
                "Trying again: " + failure.getMessage());
    }
}
