// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.config.Globs;
import io.jenkins.plugins.mergegate.engine.git.GitFailure;
import io.jenkins.plugins.mergegate.engine.git.RemoteUrl;
import io.jenkins.plugins.mergegate.engine.gitea.BranchInfo;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaFailure;
import io.jenkins.plugins.mergegate.engine.gitea.MergeStyle;
import io.jenkins.plugins.mergegate.engine.gitea.Repository;
import io.jenkins.plugins.mergegate.engine.text.Texts;
import java.io.IOException;
import java.util.Optional;

/** Everything that can be known before anything is changed: rollout, holds, the repository and its target. */
final class Preflight implements PhaseWork {
    /** The first git with {@code merge-tree --write-tree}. */
    private static final int[] OLDEST_GIT = {2, 38};

    private final GatePorts ports;

    Preflight(GatePorts ports) {
        this.ports = ports;
    }

    @Override
    public Move run(GateState state) throws GitFailure, GiteaFailure, IOException {
        GateRequest request = state.request();
        GateConfig config = ports.config();
        String off = whyOff(config, request);
        if (off != null && (!request.hasBody() || request.dryRun())) {
            return Move.end(state, Outcome.DISABLED, null, off);
        }
        if (!mayName(config, request.target())) {
            return Move.held(state, Reason.CONFIGURATION, "target is not one that the configuration allows (targets).");
        }
        if (off != null && request.remoteUrl() != null) {
            return bypass(state, request.remoteUrl());
        }
        Repository repository = ports.gitea().repository(request.repository());
        String remote =
                request.remoteUrl() != null ? request.remoteUrl() : RemoteUrl.check("clone_url", repository.cloneUrl());
        if (off != null) {
            return bypass(state, remote);
        }
        Optional<Move> held = new Holding(ports).blocked(state);
        if (held.isPresent()) {
            return held.get();
        }
        int[] git = ports.mirrors().apply(remote).gitVersion();
        if (git[0] < OLDEST_GIT[0] || git[0] == OLDEST_GIT[0] && git[1] < OLDEST_GIT[1]) {
            return Move.held(
                    state,
                    Reason.CONFIGURATION,
                    "git is " + git[0] + "." + git[1] + ", the gate needs " + OLDEST_GIT[0] + "." + OLDEST_GIT[1]
                            + " or newer.");
        }
        return usable(state, repository, remote);
    }

    private Move usable(GateState state, Repository repository, String remote) throws GiteaFailure {
        GateRequest request = state.request();
        if (repository.archived()) {
            return Move.held(state, Reason.MERGE_REFUSED, "The repository is archived.");
        }
        MergeStyle style = request.style() != null ? request.style() : repository.defaultStyle();
        if (style == null) {
            return Move.held(state, Reason.CONFIGURATION, "style must be given: the repository has no usable default.");
        }
        if (!repository.styles().contains(style)) {
            return Move.held(
                    state, Reason.MERGE_REFUSED, "The repository does not allow the merge style " + style + ".");
        }
        Optional<BranchInfo> target = ports.gitea().branch(request.repository(), request.target());
        if (target.isEmpty()) {
            return Move.held(
                    state,
                    Reason.CONFIGURATION,
                    "target " + request.target() + " does not exist in " + request.repository() + ".");
        }
        if (!target.get().mayMerge()) {
            return Move.held(state, Reason.MERGE_REFUSED, "The account may not merge into " + request.target() + ".");
        }
        GateState known = state.with(draft ->
                draft.facts = new GateState.RepositoryFacts(remote, repository.defaultBranch(), style, target.get()));
        return new Move.Go(known, Phase.FETCHING);
    }

    private static Move bypass(GateState state, String remote) {
        return new Move.Go(
                state.with(draft -> draft.facts = new GateState.RepositoryFacts(remote, null, null, null)),
                Phase.BYPASSED);
    }

    /** Null when the gate is on for this repository. */
    private static String whyOff(GateConfig config, GateRequest request) {
        if (!config.enabled()) {
            return Texts.disabled();
        }
        boolean rolledOut =
                config.repositories().isEmpty() || Globs.matchesRepository(config.repositories(), request.repository());
        return rolledOut ? null : Texts.notRolledOut(request.repository().toString());
    }

    private static boolean mayName(GateConfig config, String target) {
        return config.targets().isEmpty()
                || target.equals(config.defaultTarget())
                || Globs.matches(config.targets(), target);
    }
}
