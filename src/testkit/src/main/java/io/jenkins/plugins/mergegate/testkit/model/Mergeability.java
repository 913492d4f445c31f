// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The last result of the mergeability check, and since when it is out of date. An outdated result stays visible for a
 * while, then the check is shown as running, then it is due.
 */
public record Mergeability(MergeStatus result, Optional<Instant> outdatedSince) {

    public static Mergeability of(MergeStatus result) {
        return new Mergeability(result, Optional.empty());
    }

    public Mergeability outdated(Instant now) {
        return outdatedSince.isPresent() ? this : new Mergeability(result, Optional.of(now));
    }

    /** Out of date with nothing stale to show: the check counts as running at once. */
    public Mergeability restarted(Instant now, Duration staleFor) {
        return new Mergeability(result, Optional.of(now.minus(staleFor)));
    }

    /** What is visible at that time. */
    public MergeStatus at(Instant now, Duration staleFor) {
        boolean stale =
                outdatedSince.map(since -> now.isBefore(since.plus(staleFor))).orElse(true);
        return stale ? result : MergeStatus.CHECKING;
    }

    /** Whether the check has to be done at that time. */
    public boolean due(Instant now, Duration staleFor, Duration checkingFor) {
        return outdatedSince
                .map(since -> !now.isBefore(since.plus(staleFor).plus(checkingFor)))
                .orElse(false);
    }
}
