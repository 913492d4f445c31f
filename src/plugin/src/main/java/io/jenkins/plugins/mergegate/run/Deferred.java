// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import hudson.model.Cause;

/** Why a build that was put off runs again. */
public final class Deferred extends Cause {
    private final int number;

    Deferred(int number) {
        this.number = number;
    }

    @Override
    public String getShortDescription() {
        return "Merge Gate deferred build #" + number;
    }
}
