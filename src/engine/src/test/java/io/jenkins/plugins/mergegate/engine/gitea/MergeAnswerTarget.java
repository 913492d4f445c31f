// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/** What follows a merge call: two bytes of status, then the body. Every answer has a class and a text. */
public final class MergeAnswerTarget {
    private MergeAnswerTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length < 2) {
            return;
        }
        int status = (data[0] & 0xff) << 8 | data[1] & 0xff;
        String body = new String(Arrays.copyOfRange(data, 2, data.length), StandardCharsets.UTF_8);
        AnswerClass kind = AnswerClassifier.classify(status, body);
        if (kind == null || ErrorBody.parse(body).text() == null) {
            throw new IllegalStateException("an answer without a class or a text");
        }
        if (status >= 500 && kind != AnswerClass.TRANSIENT) {
            throw new IllegalStateException("nobody knows what became of a call that was answered " + status);
        }
        RetryAfter.parse(body, Instant.EPOCH);
    }
}
