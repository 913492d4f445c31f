// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import io.jenkins.plugins.mergegate.engine.lock.LockAttempt;
import io.jenkins.plugins.mergegate.engine.text.Texts;
import java.util.Optional;

/**
 * What the commit status says of a run; pure. Green from the moment the candidate is validated until it is merged or the
 * run ends otherwise: a branch protection may require it.
 *
 * @param state Gitea's word: pending, success, error, failure
 */
record Announcement(String state, String text) {
    private static final String PENDING = "pending";
    private static final String SUCCESS = "success";

    Announcement {
        text = Texts.oneLine(Texts.plain(text));
    }

    static Announcement waiting(GateState state, LockAttempt.Busy busy) {
        return new Announcement(
                PENDING, Texts.statusWaiting(state.request().target(), busy.holder(), busy.closed(), busy.position()));
    }

    /**
     * Empty for a run that has said nothing yet: that phase is over in a moment. But a place in line that it no longer waits
     * for, or the green of a candidate that is no longer on the current target, must not stand there meanwhile.
     */
    static Optional<Announcement> catchingUp(GateState state) {
        return state.reported() == null
                ? Optional.empty()
                : Optional.of(new Announcement(
                        PENDING, Texts.statusCatchingUp(state.request().target())));
    }

    static Announcement testing(GateState state) {
        return new Announcement(PENDING, Texts.statusTesting(state.request().target()));
    }

    /** It says already that the merge is next, so that one status does for both. */
    static Announcement validated(GateState state) {
        return new Announcement(SUCCESS, Texts.statusMerging(state.request().target(), wasTested(state)));
    }

    /** Gitea does not let the validated candidate in yet. */
    static Announcement pendingPolicy(GateState state, String why) {
        return new Announcement(SUCCESS, Texts.statusValidated(state.request().target(), wasTested(state), why));
    }

    private static boolean wasTested(GateState state) {
        return Boolean.TRUE.equals(state.retested());
    }

    /** Empty when nothing was said of this commit that would have to be set right. */
    static Optional<Announcement> ended(GateState state) {
        String word =
                switch (state.ending().outcome()) {
                    case MERGED -> SUCCESS;
                    case ALREADY_IN_MAIN -> state.reported() == null ? null : SUCCESS;
                    case DEFERRED -> PENDING;
                    case ABORTED -> "error";
                    // The head of now is not this run's.
                    case BRANCH_MOVED -> state.reported() == null ? null : "error";
                    case CONFLICT, RETEST_FAILED, HELD -> "failure";
                    case DISABLED -> null;
                };
        return Optional.ofNullable(word)
                .map(known -> new Announcement(known, state.ending().message()));
    }
}
