// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.git.GitFailure;
import io.jenkins.plugins.mergegate.engine.git.Heads;
import io.jenkins.plugins.mergegate.engine.git.Mirror;
import io.jenkins.plugins.mergegate.engine.text.Texts;

/** Did the world move while the candidate was tested? */
final class Comparing implements PhaseWork {
    private final GatePorts ports;

    Comparing(GatePorts ports) {
        this.ports = ports;
    }

    @Override
    public Move run(GateState state) throws GitFailure {
        GateRequest request = state.request();
        Candidate candidate = state.candidate();
        Mirror mirror = ports.mirrors().apply(state.facts().remoteUrl());
        Heads heads = mirror.fetch(request.branch(), request.target());
        if (heads.target() == null) {
            return Move.held(state, Reason.CONFIGURATION, "target " + request.target() + " was deleted.");
        }
        boolean targetMoved = !heads.target().equals(candidate.targetSha());
        if (targetMoved && mirror.isAncestor(candidate.sha(), heads.target())) {
            return Move.end(state, Outcome.ALREADY_IN_MAIN, null, Texts.alreadyIn(candidate.sha(), request.target()));
        }
        if (!candidate.sha().equals(heads.branch())) {
            return Moved.branch(state, candidate.sha(), heads.branch());
        }
        return targetMoved ? catchUp(state, heads.target()) : new Move.Go(state, Phase.OPENING);
    }

    /** Back to the rebase, onto {@code targetSha}, unless that happened too often. */
    static Move catchUp(GateState state, String targetSha) {
        GateRequest request = state.request();
        if (state.catchUps() >= request.maxCatchUps()) {
            return Move.held(state, Reason.CATCH_UP_LIMIT, Texts.catchUpLimit(request.target(), request.maxCatchUps()));
        }
        Candidate old = state.candidate();
        return new Move.Go(
                state.with(draft -> {
                    draft.catchUps = draft.catchUps + 1;
                    draft.candidate = new Candidate(old.sha(), null, targetSha, old.rebased());
                    draft.retested = null;
                    draft.merge = draft.merge.startedOver();
                }),
                Phase.CATCHING_UP);
    }
}
