// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads an answer to a merge call, of any Gitea since 1.21. There is no error code, so it goes by status and text. A text
 * of Gitea that nobody knows counts as a refusal under 405, where Gitea tells rules, and as transient under 409, where it
 * tells races.
 */
public final class AnswerClassifier {
    private static final Set<Integer> TRANSIENT_4XX = Set.of(408, 421, 422, 425, 429);

    private static final List<String> POLICY = List.of(
            "not all required status checks successful",
            "does not have enough approvals",
            "there are official review requests");

    /** 1.21 to 1.24 could fail to delete the branch after the merge was done, and said only that. */
    private static final Set<String> AFTER_THE_MERGE = Set.of("can not delete default branch", "branch protected");

    private static final String BEHIND = "the head branch is behind the base branch";

    private static final String NOT_READY = "is not ready to be merged:";

    private static final List<String> PROTECTED = List.of(
            "not allowed to push to protected branch",
            "not allowed to force-push to protected branch",
            "is protected from",
            "user permission denied");

    private AnswerClassifier() {}

    /**
     * What the answer claims.
     *
     * @param status the HTTP status, 0 for none
     * @param body null when it did not arrive whole
     */
    public static AnswerClass classify(int status, String body) {
        return switch (status) {
            case 200 -> AnswerClass.CLAIMS_MERGED;
            case 201 -> AnswerClass.SCHEDULED;
            case 403 -> forbidden(ErrorBody.parse(body));
            case 405 -> notAllowed(ErrorBody.parse(body));
            case 409 -> conflict(ErrorBody.parse(body));
            default -> byStatus(status);
        };
    }

    private static AnswerClass byStatus(int status) {
        if (status >= 300 && status < 400) {
            return AnswerClass.REDIRECT;
        }
        boolean refused = status >= 400 && status < 500 && !TRANSIENT_4XX.contains(status);
        return refused ? AnswerClass.REFUSED : AnswerClass.TRANSIENT;
    }

    private static AnswerClass forbidden(ErrorBody body) {
        boolean merged = AFTER_THE_MERGE.contains(lower(body.message()));
        return merged ? AnswerClass.CLAIMS_MERGED : AnswerClass.REFUSED;
    }

    private static AnswerClass notAllowed(ErrorBody body) {
        return switch (body.origin()) {
            // A proxy's maintenance page, which does not allow POST.
            case FOREIGN, CUT -> AnswerClass.TRANSIENT;
            // 1.21 to 1.24 say nothing when it is merged.
            case EMPTY -> AnswerClass.ALREADY_MERGED;
            case GITEA -> body.message().isEmpty() ? AnswerClass.ALREADY_MERGED : rule(lower(body.message()));
        };
    }

    private static AnswerClass rule(String text) {
        if (text.contains("already merged")) {
            return AnswerClass.ALREADY_MERGED;
        }
        if (text.contains("please try again later")) {
            return AnswerClass.TRY_AGAIN;
        }
        if (text.contains(BEHIND)) {
            return AnswerClass.BASE_MOVED;
        }
        return POLICY.stream().anyMatch(text::contains) ? AnswerClass.POLICY_PENDING : AnswerClass.REFUSED;
    }

    private static AnswerClass conflict(ErrorBody body) {
        if (body.message().isEmpty()) {
            return body.conflict() == null ? AnswerClass.TRANSIENT : AnswerClass.CONFLICT;
        }
        String text = lower(body.message());
        if (text.startsWith("pushrejected")) {
            return rejected(text);
        }
        if (text.contains("head out of date")) {
            return AnswerClass.HEAD_MOVED;
        }
        if (text.contains("merge push out of date")) {
            return AnswerClass.BASE_MOVED;
        }
        return text.contains("already scheduled to auto merge") ? AnswerClass.SCHEDULED : AnswerClass.TRANSIENT;
    }

    /** The hook's words. What is not a rule is a lost race, or a hook that could not reach Gitea. */
    private static AnswerClass rejected(String text) {
        if (text.contains(NOT_READY)) {
            return rule(text);
        }
        return PROTECTED.stream().anyMatch(text::contains) ? AnswerClass.REFUSED : AnswerClass.TRANSIENT;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
