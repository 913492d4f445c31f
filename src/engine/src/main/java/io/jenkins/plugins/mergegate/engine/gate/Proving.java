// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.git.GitFailure;
import io.jenkins.plugins.mergegate.engine.git.MainlineCommit;
import io.jenkins.plugins.mergegate.engine.git.MergeCheck;
import io.jenkins.plugins.mergegate.engine.git.Mirror;
import io.jenkins.plugins.mergegate.engine.gitea.AnswerClass;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaFailure;
import io.jenkins.plugins.mergegate.engine.gitea.MergeStyle;
import io.jenkins.plugins.mergegate.engine.gitea.PullRequest;
import io.jenkins.plugins.mergegate.engine.merge.Landing;
import io.jenkins.plugins.mergegate.engine.merge.MergeDecision;
import io.jenkins.plugins.mergegate.engine.text.Texts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Asks git what became of the merge, on a fresh fetch; only git's answer counts (laws 3 and 4). */
final class Proving implements PhaseWork {
    private final GatePorts ports;

    Proving(GatePorts ports) {
        this.ports = ports;
    }

    /** What git shows. @param entry the commit by which the candidate entered, null when no single commit can be named */
    record Look(String targetSha, boolean landed, boolean ancestry, MainlineCommit entry) {}

    @Override
    public Move run(GateState state) throws GitFailure, GiteaFailure {
        Mirror mirror = ports.mirrors().apply(state.facts().remoteUrl());
        Look look = look(state, mirror);
        return look.landed() ? proven(state, look) : decide(state, mirror, look);
    }

    Look look(GateState state) throws GitFailure, GiteaFailure {
        return look(state, ports.mirrors().apply(state.facts().remoteUrl()));
    }

    private Look look(GateState state, Mirror mirror) throws GitFailure, GiteaFailure {
        Candidate candidate = state.candidate();
        String targetSha = mirror.fetchTarget(state.request().target());
        if (targetSha.equals(candidate.targetSha())) {
            return new Look(targetSha, false, false, null);
        }
        boolean ancestry = mirror.isAncestor(candidate.sha(), targetSha);
        List<MainlineCommit> line = mirror.mainline(candidate.targetSha(), targetSha);
        if (ancestry) {
            MainlineCommit entry = Landing.bySha(line, candidate.sha()).orElse(null);
            return new Look(targetSha, true, true, entry);
        }
        if (!state.facts().style().mayRewrite()) {
            return new Look(targetSha, false, false, null);
        }
        Optional<MainlineCommit> entry = Landing.byTree(line, candidate.tree());
        if (entry.isEmpty()) {
            entry = namedByGitea(state, line);
        }
        if (entry.isEmpty() && containsContent(mirror, targetSha, candidate)) {
            return new Look(targetSha, true, false, null);
        }
        return new Look(targetSha, entry.isPresent(), false, entry.orElse(null));
    }

    /** A squash onto a target that moved leaves neither the sha nor the tree, but nothing is left to merge either. */
    private static boolean containsContent(Mirror mirror, String targetSha, Candidate candidate) throws GitFailure {
        return mirror.mergeCheck(targetSha, candidate.sha()) instanceof MergeCheck.Clean clean
                && clean.tree().equals(mirror.tree(targetSha));
    }

    /** Gitea only points at a commit; git must list it. Its tree is then another one than the tested. */
    private Optional<MainlineCommit> namedByGitea(GateState state, List<MainlineCommit> line) throws GiteaFailure {
        PullRequest pull = ports.gitea()
                .pullRequest(state.request().repository(), state.merge().pullRequest());
        return pull.merged() && pull.mergeCommitSha() != null
                ? Landing.named(line, pull.mergeCommitSha())
                : Optional.empty();
    }

    Move proven(GateState state, Look look) {
        boolean tree = look.entry() != null
                && look.entry().tree().equals(state.candidate().tree());
        GateState known = state.with(draft -> {
            draft.proof = proof(state, look.ancestry(), tree);
            draft.mergedSha = look.entry() == null ? null : look.entry().sha();
        });
        if (!tree) {
            String at = look.entry() == null ? look.targetSha() : look.entry().sha();
            return Move.held(
                    known,
                    Reason.PROOF_MISMATCH,
                    Texts.proofMismatch(state.request().target(), at));
        }
        return new Move.Go(known, Phase.GUARDING);
    }

