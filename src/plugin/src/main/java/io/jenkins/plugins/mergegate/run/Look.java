// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.mergegate.engine.Outcome;

/** How a run is shown: a symbol that differs in its shape too, and a colour of Jenkins. The later one matters more. */
public enum Look {
    GOOD("symbol-merge-gate", "jenkins-!-success-color"),
    QUIET("symbol-merge-gate-closed", "jenkins-!-text-color-secondary"),
    BUSY("symbol-hourglass", "jenkins-!-accent-color"),
    BAD("symbol-merge-gate-closed", "jenkins-!-error-color"),
    ALARM("symbol-shield-warning", "jenkins-!-error-color");

    private final String symbol;
    private final String color;

    Look(String symbol, String color) {
        this.symbol = symbol;
        this.color = color;
    }

    public static Look of(@CheckForNull Outcome outcome) {
        if (outcome == null) {
            return BAD;
        }
        return switch (outcome) {
            case MERGED, ALREADY_IN_MAIN -> GOOD;
            case DISABLED, DEFERRED, ABORTED -> QUIET;
            case CONFLICT, RETEST_FAILED, BRANCH_MOVED -> BAD;
            case HELD -> ALARM;
        };
    }

    /** For {@code l:icon}. */
    public String getSymbol() {
        return symbol.startsWith("symbol-merge-gate") ? symbol + " plugin-merge-gate" : symbol;
    }

    /** A class of Jenkins' style. */
    public String getColor() {
        return color;
    }
}
