// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.lock;

/**
 * Knows the gate runs of this Jenkins, by the tokens of their locks and by their builds, named as
 * {@link hudson.model.Run#getExternalizableId} does.
 */
public interface Settler {
    /** Whether a gate run with this token is at work, or waits in a build that goes on. */
    boolean isLive(String token);

    /** Whether a build that goes on may still bring this run back, as after a restart while its agent is away. */
    boolean isComingBack(String token, String build);

    /**
     * Brings a run that is not at work any more to its end, from git. That frees its lock.
     *
     * @return whether the run is over, so that its lock may go; true also for a token nobody knows
     */
    boolean settle(String token, String build);

    /** Asks Jenkins to abort the build of a live run. */
    void abort(String token, String build);

    /** Whether the run has made a merge call whose answer it does not know: its lock must stay. */
    boolean isMerging(String token, String build);
}