    /** What git says, beside whether the last answer claimed a merge; no claim is not known as a denial. */
    private static Proof proof(GateState state, boolean ancestry, boolean tree) {
        Attempt last = state.merge().last();
        boolean claims =
                last != null && (last.kind() == AnswerClass.CLAIMS_MERGED || last.kind() == AnswerClass.ALREADY_MERGED);
        return new Proof(ancestry, tree, claims ? true : null);
    }

    private Move decide(GateState state, Mirror mirror, Look look) throws GitFailure {
        boolean targetMoved = !look.targetSha().equals(state.candidate().targetSha());
        if (state.merge().backoffMillis() != null && !targetMoved) {
            // Backed off and looked once more: now the call may be repeated.
            Instant now = ports.clock().instant();
            return new Move.Go(state.with(draft -> draft.merge = draft.merge.awaiting(now)), Phase.AWAITING);
        }
        GateState looked = state.with(draft -> {
            draft.merge = draft.merge.answerOrNone().looked();
            draft.proof = proof(state, false, false);
        });
        MergeDecision decision = MergeDecision.after(
                seen(looked, mirror, look, targetMoved), ports.config().retry());
        if (decision instanceof MergeDecision.CallAgain again) {
            long millis = again.delay().toMillis();
            return new Move.Pause(
                    looked.with(draft -> draft.merge = draft.merge.backingOff(millis)),
                    again.delay(),
                    "Not merged; calling again after a back-off.");
        }
        if (decision instanceof MergeDecision.LookAgain again) {
            return new Move.Pause(looked, again.delay(), "Not in git, and no second call is safe; looking again.");
        }
        if (decision instanceof MergeDecision.Stop stop) {
            return stopped(looked, stop.why());
        }
        Duration left = looked.inFlight(ports.clock().instant());
        if (!left.isZero()) {
            // With another candidate nobody would see any more that this one has landed.
            return new Move.Pause(looked, left, Texts.inFlight());
        }
        return Comparing.catchUp(looked, look.targetSha());
    }

    /**
     * Gitea 1.27 answers a squash that waited for another one of the same pull request with a second, empty commit. So a
     * squash is only called again when Gitea itself answered the first call, not when the way to it broke.
     */
    static boolean repeatable(MergeStyle style, int status) {
        return style != MergeStyle.SQUASH || !Attempt.isCut(status);
    }

    private MergeDecision.Seen seen(GateState state, Mirror mirror, Look look, boolean targetMoved) throws GitFailure {
        MergeRecord merge = state.merge();
        AnswerClass answer = merge.last().kind();
        boolean conflicts = answer == AnswerClass.TRY_AGAIN
                && mirror.mergeCheck(look.targetSha(), state.candidate().sha()) instanceof MergeCheck.Conflict;
        return new MergeDecision.Seen(
                answer,
                repeatable(state.facts().style(), merge.last().status()),
                targetMoved,
                conflicts,
                merge.calls(),
                merge.looks(),
                Duration.between(merge.callingSince(), ports.clock().instant()),
                merge.retryAfterMillis() == null ? null : Duration.ofMillis(merge.retryAfterMillis()),
                ThreadLocalRandom.current().nextDouble());
    }

    private static Move stopped(GateState state, MergeDecision.Why why) {
        String said = state.merge().message();
        return switch (why) {
            case REFUSED -> Move.held(state, Reason.MERGE_REFUSED, Texts.refused(said));
            case REDIRECTED ->
                Move.held(
                        state,
                        Reason.CONFIGURATION,
                        "gitea answered with a redirect: the repository was renamed or the URL is not the server's own.");
            case REAL_CONFLICT ->
                Move.held(
                        state,
                        Reason.MERGE_CONFLICT,
                        Texts.mergeConflict(state.request().target()));
            case POLICY -> Move.deferred(state, Reason.POLICY_PENDING, Texts.policyPending(List.of(said)));
            case BRANCH_MOVED ->
                Move.end(
                        state,
                        Outcome.BRANCH_MOVED,
                        null,
                        Texts.headOutOfDate(state.request().branch()));
            case ATTEMPTS_USED_UP, DEADLINE ->
                Move.held(
                        state,
                        Reason.NOT_MERGED,
                        Texts.keptFailing(state.merge().attempts().size(), said));
            case CLAIM_NOT_IN_GIT ->
                Move.held(
                        state, Reason.NOT_MERGED, Texts.phantom(state.request().target()));
        };
    }
}
