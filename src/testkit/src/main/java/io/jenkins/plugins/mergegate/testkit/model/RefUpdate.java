// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.model;

import java.time.Instant;

/**
 * One move of a ref. A before or after of forty zeros stands for "not there".
 *
 * @param pull of a merge, 0 for any other move
 * @param head the commit that a merge took, empty for any other move
 */
public record RefUpdate(
        String ref, String before, String after, Instant at, Cause cause, String user, long pull, String head) {

    /** Who moved it. */
    public enum Cause {
        /** A git push over HTTP. */
        PUSH,
        /** The merge of the pull request with the number of the update. */
        MERGE,
        /** Another call of the API. */
        API,
        /** The test itself. */
        FIXTURE
    }

    public static RefUpdate of(String ref, String before, String after, Cause cause, String user) {
        return new RefUpdate(ref, before, after, Instant.now(), cause, user, 0, "");
    }

    public static RefUpdate merge(String ref, String before, String after, String user, long pull, String head) {
        return new RefUpdate(ref, before, after, Instant.now(), Cause.MERGE, user, pull, head);
    }
}
