// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.reaper;

/** What is to be done with a held lock. */
public sealed interface Verdict {
    /** Why a lock is left alone. */
    enum Why {
        /** The holder is at work, or cannot be seen. */
        IN_USE,
        /** It looks dead, but not for long enough. */
        SUSPECTED,
        /** Too soon after the start to judge. */
        GRACE,
        /** Reclaiming is switched off. */
        SWITCHED_OFF
    }

    /** Why a lock is taken away. */
    enum Tier {
        FINISHED,
        DEAD,
        OVER_AGE
    }

    record Keep(Why why) implements Verdict {}

    /**
     * In this order: abort, settle, reclaim.
     *
     * @param settleFirst its run must be settled from git before the lock is free for the next one
     * @param abortFirst its run may still be at work and is to be stopped
     */
    record Reclaim(Tier tier, boolean settleFirst, boolean abortFirst) implements Verdict {}
}
