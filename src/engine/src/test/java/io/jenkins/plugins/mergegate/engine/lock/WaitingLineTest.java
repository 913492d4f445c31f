// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who is next for a lock. */
class WaitingLineTest extends LockFixture {
    @Test
    void linesUpByPriorityAndThenByTime() throws IOException {
        lock.tryAcquire(request("holder", 0));
        assertThat(lock.tryAcquire(request("second", 0, 2))).isEqualTo(busy("run holder", 1));
        assertThat(lock.tryAcquire(request("first", 0, 1))).isEqualTo(busy("run holder", 1));
        assertThat(lock.tryAcquire(request("urgent", 5, 3))).isEqualTo(busy("run holder", 1));
        assertThat(lock.tryAcquire(request("second", 0, 2))).isEqualTo(busy("run holder", 3));
        assertThat(lock.held()).singleElement().returns(3, HeldLock::waiting);

        lock.release(NAME, "holder");

        assertThat(lock.tryAcquire(request("late", 0, 9))).isEqualTo(busy("run urgent", 4));
        for (String next : new String[] {"urgent", "first", "second"}) {
            int seconds = next.equals("urgent") ? 3 : next.equals("first") ? 1 : 2;
            acquired(lock.tryAcquire(request(next, next.equals("urgent") ? 5 : 0, seconds)));
            lock.release(NAME, next);
        }
        acquired(lock.tryAcquire(request("late", 0, 9)));
    }

    @Test
    void whoGivesUpLeavesTheLine() throws IOException {
        lock.tryAcquire(request("holder", 0));
        lock.tryAcquire(request("first", 0, 1));
        lock.tryAcquire(request("second", 0, 2));

        lock.release(NAME, "first");
        lock.release(NAME, "holder");

        acquired(lock.tryAcquire(request("second", 0, 2)));
    }

    @Test
    void aRunThatChangesItsPriorityKeepsOneTicket() throws IOException {
        lock.tryAcquire(request("holder", 0));
        lock.tryAcquire(request("first", 0, 1));
        lock.tryAcquire(request("second", 0, 2));

        assertThat(lock.tryAcquire(request("second", 1, 2))).isEqualTo(busy("run holder", 1));
        assertThat(lock.held()).singleElement().returns(2, HeldLock::waiting);
    }

    @Test
    void aTicketOfADeadProcessOrOfAUsedPidDoesNotCount() throws IOException {
        processes.start(2, 20L, START);
        processes.start(3, 30L, START);
        lock.tryAcquire(request("holder", 0));
        lockOf("here", 2).tryAcquire(request("dead", 9));
        lockOf("here", 3).tryAcquire(request("reused", 9));
        assertThat(lock.tryAcquire(request("a", 0))).isEqualTo(busy("run holder", 3));

        processes.kill(2);
        processes.start(3, 31L, START.plusSeconds(100));

        assertThat(lock.tryAcquire(request("a", 0))).isEqualTo(busy("run holder", 1));
        lock.release(NAME, "holder");
        acquired(lock.tryAcquire(request("a", 0)));
    }

    @Test
    void aTicketFromAnotherHostLivesAsLongAsItIsRefreshed() throws IOException {
        LeaseFileLock far = lockOf("there", 1);
        lock.tryAcquire(request("holder", 0));
        far.tryAcquire(request("far", 9));
        clock.advance(Duration.ofSeconds(90));
        far.tryAcquire(request("far", 9));
        clock.advance(Duration.ofSeconds(90));
        lock.release(NAME, "holder");
        assertThat(lock.tryAcquire(request("a", 0))).isEqualTo(busy("run far", 2));

        clock.advance(Duration.ofSeconds(91));

        acquired(lock.tryAcquire(request("a", 0)));
        assertThat(far.tryAcquire(request("far", 9))).isEqualTo(busy("run a", 1));
    }

    @Test
    void aRunThatWasGivenUpInALiveProcessDoesNotBlockForEver() throws IOException {
        lock.tryAcquire(request("holder", 0));
        lock.tryAcquire(request("forgotten", 9));
        lock.release(NAME, "holder");
        assertThat(lock.tryAcquire(request("a", 0))).isInstanceOf(LockAttempt.Busy.class);

        clock.advance(Duration.ofMinutes(11));

        acquired(lock.tryAcquire(request("a", 0)));
    }
}
