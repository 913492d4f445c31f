// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.lock;

import io.jenkins.plugins.mergegate.engine.gate.GateState.ProcessId;
import java.time.Duration;
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

    /** What a process writes beside its identity. Setting the clock changes none of it. Fields are null when not known. */
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
        return judge(process, then, table.find(process.pid()));
    }

    static Liveness judge(ProcessId process, Mark then, Optional<ProcessTable.Running> found) {
        if (found.isEmpty()) {
            return Liveness.NO;
        }
        ProcessTable.Running now = found.get();
        boolean other;
        if (then != null && then.ticks() != null && now.ticks() != null) {
            other = !then.ticks().equals(now.ticks());
        } else if (process.startedAt() != null && now.startedAt() != null) {
            Duration apart =
                    Duration.between(process.startedAt(), now.startedAt()).abs();
            other = apart.compareTo(SAME_START) > 0;
        } else {
            other = false;
        }
        return other ? Liveness.NO : Liveness.YES;
    }

    private static boolean differ(String then, String now) {
        return then != null && now != null && !then.equals(now);
    }
}
