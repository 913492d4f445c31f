// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.git.GitFailure;
import io.jenkins.plugins.mergegate.engine.git.Heads;
import io.jenkins.plugins.mergegate.engine.git.Mirror;
import io.jenkins.plugins.mergegate.engine.git.Rebase;
import io.jenkins.plugins.mergegate.engine.text.Texts;
import java.time.Duration;

/** Brings the candidate onto the current target. A branch that is up to date is not rewritten. */
final class CatchingUp implements PhaseWork {
    /** What was fetched before a shorter wait for the lock is still good enough: the target is compared again later. */
    private static final Duration FRESH = Duration.ofMillis(250);

    private final GatePorts ports;
    private final Reporting reporting;

    CatchingUp(GatePorts ports, Reporting reporting) {
        this.ports = ports;
        this.reporting = reporting;
    }

    @Override
    public Move run(GateState state) throws GitFailure {
        GateRequest request = state.request();
        Mirror mirror = ports.mirrors().apply(state.facts().remoteUrl());
        Candidate candidate = state.candidate();
        if (waitedForLock(state)) {
            Heads heads = mirror.fetch(request.branch(), request.target());
            if (heads.target() != null && mirror.isAncestor(candidate.sha(), heads.target())) {
                return Move.end(
                        state, Outcome.ALREADY_IN_MAIN, null, Texts.alreadyIn(candidate.sha(), request.target()));
            }
            if (!state.leaseSha().equals(heads.branch())) {
                return Moved.branch(state, state.leaseSha(), heads.branch());
            }
            candidate = new Candidate(candidate.sha(), null, heads.target(), candidate.rebased());
        }
        if (mirror.isAncestor(candidate.targetSha(), candidate.sha())) {
            return new Move.Go(withTree(state, mirror, candidate), Phase.RETESTING);
        }
        GateState told = Announcement.catchingUp(state)
                .map(status -> reporting.status(state, status))
                .orElse(state);
        return rebase(told, mirror, candidate);
    }

    private Move rebase(GateState state, Mirror mirror, Candidate candidate) throws GitFailure {
        GateRequest request = state.request();
        String onto = candidate.targetSha();
        Rebase rebase = mirror.rebase(request.branch(), request.target(), candidate.sha(), onto);
        if (rebase instanceof Rebase.Done done) {
            return new Move.Go(withTree(state, mirror, new Candidate(done.sha(), null, onto, true)), Phase.PUSHING);
        }
        if (rebase instanceof Rebase.Conflict conflict) {
            return Move.end(
                    state,
                    Outcome.CONFLICT,
                    null,
                    Texts.conflict(request.branch(), request.target(), conflict.files(), conflict.detail()));
        }
        return nothingLeft(state);
    }

    /** After a merge call, changes that are in the target without the tested tree got there by that call. */
    private static Move nothingLeft(GateState state) {
        GateRequest request = state.request();
        if (state.mergeWasCalled()) {
            return Move.held(state, Reason.PROOF_MISMATCH, Texts.proofMismatch(request.target(), null));
        }
        return Move.end(
                state, Outcome.ALREADY_IN_MAIN, null, Texts.contentAlreadyIn(request.branch(), request.target()));
    }

    private static GateState withTree(GateState state, Mirror mirror, Candidate candidate) throws GitFailure {
        String tree = mirror.tree(candidate.sha());
        return state.with(draft ->
                draft.candidate = new Candidate(candidate.sha(), tree, candidate.targetSha(), candidate.rebased()));
    }

    private static boolean waitedForLock(GateState state) {
        Duration waited = Duration.between(state.lock().queuedAt(), state.lock().acquiredAt());
        return state.catchUps() == 0 && waited.compareTo(FRESH) > 0;
    }
}
