// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.lock.LockAttempt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnnouncementTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Announcement STATUS = new Announcement("pending", "Text");

    @ParameterizedTest
    @CsvSource({
        "MERGED, success, success",
        "ALREADY_IN_MAIN, , success",
        "DISABLED, ,",
        "DEFERRED, pending, pending",
        "CONFLICT, failure, failure",
        "RETEST_FAILED, failure, failure",
        "BRANCH_MOVED, , error",
        "HELD, failure, failure",
        "ABORTED, error, error"
    })
    void theWordOfAnEnd(Outcome outcome, String ofASilentRun, String ofOneThatHasSpoken) {
        GateState silent = state().with(draft -> draft.ending = new Ending(outcome, null, "why"));
        GateState spoken = silent.with(draft -> draft.reported = new Reported("sha", "pending", "Text", null));

        assertThat(Announcement.ended(silent).map(Announcement::state).orElse(null))
                .isEqualTo(ofASilentRun);
        assertThat(Announcement.ended(spoken).map(Announcement::state).orElse(null))
                .isEqualTo(ofOneThatHasSpoken);
    }

    @Test
    void isOneShortLineWhateverPeopleCallTheirJobs() {
        Announcement waiting = Announcement.waiting(
                state(), new LockAttempt.Busy("job\n\u202e" + "x".repeat(300), 3, Duration.ofSeconds(1)));
        assertThat(waiting.state()).isEqualTo("pending");
        assertThat(waiting.text())
                .startsWith("Waiting for main: position 3, held by job x")
                .hasSizeLessThanOrEqualTo(200)
                .doesNotContain("\n", "\u202e");
    }

    @Test
    void theSameIsSaidOnce() {
        Reported reported = new Reported("sha", "pending", "Text", null);
        assertThat(reported.covers("sha", STATUS, NOW)).isTrue();
        assertThat(reported.covers("other", STATUS, NOW)).isFalse();
        assertThat(reported.covers("sha", new Announcement("success", "Text"), NOW))
                .isFalse();
        assertThat(reported.covers("sha", new Announcement("pending", "Other"), NOW))
                .isFalse();
    }

    @Test
    void whatCouldNotBeSaidIsSaidAgainAfterAWhile() {
        Reported failed = new Reported("sha", "pending", "Text", NOW);
        assertThat(failed.covers("sha", STATUS, NOW.plusSeconds(29))).isTrue();
        assertThat(failed.covers("sha", STATUS, NOW.plusSeconds(30))).isFalse();
        assertThat(failed.covers("sha", new Announcement("success", "Text"), NOW))
                .isFalse();
    }

    private static GateState state() {
        GateRequest request = new GateRequest(
                "test",
                null,
                RepositoryId.parse("acme/app"),
                null,
                "topic",
                "main",
                null,
                true,
                RetestPolicy.ALWAYS,
                WhenBusy.WAIT,
                0,
                3,
                List.of(),
                false,
                true,
                null,
                false,
                false);
        return GateState.begin("id", request, "git.example.com", null, NOW);
    }
}
