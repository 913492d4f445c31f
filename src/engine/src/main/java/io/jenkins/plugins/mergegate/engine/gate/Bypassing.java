// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.git.GitFailure;
import io.jenkins.plugins.mergegate.engine.git.Heads;
import io.jenkins.plugins.mergegate.engine.git.Mirror;

/** The gate is off: the body runs on the branch as it is, and nothing else happens. */
final class Bypassing implements PhaseWork {
    private final GatePorts ports;

    Bypassing(GatePorts ports) {
        this.ports = ports;
    }

    @Override
    public Move run(GateState state) throws GitFailure {
        GateRequest request = state.request();
        Mirror mirror = ports.mirrors().apply(state.facts().remoteUrl());
        Heads heads = mirror.fetch(request.branch(), request.target());
        if (heads.branch() == null) {
            return Move.held(
                    state,
                    Reason.CONFIGURATION,
                    "branch " + request.branch() + " does not exist in " + request.repository() + ".");
        }
        String tree = mirror.tree(heads.branch());
        return new Move.Body(state.with(draft -> {
            draft.startSha = heads.branch();
            draft.candidate = new Candidate(heads.branch(), tree, heads.target(), false);
        }));
    }
}
