// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.model;

import java.time.Instant;

/** A comment on a pull request. */
public record Comment(long id, long pull, String author, String body, Instant createdAt, Instant updatedAt) {

    public Comment withBody(String text) {
        return new Comment(id, pull, author, text, createdAt, Instant.now());
    }
}
