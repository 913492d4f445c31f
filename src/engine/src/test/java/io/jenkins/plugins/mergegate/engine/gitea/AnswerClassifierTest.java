// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

import static io.jenkins.plugins.mergegate.engine.gitea.AnswerClass.ALREADY_MERGED;
import static io.jenkins.plugins.mergegate.engine.gitea.AnswerClass.BASE_MOVED;
import static io.jenkins.plugins.mergegate.engine.gitea.AnswerClass.CLAIMS_MERGED;
import static io.jenkins.plugins.mergegate.engine.gitea.AnswerClass.CONFLICT;
import static io.jenkins.plugins.mergegate.engine.gitea.AnswerClass.HEAD_MOVED;
import static io.jenkins.plugins.mergegate.engine.gitea.AnswerClass.POLICY_PENDING;
import static io.jenkins.plugins.mergegate.engine.gitea.AnswerClass.REDIRECT;
import static io.jenkins.plugins.mergegate.engine.gitea.AnswerClass.REFUSED;
import static io.jenkins.plugins.mergegate.engine.gitea.AnswerClass.SCHEDULED;
import static io.jenkins.plugins.mergegate.engine.gitea.AnswerClass.TRANSIENT;
import static io.jenkins.plugins.mergegate.engine.gitea.AnswerClass.TRY_AGAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every answer that Gitea 1.21 to 1.27 gives to a merge call, and what proxies put in its place. */
class AnswerClassifierTest {
    private static final String HTML = "<html><body><h1>405 Not Allowed</h1></body></html>";
    private static final String PUSH = "PushRejected with remote message: ";
    private static final String BLOCKED = "Not allowed to push to protected branch main";
    private static final String NOT_READY = PUSH + BLOCKED + " and pr #7 is not ready to be merged: ";

    private static String text(String message) {
        return "{\"message\":\"" + message + "\",\"url\":\"http://gitea.test/api/swagger\"}";
    }

    private static String wrapped(String reason) {
        return text("not allowed to merge [reason: " + reason + "]");
    }

    private static Arguments row(AnswerClass expected, int status, String body) {
        return arguments(expected, status, body);
    }

