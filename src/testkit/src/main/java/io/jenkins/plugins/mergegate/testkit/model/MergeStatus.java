// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.model;

/** What the last mergeability check found; the API does not show it. */
public enum MergeStatus {
    CONFLICT,
    CHECKING,
    MERGEABLE,
    MANUALLY_MERGED,
    ERROR,
    EMPTY,
    ANCESTOR;

    /** The flag the API shows, work in progress aside. */
    public boolean shownAsMergeable() {
        return this != CHECKING && this != CONFLICT && this != ERROR;
    }

    /** Whether a merge call goes on. */
    public boolean allowsMerge() {
        return this == MERGEABLE || this == EMPTY;
    }
}
