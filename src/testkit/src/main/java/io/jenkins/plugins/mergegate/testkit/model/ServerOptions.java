// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.model;

import java.time.Duration;

/** What a test can turn on the running server. */
public final class ServerOptions {

    private volatile Flavour flavour = Flavour.V1_27;
    private volatile boolean hideErrorMessages = true;
    private volatile Duration staleFor = Duration.ZERO;
    private volatile Duration checkingFor = Duration.ZERO;
    private volatile boolean checkOnlyWhenViewed;

    public Flavour flavour() {
        return flavour;
    }

    public void flavour(Flavour wanted) {
        flavour = wanted;
    }

    public boolean hideErrorMessages() {
        return hideErrorMessages;
    }

    public void hideErrorMessages(boolean hide) {
        hideErrorMessages = hide;
    }

    /** How long an outdated mergeability stays visible. */
    public Duration staleFor() {
        return staleFor;
    }

    public void staleFor(Duration time) {
        staleFor = time;
    }

    /** How long the check is shown as running after that. */
    public Duration checkingFor() {
        return checkingFor;
    }

    public void checkingFor(Duration time) {
        checkingFor = time;
    }

    /** Whether a check starts only when somebody reads that pull request, as for those nobody touched for long. */
    public boolean checkOnlyWhenViewed() {
        return checkOnlyWhenViewed;
    }

    public void checkOnlyWhenViewed(boolean on) {
        checkOnlyWhenViewed = on;
    }
}
