// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.git.GitFailure;
import io.jenkins.plugins.mergegate.engine.git.Heads;
import io.jenkins.plugins.mergegate.engine.git.Mirror;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaFailure;
import io.jenkins.plugins.mergegate.engine.gitea.Policy;
import io.jenkins.plugins.mergegate.engine.gitea.PullRequest;
import io.jenkins.plugins.mergegate.engine.text.Texts;
import java.time.Duration;

/**
 * Waits until Gitea shows the candidate as the head, has recomputed mergeability, and its policies are met on exactly
 * the candidate.
 */
final class Awaiting implements PhaseWork {
    /** Mergeability is a queue task of Gitea; a target that moved meanwhile is looked for only after this time. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final GatePorts ports;

    Awaiting(GatePorts ports) {
        this.ports = ports;
    }

    @Override
    public Move run(GateState state) throws GitFailure, GiteaFailure {
        RepositoryId repository = state.request().repository();
        PullRequest pull = ports.gitea().pullRequest(repository, state.merge().pullRequest());
        if (!pull.open()) {
            return closed(state, pull);
        }
        if (pull.draft()) {
            return Move.held(
                    state, Reason.MERGE_REFUSED, "Pull request #" + pull.number() + " is marked as work in progress.");
        }
        boolean shown = state.candidate().sha().equals(pull.headSha());
        if (!shown || !pull.mergeable()) {
            return notYet(state, shown);
        }
        return policies(state);
    }

    private static Move closed(GateState state, PullRequest pull) {
        if (pull.merged()) {
            // Somebody else merged it, or it was this run's lost call: git decides.
            return new Move.Go(state, state.mergeWasCalled() ? Phase.PROVING : Phase.COMPARING);
        }
        return Move.held(state, Reason.MERGE_REFUSED, "Pull request #" + pull.number() + " was closed.");
    }

    private Move notYet(GateState state, boolean shown) throws GitFailure {
        Duration waited = waited(state);
        if (waited.compareTo(PATIENCE) > 0) {
            GateRequest request = state.request();
            Mirror mirror = ports.mirrors().apply(state.facts().remoteUrl());
            Heads heads = mirror.fetch(request.branch(), request.target());
            if (!state.candidate().targetSha().equals(heads.target())) {
                return new Move.Go(state, state.mergeWasCalled() ? Phase.PROVING : Phase.COMPARING);
            }
            if (!state.candidate().sha().equals(heads.branch())) {
                return Moved.branch(state, state.candidate().sha(), heads.branch());
            }
        }
        if (waited.compareTo(deadline()) > 0) {
            // Git sees no conflict; the merge call itself will say more than the flag does.
            return shown
                    ? policies(state)
                    : Move.held(
                            state,
                            Reason.NOT_MERGED,
                            "Gitea never showed the candidate as the head of the pull request.");
        }
        return new Move.Pause(state, poll(waited), "Waiting for Gitea to check the pull request.");
    }

    private Move policies(GateState state) throws GiteaFailure {
        GateState.RepositoryFacts facts = state.facts();
        if (facts.requiredApprovals() == 0 && facts.requiredContexts().isEmpty()) {
            return new Move.Go(state, Phase.MERGING);
        }
        RepositoryId repository = state.request().repository();
        Policy.Verdict verdict = Policy.check(
                facts.requiredApprovals(),
                facts.requiredContexts(),
                ports.gitea().reviews(repository, state.merge().pullRequest()),
                ports.gitea().statuses(repository, state.candidate().sha()));
        if (verdict instanceof Policy.Failed failed) {
            return Move.held(state, Reason.MERGE_REFUSED, Texts.policyFailed(failed.what()));
        }
        if (verdict instanceof Policy.Pending pending) {
            String text = Texts.policyPending(pending.what());
            Duration waited = waited(state);
            return waited.compareTo(deadline()) > 0
                    ? Move.end(state, Outcome.DEFERRED, Reason.POLICY_PENDING, text)
                    : new Move.Pause(state, poll(waited), text);
        }
        return new Move.Go(state, Phase.MERGING);
    }

    private Duration waited(GateState state) {
        return Duration.between(state.merge().awaitingSince(), ports.clock().instant());
    }

    private Duration deadline() {
        return Duration.ofSeconds(ports.config().retry().deadlineSeconds());
    }

    /** Quick at first, then slower: a tenth of a second to two seconds. */
    private static Duration poll(Duration waited) {
        return Duration.ofMillis(Math.min(2000, Math.max(100, waited.toMillis() / 4)));
    }
}
