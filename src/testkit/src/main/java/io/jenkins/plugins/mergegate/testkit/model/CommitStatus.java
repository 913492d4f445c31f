// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.model;

import java.time.Instant;

/** One commit status; the newest per context counts. */
public record CommitStatus(
        long id, String context, String state, String description, String targetUrl, String creator, Instant at) {}
