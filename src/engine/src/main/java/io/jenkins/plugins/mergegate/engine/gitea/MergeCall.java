// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import okhttp3.HttpUrl;

/** The merge call: sent at most once, and answered whatever happens. */
final class MergeCall {
    private final GiteaHttp http;

    MergeCall(GiteaHttp http) {
        this.http = http;
    }

    MergeAnswer send(HttpUrl url, MergeCommand command) {
        try {
            HttpAnswer answer = http.merge(http.post(url, body(command)));
            return new MergeAnswer(
                    answer.status(),
                    AnswerClassifier.classify(answer.status(), answer.body()),
                    http.clean(text(answer)),
                    answer.retryAfter());
        } catch (IOException | RuntimeException e) {
            return new MergeAnswer(0, AnswerClass.TRANSIENT, http.clean("no answer: " + GiteaHttp.reason(e)), null);
        }
    }

    /** A call that would break a law is not made. */
    static MergeAnswer unsent(String why) {
        return new MergeAnswer(0, AnswerClass.REFUSED, "not sent: " + why, null);
    }

    private static String text(HttpAnswer answer) {
        if (answer.status() < 300) {
            return "";
        }
        return answer.status() < 400
                ? GiteaHttp.REDIRECTED
                : ErrorBody.parse(answer.body()).text();
    }

    /** The names that every version since 1.21 reads; what is left out has a default that differs between versions. */
    private static Map<String, Object> body(MergeCommand command) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("Do", command.style().toString());
        body.put("head_commit_id", command.headSha());
        body.put("delete_branch_after_merge", command.deleteBranch());
        body.put("force_merge", false);
        if (command.title() != null) {
            body.put("MergeTitleField", command.title());
        }
        return body;
    }
}
