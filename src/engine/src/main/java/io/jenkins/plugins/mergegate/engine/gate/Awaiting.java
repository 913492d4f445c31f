// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.git.GitFailure;
import io.jenkins.plugins.mergegate.engine.git.Heads;
import io.jenkins.plugins.mergegate.engine.gitea.BranchInfo;
import io.jenkins.plugins.mergegate.engine.gitea.CommitStatus;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaFailure;
import io.jenkins.plugins.mergegate.engine.gitea.Policy;
import io.jenkins.plugins.mergegate.engine.gitea.PullRequest;
import io.jenkins.plugins.mergegate.engine.text.Texts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Waits until Gitea shows the candidate as the head, has recomputed mergeability, and its policies are met on exactly
 * the candidate.
 */
final class Awaiting implements PhaseWork {
    /** Mergeability is a queue task of Gitea; a target that moved meanwhile is looked for only after this time. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final GatePorts ports;
    private final Reporting reporting;

    Awaiting(GatePorts ports, Reporting reporting) {
        this.ports = ports;
        this.reporting = reporting;
    }

    @Override
    public Move run(GateState from) throws GitFailure, GiteaFailure {
        RepositoryId repository = from.request().repository();
        PullRequest pull = ports.gitea().pullRequest(repository, from.merge().pullRequest());
        GateState state = from.with(draft -> draft.merge = draft.merge.discussed(pull.comments() > 0));
        if (!pull.open()) {
            return closed(state, pull);
        }
        if (!pull.baseRef().equals(state.request().target())) {
            return Move.held(
                    state,
                    Reason.MERGE_REFUSED,
                    "Pull request #" + pull.number() + " was changed to merge into another branch.");
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
            return new Move.Go(state, state.merge().calls() > 0 ? Phase.PROVING : Phase.COMPARING);
        }
        return Move.held(state, Reason.MERGE_REFUSED, "Pull request #" + pull.number() + " was closed.");
    }

    private Move notYet(GateState state, boolean shown) throws GitFailure, GiteaFailure {
        Duration waited = waited(state);
        if (waited.compareTo(PATIENCE) > 0) {
            Optional<Move> moved = moved(state);
            if (moved.isPresent()) {
                return moved.get();
            }
        }
        if (!isTooLate(state)) {
            return new Move.Pause(state, poll(waited), "Waiting for Gitea to check the pull request.");
        }
        // Git sees no conflict; the merge call itself will say more than the flag does.
        return shown
                ? policies(state)
                : Move.held(
                        state, Reason.NOT_MERGED, "Gitea never showed the candidate as the head of the pull request.");
    }

    private Move policies(GateState state) throws GitFailure, GiteaFailure {
        BranchInfo target = state.facts().target();
        if (!target.isProtected()) {
            return ready(state);
        }
        RepositoryId repository = state.request().repository();
        List<CommitStatus> statuses =
                ports.gitea().statuses(repository, state.candidate().sha());
        if (reporting.mustSayAgain(target, statuses)) {
            return green(state);
        }
        Policy.Result verdict = Policy.check(
                target, ports.gitea().reviews(repository, state.merge().pullRequest()), statuses);
        if (verdict instanceof Policy.Failed failed) {
            return Move.held(state, Reason.MERGE_REFUSED, Texts.policyFailed(failed.what()));
        }
        if (verdict instanceof Policy.Pending pending) {
            String text = Texts.policyPending(pending.what());
            Duration waited = waited(state);
            return isTooLate(state)
                    ? Move.deferred(state, Reason.POLICY_PENDING, text)
                    : new Move.Pause(
                            reporting.status(state, Announcement.pendingPolicy(state, text)), poll(waited), text);
        }
        return ready(state);
    }

    /** The gate's own check is no verdict of others: a run of the same commit may have set its own state over it. */
    private Move green(GateState state) {
        String text = Texts.policyPending(List.of("its own check to be green again"));
        return isTooLate(state)
                ? Move.deferred(state, Reason.POLICY_PENDING, text)
                : new Move.Pause(reporting.again(state, Announcement.validated(state)), poll(waited(state)), text);
    }

    /** After a long wait the target is compared once more: most merge styles would merge into whatever is there. */
    private Move ready(GateState state) throws GitFailure {
        Optional<Move> moved = waited(state).compareTo(PATIENCE) > 0 ? moved(state) : Optional.empty();
        return moved.orElseGet(() -> new Move.Go(state, Phase.MERGING));
    }

    /** What follows when git shows that the target or the branch is not where the candidate was tested. */
    private Optional<Move> moved(GateState state) throws GitFailure {
        GateRequest request = state.request();
        Heads heads = ports.mirrors().apply(state.facts().remoteUrl()).fetch(request.branch(), request.target());
        if (!state.candidate().targetSha().equals(heads.target())) {
            return Optional.of(new Move.Go(state, state.merge().calls() > 0 ? Phase.PROVING : Phase.COMPARING));
        }
        String sha = state.candidate().sha();
        return sha.equals(heads.branch()) ? Optional.empty() : Optional.of(Moved.branch(state, sha, heads.branch()));
    }

    private Duration waited(GateState state) {
        return Duration.between(state.merge().awaitingSince(), ports.clock().instant());
    }

    /** The deadline is one for all calls of a candidate; before the first one it bounds the waiting alone. */
    private boolean isTooLate(GateState state) {
        Instant since = state.merge().callingSince() != null
                ? state.merge().callingSince()
                : state.merge().awaitingSince();
        Duration deadline = Duration.ofSeconds(ports.config().retry().deadlineSeconds());
        return Duration.between(since, ports.clock().instant()).compareTo(deadline) > 0;
    }

    /** Quick at first, then slower: a tenth of a second to two seconds. */
    private static Duration poll(Duration waited) {
        return Duration.ofMillis(Math.min(2000, Math.max(100, waited.toMillis() / 4)));
    }
}
