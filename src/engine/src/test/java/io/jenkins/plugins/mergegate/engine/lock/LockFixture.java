// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.state.SetClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A lock in an empty directory, with a clock and processes that a test sets. */
abstract class LockFixture {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final LockName NAME = new LockName("git.example.org:3000", RepositoryId.parse("team/app"), "main");

    @TempDir
    Path stateDir;

    final SetClock clock = new SetClock(START);
    final FakeProcesses processes = new FakeProcesses();
    LeaseFileLock lock;

    @BeforeEach
    void open() {
        processes.start(1, 10L, START);
        lock = lockOf("here", 1);
    }

    LeaseFileLock lockOf(String host, long pid) {
        return new LeaseFileLock(stateDir, Duration.ofMinutes(120), clock, processes.id(host, pid, START), processes);
    }

    static LockProof acquired(LockAttempt attempt) {
        assertThat(attempt).isInstanceOf(LockAttempt.Acquired.class);
        return ((LockAttempt.Acquired) attempt).proof();
    }

    static LockAttempt busy(String holder, int position) {
        return new LockAttempt.Busy(holder, position, Duration.ofMillis(500));
    }

    static LockRequest request(String token, int priority) {
        return request(token, priority, 0);
    }

    static LockRequest request(String token, int priority, int seconds) {
        return new LockRequest(NAME, token, "run " + token, priority, START.plusSeconds(seconds));
    }
}
