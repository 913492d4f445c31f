// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.gitea.MergeAnswer;
import io.jenkins.plugins.mergegate.engine.gitea.MergeCommand;
import io.jenkins.plugins.mergegate.engine.lock.LockProof;
import io.jenkins.plugins.mergegate.engine.text.Texts;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Exactly one merge call, written to the journal before it is made. What it did is for {@link Proving} to find out. */
final class Merging implements PhaseWork {
    private final GatePorts ports;

    Merging(GatePorts ports) {
        this.ports = ports;
    }

    @Override
    public Move run(GateState state) throws IOException {
        if (state.merge().isUnanswered()) {
            // The run died after the call began: git is asked before anything else (law 4).
            return new Move.Go(state, Phase.PROVING);
        }
        Optional<Move> held = new Holding(ports).blocked(state);
        if (held.isPresent()) {
            return held.get();
        }
        Optional<LockProof> lock = ports.lock().find(state.lockName(), state.id());
        if (lock.isEmpty()) {
            return Move.held(
                    state, Reason.LOCK_BUSY, Texts.lockLost(state.lockName().toString()));
        }
        Instant now = ports.clock().instant();
        GateState calling = state.with(draft -> draft.merge = draft.merge.calling(now));
        ports.journal().write(calling);
        MergeAnswer answer = call(calling, lock.get());
        Attempt begun = calling.merge().last();
        ports.listener().line(calling, Texts.mergeAnswer(begun.number(), answer.status(), answer.message()));
        Attempt attempt = new Attempt(begun.number(), answer.status(), answer.kind(), begun.waitMillis());
        Long retryAfter =
                answer.retryAfter() == null ? null : answer.retryAfter().toMillis();
        return new Move.Go(
                calling.with(draft -> draft.merge = draft.merge.answered(attempt, retryAfter, answer.message())),
                Phase.PROVING);
    }

    private MergeAnswer call(GateState state, LockProof lock) {
        GateRequest request = state.request();
        MergeCommand command =
                new MergeCommand(state.facts().style(), state.candidate().sha(), request.deleteBranch(), null);
        return ports.gitea().merge(lock, request.repository(), state.merge().pullRequest(), command);
    }
}
