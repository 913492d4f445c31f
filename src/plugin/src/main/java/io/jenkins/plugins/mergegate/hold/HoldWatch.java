// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.hold;

import hudson.Extension;
import hudson.model.PeriodicWork;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Reads the holds at start-up and every minute: the command changes them too, and some expire. */
@Extension
public final class HoldWatch extends PeriodicWork {
    private static final Logger LOGGER = Logger.getLogger(HoldWatch.class.getName());

    @Override
    public long getInitialDelay() {
        return 0;
    }

    @Override
    public long getRecurrencePeriod() {
        return MIN;
    }

    @Override
    protected void doRun() {
        try {
            HoldDesk.get().list();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The holds in $JENKINS_HOME/merge-gate cannot be read", e);
        }
    }
}
