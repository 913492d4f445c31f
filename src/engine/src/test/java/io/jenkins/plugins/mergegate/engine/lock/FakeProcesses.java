// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.lock;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A table of processes that a test writes. */
final class FakeProcesses implements ProcessTable {
    final Map<Long, Running> running = new HashMap<>();
    final Map<Long, Instant> started = new HashMap<>();

    /** What a process of this table writes of itself. */
    ProcessId id(String host, long pid, Instant startedAt) {
        Running now = running.get(pid);
        return new ProcessId(host, pid, startedAt, "boot-1", "pid:[1]", now == null ? null : now.ticks());
    }

    void start(long pid, Long ticks, Instant startedAt) {
        running.put(pid, new Running(ticks));
        started.put(pid, startedAt);
    }

    void kill(long pid) {
        running.remove(pid);
        started.remove(pid);
    }

    @Override
    public Optional<Running> find(long pid) {
        return Optional.ofNullable(running.get(pid));
    }

    @Override
    public Instant startedAt(long pid) {
        return started.get(pid);
    }
}
