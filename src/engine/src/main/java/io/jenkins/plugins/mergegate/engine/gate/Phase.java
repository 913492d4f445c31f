// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

/** Where a run stands. Written to the journal before the phase does anything. */
public enum Phase {
    /** Rollout, holds, the repository's facts. */
    PREFLIGHT,
    /** Reading both branches; a candidate that is in the target already ends here. */
    FETCHING,
    /** The gate is off for this repository: the body runs on the branch as it is. */
    BYPASSED,
    /** Waiting for the merge lock. */
    QUEUED,
    /** Bringing the candidate onto the current target. */
    CATCHING_UP,
    /** Leased push of the rebased candidate. */
    PUSHING,
    /** The caller runs the body on exactly the candidate. */
    RETESTING,
    /** Did the target or the branch move meanwhile? */
    COMPARING,
    /** One open pull request from the branch into the target. */
    OPENING,
    /** Until Gitea shows the candidate, calls it mergeable and its policies are met. */
    AWAITING,
    /** The merge call, each attempt after a look in git. */
    MERGING,
    /** The proof from git. */
    PROVING,
    /** Markers that must still be in the target. */
    GUARDING,
    /** Hold, status, comment, release of the lock. */
    CLOSING,
    /** Over. */
    CLOSED
}
