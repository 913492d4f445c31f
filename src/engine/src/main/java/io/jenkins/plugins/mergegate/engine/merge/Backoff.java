// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.merge;

import io.jenkins.plugins.mergegate.engine.config.GateConfig.Retry;
import java.time.Duration;

/** Exponential back-off with jitter. Pure: the random number comes from outside. */
public final class Backoff {
    private Backoff() {}

    /**
     * The wait after the {@code failures}-th failure in a row (1 = first): the base doubled each time, capped, then
     * shortened by up to a half.
     *
     * @param random 0 to 1
     */
    public static Duration delay(Retry retry, int failures, double random) {
        long base = retry.backoffBaseSeconds() * 1000L;
        int doublings = Math.min(Math.max(failures - 1, 0), 20);
        long full = Math.min(base << doublings, retry.backoffMaxSeconds() * 1000L);
        return Duration.ofMillis(Math.round(full * (1 - random / 2)));
    }
}
