// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.lock;

import io.jenkins.plugins.mergegate.engine.gate.GateState.ProcessId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Tells whether the process that wrote something is still there, also when its pid was used again. */
final class ProcessJudge {
    /** The wall-clock start time of one process differs a little from reading to reading. */
    private static final Duration SAME_START = Duration.ofSeconds(5);

    private final String host;
    private final ProcessTable table;
    private final Mark mark;

    ProcessJudge(ProcessId self, ProcessTable table) {
        this.host = self.host();
        this.table = table;
        this.mark = new Mark(
                table.boot(),
                table.namespace(),
                table.find(self.pid()).map(ProcessTable.Running::ticks).orElse(null));
    }

    /**
     * What a process writes beside its identity. Setting the clock changes none of it. Fields are null when not known.
     */
    record Mark(String boot, String namespace, Long ticks) {}

    Mark mark() {
        return mark;
    }

    Liveness judge(ProcessId process, Mark then) {
        if (process == null || !host.equals(process.host())) {
            return Liveness.UNKNOWN;
        }
        if (then != null && differ(then.boot(), mark.boot())) {
            return Liveness.NO;
        }
        if (then != null && differ(then.namespace(), mark.namespace())) {
            return Liveness.UNKNOWN;
        }
        Optional<ProcessTable.Running> found = table.find(process.pid());
        return found.isPresent() && isSame(process, then, found.get()) ? Liveness.YES : Liveness.NO;
    }

    private boolean isSame(ProcessId process, Mark then, ProcessTable.Running now) {
        if (then != null && then.ticks() != null && now.ticks() != null) {
            return then.ticks().equals(now.ticks());
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
