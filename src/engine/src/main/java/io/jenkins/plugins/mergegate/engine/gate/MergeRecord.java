// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.jenkins.plugins.mergegate.engine.gitea.AnswerClass;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a run knows of its pull request and its merge calls.
 *
 * @param pullRequest null until known
 * @param discussed whether the pull request has comments
 * @param awaitingSince when waiting for Gitea to catch up with this candidate began
 * @param callingSince when the first call for this candidate was made, null before it
 * @param attempts of all candidates of this run
 * @param spent how many of the attempts were for earlier candidates
 * @param looks how often git was asked in vain since the last answer
 * @param backoffMillis the wait that was decided after the last answer, null for none
 * @param retryAfterMillis what the server asked for with the last answer, null for nothing
 * @param message of the last answer
 */
public record MergeRecord(
        Long pullRequest,
        boolean discussed,
        Instant awaitingSince,
        Instant callingSince,
        List<Attempt> attempts,
        int spent,
        int looks,
        Long backoffMillis,
        Long retryAfterMillis,
        String message) {
    static final MergeRecord NONE = new MergeRecord(null, false, null, null, List.of(), 0, 0, null, null, null);

    /** The last attempt, null before the first. */
    Attempt last() {
        return attempts.isEmpty() ? null : attempts.get(attempts.size() - 1);
    }

    /** How many calls were made for the candidate of now. */
    int calls() {
        return attempts.size() - spent;
    }

    MergeRecord pullRequest(long number) {
        return with(draft -> draft.pullRequest = number);
    }

    MergeRecord discussed(boolean hasComments) {
        return with(draft -> draft.discussed = hasComments);
    }

    MergeRecord awaiting(Instant now) {
        return with(draft -> draft.awaitingSince = now);
    }

    MergeRecord looked() {
        return with(draft -> draft.looks = looks + 1);
    }

    MergeRecord backingOff(long millis) {
        return with(draft -> draft.backoffMillis = millis);
    }

    /** A call that is about to be made: its status and class are not known. */
    MergeRecord calling(Instant now) {
        Attempt attempt = new Attempt(attempts.size() + 1, null, null, backoffMillis == null ? 0 : backoffMillis);
        return with(draft -> {
            draft.attempts = new ArrayList<>(attempts);
            draft.attempts.add(attempt);
            draft.callingSince = callingSince == null ? now : callingSince;
            draft.looks = 0;
            draft.backoffMillis = null;
            draft.retryAfterMillis = null;
            draft.message = null;
        });
    }

    /** The last attempt with its answer. */
    MergeRecord answered(Attempt attempt, Long retryAfter, String text) {
        return with(draft -> {
            draft.attempts = new ArrayList<>(attempts);
            draft.attempts.set(attempts.size() - 1, attempt);
            draft.retryAfterMillis = retryAfter;
            draft.message = text;
        });
    }

    /** Without the answer that a dead run never saw: as if the connection had broken. */
    MergeRecord answerOrNone() {
        Attempt last = last();
        return last == null || last.status() != null
                ? this
                : answered(new Attempt(last.number(), 0, AnswerClass.TRANSIENT, last.waitMillis()), null, null);
    }

    /** Whether a call was begun whose answer is not known. */
    @JsonIgnore
    public boolean isUnanswered() {
        return calls() > 0 && last().status() == null;
    }

    /** Whether the answer to any call for the candidate of now is not known, or the way to the server broke before it. */
    @JsonIgnore
    public boolean mayStillLand() {
        return attempts.stream().skip(spent).anyMatch(call -> call.status() == null || Attempt.isCut(call.status()));
    }

    /** The same pull request with another candidate. */
    MergeRecord startedOver() {
        return with(draft -> {
            draft.awaitingSince = null;
            draft.callingSince = null;
            draft.spent = attempts.size();
            draft.looks = 0;
            draft.backoffMillis = null;
            draft.retryAfterMillis = null;
            draft.message = null;
        });
    }

    private MergeRecord with(Consumer<Draft> change) {
        Draft draft = new Draft();
        draft.pullRequest = pullRequest;
        draft.discussed = discussed;
        draft.awaitingSince = awaitingSince;
        draft.callingSince = callingSince;
        draft.attempts = attempts;
        draft.spent = spent;
        draft.looks = looks;
        draft.backoffMillis = backoffMillis;
        draft.retryAfterMillis = retryAfterMillis;
        draft.message = message;
        change.accept(draft);
        return new MergeRecord(
                draft.pullRequest,
                draft.discussed,
                draft.awaitingSince,
                draft.callingSince,
                List.copyOf(draft.attempts),
                draft.spent,
                draft.looks,
                draft.backoffMillis,
                draft.retryAfterMillis,
                draft.message);
    }

    /** A changeable copy, alive only inside {@link #with}. */
    private static final class Draft {
        Long pullRequest;
        boolean discussed;
        Instant awaitingSince;
        Instant callingSince;
        List<Attempt> attempts;
        int spent;
        int looks;
        Long backoffMillis;
        Long retryAfterMillis;
        String message;
    }
}
