// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

import java.time.Duration;

/**
 * How long the client waits.
 *
 * @param read longest silence of the server, of every call but a merge
 * @param call all of such a call
 * @param mergeRead longest silence during a merge; Gitea says nothing until it has pushed
 * @param mergeCall all of a merge call
 */
public record GiteaTimeouts(Duration connect, Duration read, Duration call, Duration mergeRead, Duration mergeCall) {
    /** The same, but no call takes longer than {@code limit}. */
    GiteaTimeouts atMost(Duration limit) {
        return new GiteaTimeouts(
                shorter(connect, limit),
                shorter(read, limit),
                shorter(call, limit),
                shorter(mergeRead, limit),
                shorter(mergeCall, limit));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    public static GiteaTimeouts defaults() {
        return new GiteaTimeouts(
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                Duration.ofSeconds(120),
                Duration.ofSeconds(180));
    }
}
