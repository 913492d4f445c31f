// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.lock;

import hudson.ExtensionPoint;

/** Knows the gate runs of this Jenkins, by the tokens of their locks. */
public interface Settler extends ExtensionPoint {
    /** Whether a gate run with this token is at work, or waits in a build that goes on. */
    boolean isLive(String token);

    /**
     * Brings a run that is not at work any more to its end, from git. That frees its lock.
     *
     * @return whether the run is over, so that its lock may go; true also for a token nobody knows
     */
    boolean settle(String token);

    /** Asks a live run to stop. */
    void abort(String token);

    /** Whether the run has made a merge call whose answer it does not know: its lock must stay. */
    default boolean isMerging(String token) {
        return false;
    }
}
