// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import jenkins.model.CauseOfInterruption;

/** Why the reaper aborted a build; kept with it. */
public final class HeldTooLong extends CauseOfInterruption {
    private static final long serialVersionUID = 1L;

    @Override
    public String getShortDescription() {
        return "Its gate run held the merge lock for longer than reaper.maxRunningMinutes";
    }
}
