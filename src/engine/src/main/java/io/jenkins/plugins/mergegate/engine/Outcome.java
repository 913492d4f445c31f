// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine;

/** How a gate run ended. The words and exit codes are part of the product's contract. */
public enum Outcome {
    /** This run merged the candidate, and git proves it. */
    MERGED(0),
    /** The candidate was in the target before any merge call; nothing was created or merged. */
    ALREADY_IN_MAIN(0),
    /** The gate is switched off or not rolled out here, or this was a dry run. */
    DISABLED(0),
    /** The lock is busy, or a policy of Gitea still waits; run it again later. */
    DEFERRED(10),
    /** The branch does not rebase onto the target. */
    CONFLICT(20),
    /** The combined tree is red. */
    RETEST_FAILED(21),
    /** Somebody pushed to the branch after the run began; nothing of theirs is overwritten. */
    BRANCH_MOVED(22),
    /** Not done, no rollback, a person must look. */
    HELD(30),
    /** The user or a signal stopped it, or it died; the lock is released. */
    ABORTED(40);

    private final int exit;

    Outcome(int exit) {
        this.exit = exit;
    }

    /** Exit code of the command. */
    public int exit() {
        return exit;
    }
}
