// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.git.GitFailure;
import io.jenkins.plugins.mergegate.engine.git.Heads;
import io.jenkins.plugins.mergegate.engine.git.MergeCheck;
import io.jenkins.plugins.mergegate.engine.git.Mirror;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaFailure;
import io.jenkins.plugins.mergegate.engine.gitea.PullRequest;
import io.jenkins.plugins.mergegate.engine.text.Texts;
import java.io.IOException;
import java.util.Optional;

/** Reads both branches; ends the run when there is nothing to merge or the head is parked. */
final class Fetching implements PhaseWork {
    private final GatePorts ports;

    Fetching(GatePorts ports) {
        this.ports = ports;
    }

    @Override
    public Move run(GateState state) throws GitFailure, GiteaFailure, IOException {
        GateRequest request = state.request();
        Mirror mirror = ports.mirrors().apply(state.facts().remoteUrl());
        Heads heads = mirror.fetch(request.branch(), request.target());
        if (heads.target() == null) {
            return missing(state, "target", request.target());
        }
        if (heads.branch() == null) {
            return branchIsGone(state, mirror, heads.target());
        }
        GateState read = state.with(draft -> {
            draft.startSha = heads.branch();
            draft.leaseSha = heads.branch();
            draft.candidate = new Candidate(heads.branch(), null, heads.target(), false);
        });
        if (isContained(mirror, heads)) {
            return Move.end(read, Outcome.ALREADY_IN_MAIN, null, Texts.alreadyIn(heads.branch(), request.target()));
        }
        if (state.facts().style().mayRewrite() && contentIsContained(mirror, heads)) {
            return Move.end(
                    read, Outcome.ALREADY_IN_MAIN, null, Texts.contentAlreadyIn(request.branch(), request.target()));
        }
        Holding holding = new Holding(ports);
        if (!request.dryRun()) {
            holding.clearObsolete(read);
        }
        Optional<Move> parked = holding.blocked(read);
        if (parked.isPresent()) {
            return parked.get();
        }
        return request.dryRun() ? plan(read, mirror) : new Move.Go(read, Phase.QUEUED);
    }

    /** A git error means "not known", and the run goes on to the pull request (spec section 3, step 2). */
    private static boolean isContained(Mirror mirror, Heads heads) throws GitFailure {
        try {
            return mirror.isAncestor(heads.branch(), heads.target());
        } catch (GitFailure failure) {
            if (failure.kind() == GitFailure.Kind.INTERRUPTED) {
                throw failure;
            }
            return false;
        }
    }

    /** A squashed branch never becomes an ancestor; merging it again would change nothing. */
    private static boolean contentIsContained(Mirror mirror, Heads heads) throws GitFailure {
        return mirror.mergeCheck(heads.target(), heads.branch()) instanceof MergeCheck.Clean clean
                && clean.tree().equals(mirror.tree(heads.target()));
    }

    private Move branchIsGone(GateState state, Mirror mirror, String targetSha) throws GitFailure, GiteaFailure {
        GateRequest request = state.request();
        Optional<PullRequest> merged =
                ports.gitea().findMerged(request.repository(), request.branch(), request.target());
        if (merged.isPresent()
                && merged.get().mergeCommitSha() != null
                && mirror.isAncestor(merged.get().mergeCommitSha(), targetSha)) {
            return Move.end(
                    state,
                    Outcome.ALREADY_IN_MAIN,
                    null,
                    "The branch " + request.branch() + " was merged by pull request #"
                            + merged.get().number() + " and deleted; its merge is in " + request.target() + ".");
        }
        return missing(state, "branch", request.branch());
    }

    private static Move missing(GateState state, String what, String name) {
        return Move.held(
                state,
                Reason.CONFIGURATION,
                what + " " + name + " does not exist in " + state.request().repository() + ".");
    }

    private static Move plan(GateState state, Mirror mirror) throws GitFailure {
        GateRequest request = state.request();
        Candidate candidate = state.candidate();
        int behind = mirror.behind(candidate.sha(), candidate.targetSha());
        if (behind > 0 && mirror.mergeCheck(candidate.targetSha(), candidate.sha()) instanceof MergeCheck.Conflict c) {
            return Move.end(
                    state,
                    Outcome.CONFLICT,
                    null,
                    Texts.conflict(request.branch(), request.target(), c.files(), "the histories are unrelated"));
        }
        return Move.end(
                state, Outcome.DISABLED, null, Texts.dryRun(request.branch(), request.target(), behind, behind > 0));
    }
}
