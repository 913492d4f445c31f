// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.lock;

import io.jenkins.plugins.mergegate.engine.reaper.HolderState;

/** What is known of a run from its token and its build, for whoever judges what it left. */
public final class Holders {
    private Holders() {}

    /** @param build see {@link hudson.model.Run#getExternalizableId} */
    public static HolderState state(Settler settler, String token, String build) {
        return switch (Builds.state(build)) {
            case OVER -> HolderState.FINISHED;
            case DELETED -> HolderState.GONE;
            // A job that was renamed or moved looks like this, and its run may be at work.
            case UNKNOWN -> settler.isLive(token) ? HolderState.LIVE : HolderState.MISSING;
            case GOES_ON -> ofBuildThatGoesOn(settler, token, build);
        };
    }

    private static HolderState ofBuildThatGoesOn(Settler settler, String token, String build) {
        if (settler.isLive(token)) {
            return HolderState.LIVE;
        }
        return settler.isComingBack(token, build) ? HolderState.UNKNOWN : HolderState.MISSING;
    }
}
