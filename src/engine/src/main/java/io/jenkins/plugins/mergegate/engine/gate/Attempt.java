// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.mergegate.engine.gitea.AnswerClass;

/**
 * One merge call.
 *
 * @param status HTTP status, 0 for none, null while the answer is not known
 * @param kind null while the answer is not known
 * @param waitMillis the back-off before this call
 */
public record Attempt(
        int number, Integer status, @JsonProperty("class") AnswerClass kind, long waitMillis) {

    /** Whether the way to the server broke, so that it may still be at work: no answer, or that of a proxy. */
    static boolean isCut(int status) {
        return status == 0 || status == 502 || status == 503 || status == 504;
    }
}
