// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.lock;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Tells whether the process that wrote something is still there, also when its pid was used again. */
final class ProcessJudge {
    /** The wall-clock start time of one process differs a little from reading to reading. */
    private static final Duration SAME_START = Duration.ofSeconds(5);

    private final ProcessId self;
    private final ProcessTable table;

    ProcessJudge(ProcessId self, ProcessTable table) {
        this.self = self;
        this.table = table;
    }

    Liveness judge(ProcessId process) {
        if (process == null || !self.host().equals(process.host()) || differ(process.namespace(), self.namespace())) {
            return Liveness.UNKNOWN;
        }
        if (differ(process.boot(), self.boot())) {
            return Liveness.NO;
        }
        Optional<ProcessTable.Running> found = table.find(process.pid());
        return found.isPresent() && isSame(process, found.get()) ? Liveness.YES : Liveness.NO;
    }

    private boolean isSame(ProcessId process, ProcessTable.Running now) {
        if (process.ticks() != null && now.ticks() != null) {
            return process.ticks().equals(now.ticks());
        }
        Instant started = table.startedAt(process.pid());
        return process.startedAt() == null
                || started == null
                || Duration.between(process.startedAt(), started).abs().compareTo(SAME_START) <= 0;
    }

    private static boolean differ(String then, String now) {
        return then != null && now != null && !then.equals(now);
    }
}
