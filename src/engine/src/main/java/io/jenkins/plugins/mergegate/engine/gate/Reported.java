// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import java.time.Duration;
import java.time.Instant;

/**
 * The commit status a run has set last, so that nothing is said twice.
 *
 * @param state Gitea's word for it
 * @param failedAt when the server could not be told; null when it was
 */
public record Reported(String sha, String state, String text, Instant failedAt) {
    /** A server that could not be told is left alone for so long, unless there is something new to tell. */
    private static final Duration REST = Duration.ofSeconds(30);

    /** Whether there is no need to set {@code status} on {@code sha} now. */
    boolean covers(String sha, Announcement status, Instant now) {
        boolean same = this.sha.equals(sha) && state.equals(status.state()) && text.equals(status.text());
        return same && (failedAt == null || now.isBefore(failedAt.plus(REST)));
    }
}
