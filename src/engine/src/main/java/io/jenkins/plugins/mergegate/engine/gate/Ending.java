// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.Reason;

/** How the run ends, decided but perhaps not yet reported. {@code reason} may be null; {@code message} is for people. */
public record Ending(Outcome outcome, Reason reason, String message) {
    private static final int USAGE = 2;

    /** Exit code of the command: that of the outcome, but a wrong configuration is a usage error. */
    public int exit() {
        return reason == Reason.CONFIGURATION ? USAGE : outcome.exit();
    }
}
