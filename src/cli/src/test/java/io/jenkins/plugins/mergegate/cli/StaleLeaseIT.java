// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.mergegate.testkit.faults.Faults;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two processes reclaim one stale lease, whose holder was killed with SIGKILL, at the same time: one of them wins. */
final class StaleLeaseIT {
    private static final long PATIENCE_SECONDS = 30;

    @TempDir
    Path directory;

    @ParameterizedTest(name = "killed {0}, reclaimed by {1} and {2}")
    @CsvSource({
        "after RETESTING, reclaim-stale-locks, reclaim-stale-locks",
        "after RETESTING, reclaim-stale-locks, reaper --once",
        "after PROVING, reaper --once, reaper --once",
        "before CLOSED, reclaim-stale-locks, reaper --once",
    })
    void oneOfTwoReclaimersWins(String moment, String one, String other) {
        try (JarFixture fixture = new JarFixture(directory).branches().mainMoves()) {
            FinalState end = new FinalState(fixture);
            String trace = fixture.file("moments").toString();
            try (JarRun holder = fixture.startWith(
                    KillMain.class,
                    List.of(moment, trace),
                    JarFixture.gate(JarFixture.TASK, "--retest", "test -f " + JarFixture.TASK_FILE))) {
                JarResult killed = holder.await();
                assertThat(killed.exit()).as("%s", killed).isEqualTo(JarResult.KILLED);
            }
            boolean landed = end.mainMoved();

            CompletableFuture<Void> met = meet(fixture.server.faults());
            try (JarRun first = fixture.start((one + " --json").split(" "));
                    JarRun second = fixture.start((other + " --json").split(" "))) {
                first.handle().onExit().thenRun(() -> met.complete(null));
                second.handle().onExit().thenRun(() -> met.complete(null));
                assertOneReclaimed(first.await(), second.await(), moment.equals("before CLOSED") ? 0 : 1);
            }
            fixture.server.faults().clear();

            end.assertNothingIsLeft();
            assertThat(end.mainMoved()).isEqualTo(landed);
            JarResult next = fixture.run(JarFixture.gate(JarFixture.TASK));
            assertThat(next.outcome()).as("%s", next).isEqualTo(landed ? "ALREADY_IN_MAIN" : "MERGED");
            end.assertMergedOnce();
        }
    }

    /**
     * The run is settled with a status that it sets. There the first waits for the second, until that one comes too, or ends
     * because it saw that there is nothing left to do.
     */
    private static CompletableFuture<Void> meet(Faults faults) {
        AtomicInteger arrived = new AtomicInteger();
        CompletableFuture<Void> met = new CompletableFuture<>();
        met.completeOnTimeout(null, PATIENCE_SECONDS, TimeUnit.SECONDS);
        faults.on(Call.SET_STATUS).times(2).run(() -> {
            if (arrived.incrementAndGet() == 2) {
                met.complete(null);
            }
            met.join();
        });
        return met;
    }

    private static void assertOneReclaimed(JarResult first, JarResult second, int winners) {
        assertThat(first.exit()).as("%s", first).isZero();
        assertThat(second.exit()).as("%s", second).isZero();
        assertThat(reclaimed(first) + reclaimed(second))
                .as("reclaimed by the first: %s%nand by the second: %s", first.out(), second.out())
                .isEqualTo(winners);
    }

    private static long reclaimed(JarResult result) {
        JsonNode locks = result.json().path("locks");
        return StreamSupport.stream(locks.spliterator(), false)
                .filter(lock -> lock.path("reclaimed").asBoolean())
                .count();
    }
}
