// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaClient;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaFailure;
import io.jenkins.plugins.mergegate.engine.gitea.PullRequest;
import java.time.Instant;
import java.util.Optional;

/** Makes sure of one open pull request from the branch into the target, with no auto merge behind the gate's back. */
final class Opening implements PhaseWork {
    private final GatePorts ports;

    Opening(GatePorts ports) {
        this.ports = ports;
    }

    @Override
    public Move run(GateState state) throws GiteaFailure {
        GateRequest request = state.request();
        GiteaClient gitea = ports.gitea();
        Optional<PullRequest> open = gitea.findOpen(request.repository(), request.branch(), request.target());
        if (open.isEmpty() && !request.createPullRequest()) {
            return Move.held(
                    state,
                    Reason.CONFIGURATION,
                    "createPullRequest is off and " + request.branch() + " has no open pull request into "
                            + request.target() + ".");
        }
        long number;
        if (open.isPresent()) {
            number = open.get().number();
            gitea.cancelAutoMerge(request.repository(), number);
        } else {
            number = create(request).number();
        }
        Instant now = ports.clock().instant();
        return new Move.Go(
                state.with(
                        draft -> draft.merge = draft.merge.pullRequest(number).awaiting(now)),
                Phase.AWAITING);
    }

    private PullRequest create(GateRequest request) throws GiteaFailure {
        String title = request.title() != null ? request.title() : request.branch();
        try {
            return ports.gitea()
                    .create(request.repository(), request.branch(), request.target(), title, "Opened by Merge Gate.");
        } catch (GiteaFailure failure) {
            if (failure.kind() != GiteaFailure.Kind.CONFLICT) {
                throw failure;
            }
            // Somebody was faster, or the answer to an earlier call was lost.
            return ports.gitea()
                    .findOpen(request.repository(), request.branch(), request.target())
                    .orElseThrow(() -> failure);
        }
    }
}
