// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.model;

import java.time.Instant;

/** A review; official ones come from people who may write. Dismissed ones do not count, nor do stale ones if so asked. */
public record Review(
        long id,
        long pull,
        String user,
        State state,
        String body,
        String sha,
        boolean official,
        boolean stale,
        boolean dismissed,
        Instant at) {

    public enum State {
        APPROVED,
        REQUEST_CHANGES,
        COMMENT,
        REQUEST_REVIEW
    }

    public Review outdated(boolean dismiss) {
        return new Review(id, pull, user, state, body, sha, official, true, dismissed || dismiss, at);
    }

    public Review replaced() {
        return new Review(id, pull, user, state, body, sha, false, stale, true, at);
    }
}
