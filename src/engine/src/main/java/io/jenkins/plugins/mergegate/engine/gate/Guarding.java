// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.git.GitFailure;
import io.jenkins.plugins.mergegate.engine.git.Mirror;
import io.jenkins.plugins.mergegate.engine.guard.Regression;
import io.jenkins.plugins.mergegate.engine.guard.RegressionGuard;
import io.jenkins.plugins.mergegate.engine.text.Texts;

/** Are all markers still in the target, now that this run has merged? */
final class Guarding implements PhaseWork {
    private final GatePorts ports;

    Guarding(GatePorts ports) {
        this.ports = ports;
    }

    @Override
    public Move run(GateState state) throws GitFailure {
        GateRequest request = state.request();
        Mirror mirror = ports.mirrors().apply(state.facts().remoteUrl());
        Regression found = new RegressionGuard(ports.config(), ports.clock())
                .check(mirror, state.mergedSha(), request.repository(), request.markers(), null);
        GateState guarded = state.with(draft -> draft.regression = found);
        if (found.skipped() != null) {
            ports.listener().line(guarded, "Regression guard: " + found.skipped());
        }
        if (!found.missing().isEmpty()) {
            return Move.held(guarded, Reason.MAIN_REGRESSED, Texts.regressed(request.target(), found.missing()));
        }
        String sha = state.candidate().sha();
        Long pull = state.merge().pullRequest();
        return Move.end(
                guarded,
                Outcome.MERGED,
                null,
                Boolean.TRUE.equals(state.proof().ancestry())
                        ? Texts.merged(sha, request.target(), state.mergedSha(), pull)
                        : Texts.mergedByTree(sha, request.target(), state.mergedSha(), pull));
    }
}
