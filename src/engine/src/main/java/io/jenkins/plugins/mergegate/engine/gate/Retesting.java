// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import io.jenkins.plugins.mergegate.engine.git.GitFailure;
import io.jenkins.plugins.mergegate.engine.git.Mirror;
import io.jenkins.plugins.mergegate.engine.text.Texts;

/** Decides whether the body runs on the candidate. */
final class Retesting implements PhaseWork {
    private final GatePorts ports;
    private final Reporting reporting;

    Retesting(GatePorts ports, Reporting reporting) {
        this.ports = ports;
        this.reporting = reporting;
    }

    @Override
    public Move run(GateState state) throws GitFailure {
        GateRequest request = state.request();
        if (!request.hasBody()) {
            ports.listener().line(state, Texts.noBody());
        } else if (request.retest() == RetestPolicy.ALWAYS || madeByTheGate(state)) {
            return new Move.Body(reporting.status(state, Announcement.testing(state)));
        } else {
            ports.listener().line(state, Texts.retestSkipped());
        }
        GateState untested = state.with(draft -> draft.retested = false);
        return new Move.Go(reporting.status(untested, Announcement.validated(untested)), Phase.COMPARING);
    }

    /** A run that died after its push left a combined tree that nobody tested; its committer tells. */
    private boolean madeByTheGate(GateState state) throws GitFailure {
        Mirror mirror = ports.mirrors().apply(state.facts().remoteUrl());
        return state.candidate().rebased()
                || mirror.committerEmail(state.candidate().sha())
                        .equals(ports.config().committer().email());
    }
}