    static Stream<Arguments> successes() {
        return Stream.of(
                row(CLAIMS_MERGED, 200, ""),
                row(CLAIMS_MERGED, 200, "null"),
                row(CLAIMS_MERGED, 200, HTML),
                row(CLAIMS_MERGED, 200, null),
                row(SCHEDULED, 201, ""),
                row(TRANSIENT, 202, ""),
                row(TRANSIENT, 204, ""),
                row(REDIRECT, 300, HTML),
                row(REDIRECT, 301, "<a href=\"/api/v1/repos/alice/new/pulls/1/merge\">Moved Permanently</a>."),
                row(REDIRECT, 302, HTML),
                row(REDIRECT, 303, ""),
                row(REDIRECT, 304, ""),
                row(REDIRECT, 307, ""),
                row(REDIRECT, 308, null));
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                row(REFUSED, 401, text("invalid username, password or token")),
                row(REFUSED, 401, text("token is required")),
                row(REFUSED, 401, HTML),
                row(REFUSED, 403, "{\"message\":\"This account is prohibited from signing in.\"}"),
                row(REFUSED, 403, text("token does not have at least one of required scope(s)")),
                row(REFUSED, 403, ""),
                row(REFUSED, 403, HTML),
                row(CLAIMS_MERGED, 403, text("can not delete default branch")),
                row(CLAIMS_MERGED, 403, text("branch protected")),
                row(REFUSED, 403, text("the branch protected by nobody knows")),
                row(REFUSED, 404, text("pull request does not exist [id: 0, issue_id: 0]")),
                row(REFUSED, 404, text("GetPullRequestByIndex")),
                row(REFUSED, 404, text("not found")),
                row(REFUSED, 404, text("The target couldn't be found.")),
                row(REFUSED, 404, "404 page not found"),
                row(REFUSED, 404, ""),
                row(REFUSED, 423, text("repo is archived")),
                row(REFUSED, 400, text("bad request")),
                row(REFUSED, 407, HTML),
                row(REFUSED, 410, ""),
                row(REFUSED, 412, text("precondition")),
                row(REFUSED, 413, HTML),
                row(REFUSED, 451, ""));
    }

    static Stream<Arguments> methodNotAllowed() {
        return Stream.of(
                row(ALREADY_MERGED, 405, text("The PR is already merged")),
                row(ALREADY_MERGED, 405, text("")),
                row(ALREADY_MERGED, 405, text("  ")),
                row(ALREADY_MERGED, 405, ""),
                row(ALREADY_MERGED, 405, "null"),
                row(ALREADY_MERGED, 405, "{}"),
                row(ALREADY_MERGED, 405, "{\"message\":null}"),
                row(TRY_AGAIN, 405, text("Please try again later")),
                row(REFUSED, 405, text("User not allowed to merge PR")),
                row(REFUSED, 405, text("Work in progress PRs cannot be merged")),
                row(POLICY_PENDING, 405, text("Not all required status checks successful")),
                row(POLICY_PENDING, 405, text("Does not have enough approvals")),
                row(POLICY_PENDING, 405, text("There are official review requests")),
                row(REFUSED, 405, text("There are requested changes")),
                row(REFUSED, 405, text("Changed protected files")),
                row(BASE_MOVED, 405, text("The head branch is behind the base branch")),
                row(POLICY_PENDING, 405, wrapped("Not all required status checks successful")),
                row(POLICY_PENDING, 405, wrapped("Does not have enough approvals")),
                row(POLICY_PENDING, 405, wrapped("There are official review requests")),
                row(REFUSED, 405, wrapped("There are requested changes")),
                row(REFUSED, 405, wrapped("Changed protected files")),
                row(BASE_MOVED, 405, wrapped("The head branch is behind the base branch")),
                row(REFUSED, 405, text("wont sign: nokey")),
                row(REFUSED, 405, text("wont sign: parentsigned")),
                row(REFUSED, 405, text("the branch requires signed commits but not all head commits are verified")),
                row(REFUSED, 405, text("squash is not allowed an allowed merge style for this repository")),
                row(REFUSED, 405, text("a rule that nobody knows yet")),
                row(TRANSIENT, 405, HTML),
                row(TRANSIENT, 405, "[]"),
                row(TRANSIENT, 405, "{\"message\":\"Please try ag"),
                row(TRANSIENT, 405, null));
    }

    static Stream<Arguments> conflicts() {
        return Stream.of(
                row(TRANSIENT, 409, text("Wrong commit ID")),
                row(TRANSIENT, 409, "{}"),
                row(TRANSIENT, 409, ""),
                row(TRANSIENT, 409, "null"),
                row(TRANSIENT, 409, null),
                row(TRANSIENT, 409, HTML),
                row(TRANSIENT, 409, text("")),
                row(TRANSIENT, 409, text("something new")),
                row(SCHEDULED, 409, text("pull request is already scheduled to auto merge when checks succeed [7]")),
                row(CONFLICT, 409, "{\"Style\":\"merge\",\"StdOut\":\"CONFLICT\",\"StdErr\":\"\",\"Err\":{}}"),
                row(CONFLICT, 409, "{\"Style\":\"rebase\",\"CommitSHA\":\"97\",\"StdOut\":\"\",\"StdErr\":\"\"}"),
                row(
                        CONFLICT,
                        409,
                        "{\"Style\":\"squash\",\"StdErr\":\"fatal: refusing to merge unrelated histories\"}"),
                row(CONFLICT, 409, "{\"Style\":7,\"StdOut\":null}"),
                row(BASE_MOVED, 409, text("merge push out of date")),
                row(HEAD_MOVED, 409, text("head out of date")));
    }

    static Stream<Arguments> rejectedPushes() {
        String lock = "cannot lock ref 'refs/heads/main': is at b7c28 but expected b97bc";
        return Stream.of(
                row(TRANSIENT, 409, text(PUSH + lock)),
                row(TRANSIENT, 409, text(PUSH + "error: " + lock)),
                row(TRANSIENT, 409, text(PUSH + "failed to update ref")),
                row(TRANSIENT, 409, text(PUSH + "push is rejected")),
                row(TRANSIENT, 409, text("PushRejected without remote error message")),
                row(TRANSIENT, 409, text(PUSH + "Internal Server Error (no specific error)")),
                row(TRANSIENT, 409, text(PUSH + "Gitea: Internal Server Connection Error")),
                row(TRANSIENT, 409, text(PUSH + "the words of somebody's own hook")),
                row(REFUSED, 409, text(PUSH + BLOCKED)),
                row(REFUSED, 409, text(PUSH + "Gitea: " + BLOCKED)),
                row(REFUSED, 409, text(PUSH + "Not allowed to force-push to protected branch main")),
                row(REFUSED, 409, text(PUSH + "branch main is protected from changing file a/b")),
                row(REFUSED, 409, text(PUSH + "branch main is protected from changing file cannot lock ref")),
                row(REFUSED, 409, text(PUSH + "branch main is protected from unverified commit 97")),
                row(REFUSED, 409, text(PUSH + "branch main is protected from force push")),
                row(REFUSED, 409, text(PUSH + "User permission denied for writing.")),
                row(POLICY_PENDING, 409, text(NOT_READY + "Not all required status checks successful")),
                row(POLICY_PENDING, 409, text(NOT_READY + "Does not have enough approvals")),
                row(POLICY_PENDING, 409, text(NOT_READY + "There are official review requests")),
                row(REFUSED, 409, text(NOT_READY + "There are requested changes")),
                row(REFUSED, 409, text(NOT_READY + "Changed protected files")),
                row(BASE_MOVED, 409, text(NOT_READY + "The head branch is behind the base branch")),
                row(REFUSED, 409, text(NOT_READY + "a rule that nobody knows yet")),
                row(
                        POLICY_PENDING,
                        409,
                        text(NOT_READY + "not allowed to merge [reason: Does not have enough approvals]")));
    }

    static Stream<Arguments> troubles() {
        Stream<Arguments> plain = IntStream.of(0, 408, 421, 422, 425, 429, 500, 501, 502, 503, 504, 520, 599)
                .boxed()
                .flatMap(status ->
                        Stream.of("", "null", HTML, text(""), text("x")).map(body -> row(TRANSIENT, status, body)));
        return Stream.concat(
                plain,
                Stream.of(
                        row(TRANSIENT, 0, null),
                        row(TRANSIENT, 422, text("[Do]: Required")),
                        row(TRANSIENT, 500, text("is blocked by an open dependency")),
                        row(TRANSIENT, 500, text("Merge DivergingFastForwardOnly Error: exit status 128")),
                        row(TRANSIENT, 500, "{\"Style\":\"merge\"}")));
    }

    @ParameterizedTest
    @MethodSource({"successes", "refusals", "methodNotAllowed", "conflicts", "rejectedPushes", "troubles"})
    void claims(AnswerClass expected, int status, String body) {
        assertThat(AnswerClassifier.classify(status, body)).isEqualTo(expected);
    }

    @Test
    void theCaseOfATextDoesNotMatter() {
        assertThat(AnswerClassifier.classify(405, text("PLEASE TRY AGAIN LATER")))
                .isEqualTo(TRY_AGAIN);
    }

    @Test
    void aConflictIsToldInGitsWords() {
        String body = "{\"Style\":\"merge\",\"StdOut\":\"Auto-merging z\\nCONFLICT (add/add): Merge conflict in z\\n"
                + "Automatic merge failed\\n\",\"StdErr\":\"fatal: no\\n\",\"Err\":{}}";

        assertThat(ErrorBody.parse(body).text()).isEqualTo("CONFLICT (add/add): Merge conflict in z; fatal: no");
        assertThat(ErrorBody.parse("{\"Style\":\"merge\"}").text()).isEqualTo("the branches conflict");
    }
}
