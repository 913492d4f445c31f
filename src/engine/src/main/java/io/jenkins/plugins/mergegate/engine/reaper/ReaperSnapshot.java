// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.reaper;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What the reaper did at its last tick.
 *
 * @param time when the tick began
 * @param scanned held locks it looked at
 * @param reclaimed locks it took away
 * @param settled runs it brought to an end
 * @param errors one line for each thing that failed; the tick went on
 */
public record ReaperSnapshot(
        Instant time, Duration duration, int scanned, int reclaimed, int settled, List<String> errors) {
    public ReaperSnapshot {
        errors = List.copyOf(errors);
    }
}
