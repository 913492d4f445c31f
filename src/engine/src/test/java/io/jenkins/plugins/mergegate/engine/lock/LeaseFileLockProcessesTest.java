// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.lock;

import static io.jenkins.plugins.mergegate.engine.lock.LockWorker.NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.mergegate.engine.state.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lock among real processes, some of which are killed. */
class LeaseFileLockProcessesTest {
    @TempDir
    private Path stateDir;

    private LeaseFileLock lock;

    @BeforeEach
    void open() {
        lock = new LeaseFileLock(stateDir, Duration.ofHours(2), Clock.systemUTC(), LocalProcesses.self());
    }

    @Test
    void tenProcessesLoseNoUpdate() throws Exception {
        Path counter = Files.writeString(stateDir.resolve("counter"), "0");
        List<JavaProcess> workers = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                workers.add(worker());
            }
            for (JavaProcess worker : workers) {
                worker.tell("count " + counter);
            }
            for (JavaProcess worker : workers) {
                assertThat(worker.answer()).isEqualTo("counted");
            }
        } finally {
            for (JavaProcess worker : workers) {
                worker.close();
            }
        }
        assertThat(counter).hasContent("200");
        assertThat(lock.held()).isEmpty();
    }

    @Test
    void oneOfTwoReclaimersWins() throws Exception {
        try (JavaProcess one = worker();
                JavaProcess two = worker()) {
            for (int round = 0; round < 200; round++) {
                String token = "stale-" + round;
                assertThat(acquire(token)).isTrue();
                one.tell("reclaim " + token);
                two.tell("reclaim " + token);
                assertThat(List.of(one.answer(), two.answer())).containsExactlyInAnyOrder("true", "false");
                assertThat(lock.find(NAME, token)).isEmpty();
            }
        }
        assertThat(files(".grave")).isEmpty();
    }

    @Test
    void aReclaimerNeverTakesTheSuccessorsLease() throws Exception {
        try (JavaProcess reclaimer = worker();
                JavaProcess late = worker();
                JavaProcess successor = worker()) {
            for (int round = 0; round < 60; round++) {
                String stale = "stale-" + round;
                String next = "next-" + round;
                assertThat(acquire(stale)).isTrue();
                successor.tell("acquire " + next);
                reclaimer.tell("reclaim " + stale);
                late.tell("reclaim " + stale);
                assertThat(successor.answer()).isEqualTo("acquired");
                assertThat(List.of(reclaimer.answer(), late.answer(), late.ask("reclaim " + stale)))
                        .containsOnlyOnce("true");
                assertThat(successor.ask("find " + next)).isEqualTo("true");
                assertThat(successor.ask("release " + next)).isEqualTo("released");
            }
        }
        assertThat(lock.held()).isEmpty();
    }

    @Test
    void aKilledHolderIsSeenAsGoneAndItsLockGoesToTheNext() throws Exception {
        try (JavaProcess holder = worker()) {
            assertThat(holder.ask("acquire doomed")).isEqualTo("acquired");
            assertThat(lock.held())
                    .singleElement()
                    .returns("doomed", HeldLock::token)
                    .returns(Liveness.YES, HeldLock::alive)
                    .satisfies(held -> assertThat(held.process().pid()).isEqualTo(holder.pid()));
            assertThat(acquire("next")).isFalse();

            holder.kill();

            HeldLock dead = lock.held().get(0);
            assertThat(dead.alive()).isEqualTo(Liveness.NO);
            assertThat(dead.waiting()).isEqualTo(1);
            assertThat(acquire("next")).as("not before it is reclaimed").isFalse();
            assertThat(lock.reclaim(dead)).isTrue();
            assertThat(acquire("next")).isTrue();
        }
    }

    @Test
    void aKilledWaiterLosesItsPlace() throws Exception {
        assertThat(acquire("holder")).isTrue();
        try (JavaProcess waiter = worker()) {
            waiter.tell("acquire first");
            await().until(() -> lock.held().get(0).waiting() == 1);
            assertThat(lock.tryAcquire(request("second")))
                    .isInstanceOfSatisfying(
                            LockAttempt.Busy.class,
                            busy -> assertThat(busy.position()).isEqualTo(2));

            waiter.kill();
            lock.release(NAME, "holder");

            assertThat(acquire("second")).isTrue();
        }
    }

    @Test
    void aProcessKilledAnywhereLeavesNoTornLease() throws Exception {
        Random random = new Random(7);
        for (int round = 0; round < 5; round++) {
            try (JavaProcess worker = worker()) {
                worker.tell("churn");
                int rounds = 1 + random.nextInt(40);
                for (int seen = 0; seen < rounds; seen++) {
                    assertThat(worker.answer()).isEqualTo("round");
                }
                worker.kill();
            }
            for (HeldLock held : lock.held()) {
                assertThat(held.damaged()).isFalse();
                assertThat(held.alive()).isEqualTo(Liveness.NO);
                assertThat(lock.reclaim(held)).isTrue();
            }
            assertThat(acquire("after-" + round)).isTrue();
            lock.release(NAME, "after-" + round);
        }
    }

    private JavaProcess worker() throws IOException {
        return JavaProcess.start(LockWorker.class, stateDir);
    }

    private boolean acquire(String token) throws IOException {
        return lock.tryAcquire(request(token)) instanceof LockAttempt.Acquired;
    }

    private static LockRequest request(String token) {
        return new LockRequest(NAME, token, "test", 0, Instant.now());
    }

    private List<Path> files(String suffix) throws IOException {
        try (var all = Files.list(stateDir.resolve("locks"))) {
            return all.filter(file -> file.toString().endsWith(suffix)).toList();
        }
    }
}
