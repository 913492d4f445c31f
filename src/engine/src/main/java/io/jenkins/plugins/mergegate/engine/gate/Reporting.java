// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.gitea.BranchInfo;
import io.jenkins.plugins.mergegate.engine.gitea.CommitStatus;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaFailure;
import io.jenkins.plugins.mergegate.engine.gitea.Policy;
import io.jenkins.plugins.mergegate.engine.gitea.PullRequest;
import io.jenkins.plugins.mergegate.engine.text.Texts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Tells Gitea how a run goes: one commit status, set only when it changes, and one comment when a person must act. Never
 * fails a run. What was said is part of the state that comes back.
 */
final class Reporting {
    private static final String MARK = "<!-- merge-gate -->";

    private final GatePorts ports;

    Reporting(GatePorts ports) {
        this.ports = ports;
    }

    GateState status(GateState state, Announcement status) {
        // A candidate that was never pushed is no commit that Gitea knows.
        return status(state, state.leaseSha() == null ? state.startSha() : state.leaseSha(), status);
    }

    /** Says it although it was said before; what could not be said is tried again in its own time. */
    GateState again(GateState state, Announcement status) {
        boolean told = state.reported() != null && state.reported().failedAt() == null;
        return status(told ? state.with(draft -> draft.reported = null) : state, status);
    }

    /** Whether the target requires the status of the gate, and the green of a validated candidate does not stand there. */
    boolean mustSayAgain(BranchInfo target, List<CommitStatus> statuses) {
        GateConfig.Report report = ports.config().report();
        return report.commitStatus()
                && Policy.requires(target, report.statusContext())
                && statuses.stream()
                        .noneMatch(status -> status.context().equals(report.statusContext())
                                && status.state().equals("success"));
    }

    private GateState status(GateState state, String sha, Announcement status) {
        Reported before = state.reported();
        boolean said =
                before != null && before.covers(sha, status, ports.clock().instant());
        if (!ports.config().report().commitStatus() || sha == null || said) {
            return state;
        }
        Instant failedAt = null;
        try {
            CommitStatus told = new CommitStatus(
                    ports.config().report().statusContext(),
                    status.state(),
                    status.text(),
                    state.request().link());
            Insistence.on(() -> ports.gitea().setStatus(state.request().repository(), sha, told));
        } catch (GiteaFailure failure) {
            ports.listener().line(state, "The commit status could not be set: " + failure.getMessage());
            failedAt = ports.clock().instant();
        }
        Reported reported = new Reported(sha, status.state(), status.text(), failedAt);
        return state.with(draft -> draft.reported = reported);
    }

    GateState ended(GateState state) {
        Optional<Announcement> status = Announcement.ended(state);
        if (status.isEmpty()) {
            return state;
        }
        GateState told = state.startSha() == null && state.ending().reason() == Reason.TARGET_HELD
                ? status(state, head(state), status.get())
                : status(state, status.get());
        if (mustAct(state)) {
            comment(state);
        }
        return told;
    }

    /** The head of a branch that was not looked at; null when it is not known. */
    private String head(GateState state) {
        GateRequest request = state.request();
        try {
            return ports.gitea()
                    .branch(request.repository(), request.branch())
                    .map(BranchInfo::sha)
                    .orElse(null);
        } catch (GiteaFailure failure) {
            return null;
        }
    }

    /** Whether a person must act, and on this very branch. */
    private static boolean mustAct(GateState state) {
        Reason reason = state.ending().reason();
        boolean bad =
                switch (state.ending().outcome()) {
                    case CONFLICT, RETEST_FAILED, HELD -> true;
                    default -> false;
                };
        return bad
                && state.startSha() != null
                && reason != Reason.CONFIGURATION
                && reason != Reason.TARGET_HELD
                && reason != Reason.LOCK_BUSY
                && reason != Reason.GITEA_UNREACHABLE;
    }

    private void comment(GateState state) {
        if (!ports.config().report().comment()) {
            return;
        }
        try {
            Insistence.on(() -> {
                Optional<Long> pull = pullRequest(state);
                if (pull.isPresent()) {
                    ports.gitea()
                            .upsertComment(
                                    state.request().repository(),
                                    pull.get(),
                                    MARK,
                                    text(outcome(state.ending()), state));
                }
            });
        } catch (GiteaFailure failure) {
            ports.listener().line(state, "The comment could not be written: " + failure.getMessage());
        }
    }

    /** After a merge: the comment that an earlier run left demands nothing any more. */
    void settled(GateState state) {
        if (!ports.config().report().comment() || !state.merge().discussed()) {
            return;
        }
        try {
            Insistence.on(() -> ports.gitea()
                    .editComment(
                            state.request().repository(), state.merge().pullRequest(), MARK, text("settled", state)));
        } catch (GiteaFailure failure) {
            ports.listener().line(state, "The comment could not be edited: " + failure.getMessage());
        }
    }

    private static String text(String title, GateState state) {
        return MARK + "\n"
                + Texts.comment(title, state.ending().message(), state.request().link());
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
