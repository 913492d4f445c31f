// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.hold.Hold;
import io.jenkins.plugins.mergegate.engine.hold.Hold.Scope;
import io.jenkins.plugins.mergegate.engine.hold.Holds;
import io.jenkins.plugins.mergegate.engine.text.Texts;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Looks for holds that stop a run, raises the one that a run leaves behind, and clears those it made pointless. */
final class Holding {
    private final GatePorts ports;

    Holding(GatePorts ports) {
        this.ports = ports;
    }

    /** The end of a run whose target is closed, or whose head, once it is read, is parked. */
    Optional<Move> blocked(GateState state) throws IOException {
        GateRequest request = state.request();
        Holds.Run run = new Holds.Run(
                state.server(), request.repository(), request.target(), state.startSha(), request.priority());
        return Holds.blocking(
                        ports.holds().list(),
                        run,
                        ports.config().holdBypassPriority(),
                        ports.clock().instant(),
                        ports.config().holdExpiryHours())
                .map(hold -> hold.scope() == Scope.TARGET
                        ? Move.held(
                                state,
                                Reason.TARGET_HELD,
                                Texts.targetHeld(request.target(), hold.id(), hold.message()))
                        : Move.held(
                                state, hold.reason(), Texts.branchHeld(state.startSha(), hold.id(), hold.message())));
    }

    /** A new push clears what was parked. */
    void clearObsolete(GateState state) throws IOException {
        GateRequest request = state.request();
        List<Hold> obsolete = Holds.obsolete(
                ports.holds().list(), state.server(), request.repository(), request.branch(), state.startSha());
        for (Hold hold : obsolete) {
            ports.holds().release(hold.id(), request.holder(), "a new push replaced the parked head");
        }
    }

    /** Raises what the ending of the run calls for; once its changes are in the target, nothing of it is parked. */
    void settle(GateState state) throws IOException {
        Ending ending = state.ending();
        if (ending.outcome() == Outcome.MERGED || ending.outcome() == Outcome.ALREADY_IN_MAIN) {
            if (state.leaseSha() != null) {
                String id = id(state, Scope.BRANCH);
                ports.holds().release(id, state.request().holder(), "its changes are in the target");
            }
            return;
        }
        Optional<Scope> scope = Holds.scopeFor(ending.outcome(), ending.reason(), state.mergeWasCalled());
        if (scope.isPresent() && state.leaseSha() != null) {
            ports.holds().raise(hold(state, scope.get()));
        }
    }

    private Hold hold(GateState state, Scope scope) {
        GateRequest request = state.request();
        return new Hold(
                id(state, scope),
                scope,
                state.server(),
                request.repository(),
                request.target(),
                request.branch(),
                scope == Scope.BRANCH ? state.leaseSha() : null,
                state.ending().reason(),
                state.ending().message(),
                request.holder(),
                ports.clock().instant());
    }

    private static String id(GateState state, Scope scope) {
        GateRequest request = state.request();
        return Holds.id(scope, state.server(), request.repository(), request.target(), state.leaseSha());
    }
}
