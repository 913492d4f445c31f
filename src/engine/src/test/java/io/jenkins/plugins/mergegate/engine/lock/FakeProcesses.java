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
    String boot = "boot-1";
    String namespace = "pid:[1]";

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

    @Override
    public String boot() {
        return boot;
    }

    @Override
    public String namespace() {
        return namespace;
    }
}
