// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

import java.time.Duration;

/**
 * What came back from a merge call.
 *
 * @param status the HTTP status, 0 when the connection broke or timed out
 * @param message Gitea's own text or a short reason, one line, secrets replaced; may be empty
 * @param retryAfter what the server asked for, null when it did not
 */
public record MergeAnswer(int status, AnswerClass kind, String message, Duration retryAfter) {}
