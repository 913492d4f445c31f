// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.lock;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** A machine whose processes a test starts and ends: they are all this one, but to the lock they are many. */
public final class Machine {
    private final FakeProcesses processes = new FakeProcesses();
    private long lastPid;

    public ProcessId start(Clock clock) {
        long pid = ++lastPid;
        processes.start(pid, pid, clock.instant());
        return processes.id("here", pid, clock.instant());
    }

    public void end(ProcessId process) {
        processes.kill(process.pid());
    }

    /** The lock as that process sees it. */
    public LeaseFileLock lock(Path stateDir, Duration ttl, Clock clock, ProcessId self) {
        return new LeaseFileLock(stateDir, ttl, clock, self, processes);
    }
}
