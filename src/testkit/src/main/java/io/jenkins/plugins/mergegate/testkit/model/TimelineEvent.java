// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.model;

import java.time.Instant;

/** Something that happened to a pull request, as its timeline tells it; {@code type} is Gitea's word. */
public record TimelineEvent(long id, long pull, String type, String user, Instant at) {

    public static final String SCHEDULED = "pull_scheduled_merge";
    public static final String UNSCHEDULED = "pull_cancel_scheduled_merge";
}
