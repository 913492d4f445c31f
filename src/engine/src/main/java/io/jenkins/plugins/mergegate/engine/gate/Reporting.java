// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.gitea.CommitStatus;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaFailure;
import io.jenkins.plugins.mergegate.engine.gitea.PullRequest;
import io.jenkins.plugins.mergegate.engine.text.Texts;
import java.util.Optional;

/** Tells Gitea how a run goes: one commit status, and one comment when a person must act. Never fails a run. */
final class Reporting {
    private static final String MARK = "<!-- merge-gate -->";

    private final GatePorts ports;

    Reporting(GatePorts ports) {
        this.ports = ports;
    }

    void testing(GateState state) {
        status(state, "pending", Texts.statusTesting(state.request().target()));
    }

    /** Green before the merge: a branch protection may require it. */
    void validated(GateState state) {
        String target = state.request().target();
        boolean tested = Boolean.TRUE.equals(state.retested());
        status(state, "success", tested ? Texts.statusValidated(target) : Texts.statusUntested(target));
    }

    void ended(GateState state) {
        Ending ending = state.ending();
        switch (ending.outcome()) {
            case MERGED -> status(state, "success", ending.message());
            case ALREADY_IN_MAIN -> {
                if (state.retested() != null) {
                    status(state, "success", ending.message());
                }
            }
            case DEFERRED -> status(state, "pending", ending.message());
            case ABORTED -> status(state, "error", ending.message());
            case CONFLICT, RETEST_FAILED, HELD -> {
                status(state, "failure", ending.message());
                comment(state);
            }
            case BRANCH_MOVED, DISABLED -> {
                // The head of now is not this run's, or nothing was done.
            }
        }
    }

    private void status(GateState state, String word, String text) {
        // A candidate that was never pushed is no commit that Gitea knows.
        String sha = state.leaseSha() == null ? state.startSha() : state.leaseSha();
        if (!ports.config().report().commitStatus() || sha == null) {
            return;
        }
        try {
            ports.gitea()
                    .setStatus(
                            state.request().repository(),
                            sha,
                            new CommitStatus(
                                    ports.config().report().statusContext(),
                                    word,
                                    Texts.oneLine(text),
                                    state.request().link()));
        } catch (GiteaFailure failure) {
            ports.listener().line(state, "The commit status could not be set: " + failure.getMessage());
        }
    }

    private void comment(GateState state) {
        Reason reason = state.ending().reason();
        boolean nothingToDoHere = reason == Reason.CONFIGURATION
                || reason == Reason.TARGET_HELD
                || reason == Reason.LOCK_BUSY
                || reason == Reason.GITEA_UNREACHABLE;
        if (!ports.config().report().comment() || nothingToDoHere || state.startSha() == null) {
            return;
        }
        try {
            Optional<Long> pull = pullRequest(state);
            if (pull.isPresent()) {
                ports.gitea()
                        .upsertComment(
                                state.request().repository(),
                                pull.get(),
                                MARK,
                                MARK + "\n"
                                        + Texts.comment(
                                                outcome(state.ending()),
                                                state.ending().message(),
                                                state.request().link()));
            }
        } catch (GiteaFailure failure) {
            ports.listener().line(state, "The comment could not be written: " + failure.getMessage());
        }
    }

    private static String outcome(Ending ending) {
        return ending.reason() == null ? ending.outcome().name() : ending.outcome() + "/" + ending.reason();
    }

    private Optional<Long> pullRequest(GateState state) throws GiteaFailure {
        if (state.merge().pullRequest() != null) {
            return Optional.of(state.merge().pullRequest());
        }
        GateRequest request = state.request();
        return ports.gitea()
                .findOpen(request.repository(), request.branch(), request.target())
                .map(PullRequest::number);
    }
}
