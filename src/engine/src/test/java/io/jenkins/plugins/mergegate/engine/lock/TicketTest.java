// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.engine.RepositoryId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A place in line. */
class TicketTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final ProcessId PROCESS = new ProcessId("here", 42, START, "boot-1", "pid:[1]", 1000L);

    private static Ticket ticket(String token, int priority, int seconds) {
        LockName name = new LockName("git.example.org", RepositoryId.parse("team/app"), "main");
        return Ticket.of(new LockRequest(name, token, "run", priority, START.plusSeconds(seconds)), PROCESS);
    }

    @Test
    void aTicketTellsWhoWaitsAndWhichProcessAsks() {
        assertThat(ticket("token", 3, 7))
                .isEqualTo(new Ticket(
                        "token", "run", 3, START.plusSeconds(7), "here", 42, START, "boot-1", "pid:[1]", 1000L));
        assertThat(ticket("token", 3, 7).process()).isEqualTo(PROCESS);
    }

    @Test
    void priorityGoesFirstThenTheTimeAndAmongEqualsAlwaysTheSame() {
        Ticket urgent = ticket("urgent", 5, 9);
        Ticket early = ticket("z", 0, 1);
        Ticket late = ticket("a", 0, 2);
        Ticket tied = ticket("b", 0, 2);

        assertThat(List.of(tied, late, early, urgent).stream().sorted(Ticket.ORDER))
                .containsExactly(urgent, early, late, tied);
    }

    @Test
    void aTicketWithoutTokenTimeOrHostIsNone() {
        assertThat(ticket("token", 0, 0).isSound()).isTrue();
        assertThat(new Ticket(null, "run", 0, START, "here", 1, null, null, null, null).isSound())
                .isFalse();
        assertThat(new Ticket("token", "run", 0, null, "here", 1, null, null, null, null).isSound())
                .isFalse();
        assertThat(new Ticket("token", "run", 0, START, null, 1, null, null, null, null).isSound())
                .isFalse();
    }
}
