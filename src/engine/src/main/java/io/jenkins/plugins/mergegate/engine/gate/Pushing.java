// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.git.GitFailure;
import io.jenkins.plugins.mergegate.engine.git.Push;
import io.jenkins.plugins.mergegate.engine.gitea.BranchInfo;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaFailure;
import io.jenkins.plugins.mergegate.engine.lock.LockProof;
import io.jenkins.plugins.mergegate.engine.text.Texts;
import java.io.IOException;
import java.util.Optional;

/** Pushes the rebased candidate over the task branch, with the lease, and only there (laws 1 and 2). */
final class Pushing implements PhaseWork {
    private final GatePorts ports;

    Pushing(GatePorts ports) {
        this.ports = ports;
    }

    @Override
    public Move run(GateState state) throws GitFailure, GiteaFailure, IOException {
        GateRequest request = state.request();
        Optional<BranchInfo> branch = ports.gitea().branch(request.repository(), request.branch());
        if (branch.isEmpty()) {
            return Moved.branch(state, state.leaseSha(), null);
        }
        Optional<String> refusal = whyNot(
                request.branch(),
                request.target(),
                state.facts().defaultBranch(),
                branch.get().isProtected());
        if (refusal.isPresent()) {
            return Move.held(state, Reason.PUSH_REJECTED, refusal.get());
        }
        Optional<LockProof> lock = ports.lock().find(state.lockName(), state.id());
        if (lock.isEmpty()) {
            return Move.held(
                    state, Reason.LOCK_BUSY, Texts.lockLost(state.lockName().toString()));
        }
        String sha = state.candidate().sha();
        Push push = ports.mirrors()
                .apply(state.facts().remoteUrl())
                .push(lock.get(), request.branch(), sha, state.leaseSha());
        // A run that died after its push finds its own candidate there.
        boolean done = push instanceof Push.Done || push instanceof Push.Moved moved && sha.equals(moved.actual());
        if (done) {
            return new Move.Go(state.with(draft -> draft.leaseSha = sha), Phase.RETESTING);
        }
        return push instanceof Push.Rejected rejected
                ? Move.held(
                        state,
                        Reason.PUSH_REJECTED,
                        "The push of the rebased " + request.branch() + " was refused: " + rejected.detail())
                : Moved.branch(state, state.leaseSha(), ((Push.Moved) push).actual());
    }

    /** Law 1: branches that are never pushed to. */
    static Optional<String> whyNot(String branch, String target, String defaultBranch, boolean isProtected) {
        if (branch.equals(target)) {
            return Optional.of("The gate never pushes to the target " + target + ".");
        }
        if (branch.equals(defaultBranch)) {
            return Optional.of(
                    "The gate never pushes to the default branch " + branch + "; bring it up to date by hand.");
        }
        if (isProtected) {
            return Optional.of("The gate never pushes to a protected branch, and " + branch
                    + " is one; bring it up to date by hand.");
        }
        return Optional.empty();
    }
}
