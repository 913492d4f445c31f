// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import io.jenkins.plugins.mergegate.engine.lock.LockRequest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who gets a lock of a gate that is paused or drained. */
class AdmissionTest {
    private static final LockName NAME = new LockName("git.example", new RepositoryId("acme", "app"), "main");
    private static final Instant SINCE = Instant.parse("2026-03-04T05:06:07.890Z");
    private static final Admission PAUSED = new Admission(Admission.Mode.PAUSED, SINCE, "alice", "upgrade");
    private static final Admission DRAINING = new Admission(Admission.Mode.DRAINING, SINCE, "alice", "upgrade");
    private static final Admission RESUMED = new Admission(Admission.Mode.OPEN, SINCE, "alice", "done");

    private static final String IS_PAUSED = "the gate is paused by alice since 2026-03-04T05:06:07Z (upgrade)";
    private static final String IS_DRAINING =
            "the gate is drained by alice since 2026-03-04T05:06:07Z (upgrade), and this run came later";

    @Test
    void openEverybodyMayTake() {
        assertThat(Admission.OPEN.mayTake(SINCE)).isTrue();
        assertThat(RESUMED.mayTake(SINCE.plusSeconds(1))).isTrue();
        assertThat(RESUMED.mayTake(SINCE.minusSeconds(1))).isTrue();
    }

    @Test
    void pausedNobodyMay() {
        assertThat(PAUSED.mayTake(SINCE.minusSeconds(1))).isFalse();
        assertThat(PAUSED.mayTake(SINCE.plusSeconds(1))).isFalse();
    }

    @Test
    void drainingOnlyThoseWhoWereInLineBefore() {
        assertThat(DRAINING.mayTake(SINCE.minusNanos(1))).isTrue();
        assertThat(DRAINING.mayTake(SINCE)).isFalse();
        assertThat(DRAINING.mayTake(SINCE.plusSeconds(1))).isFalse();
    }

    @Test
    void whoMayNotTakeStandsInNobodysWay() {
        List<Instant> line = List.of(at(1), at(-3), at(2), at(-1));

        assertThat(DRAINING.order(line, time -> time)).containsExactly(at(-3), at(-1), at(1), at(2));
        assertThat(PAUSED.order(line, time -> time)).isEqualTo(line);
        assertThat(Admission.OPEN.order(line, time -> time)).isEqualTo(line);
    }

    private static Instant at(int seconds) {
        return SINCE.plusSeconds(seconds);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void decides(String why, Admission admission, Seen seen, Map<String, String> remembered, String line, Turn turn) {
        List<LockRequest> requests =
                Arrays.stream(line.split(" ")).map(AdmissionTest::request).toList();
        assertThat(Turn.decide(seen, request("me"), "job#1", remembered, requests, admission))
                .isEqualTo(turn);
    }

    static Stream<Arguments> decides() {
        Seen free = Seen.free(NAME.toString());
        Seen mine = new Seen(NAME.toString(), Seen.State.OURS, "job", "me", "job#1", SINCE);
        Seen others = new Seen(NAME.toString(), Seen.State.OURS, "job", "a", "job#2", SINCE);
        Map<String, String> nobody = Map.of();
        return Stream.of(
                arguments("paused, free", PAUSED, free, nobody, "me", new Turn.Wait(null, IS_PAUSED, 1)),
                arguments("paused, free, second", PAUSED, free, nobody, "a me", new Turn.Wait(null, IS_PAUSED, 2)),
                arguments("paused, another has it", PAUSED, others, nobody, "me", new Turn.Wait("job", IS_PAUSED, 1)),
                arguments("paused, mine", PAUSED, mine, nobody, "me", new Turn.Mine(SINCE)),
                arguments("paused, mine before the restart", PAUSED, free, Map.of("me", "run me"), "me", take()),
                arguments(
                        "paused, held by another before the restart",
                        PAUSED,
                        free,
                        Map.of("a", "run a"),
                        "me",
                        new Turn.Wait("run a, which has not given it back yet", IS_PAUSED, 1)),
                arguments("draining, came before", DRAINING, free, nobody, "me", take()),
                arguments("draining, came before, mine", DRAINING, mine, nobody, "me", new Turn.Mine(SINCE)),
                arguments(
                        "draining, another is first", DRAINING, free, nobody, "a me", new Turn.Wait("run a", null, 2)),
                arguments("resumed", RESUMED, free, nobody, "me", take()));
    }

    @Test
    void whoCameAfterTheDrainBeganWaits() {
        LockRequest late = new LockRequest(NAME, "me", "run me", 0, SINCE);

        assertThat(Turn.decide(Seen.free(NAME.toString()), late, "job#1", Map.of(), List.of(late), DRAINING))
                .isEqualTo(new Turn.Wait(null, IS_DRAINING, 1));
    }

    private static Turn take() {
        return new Turn.Take();
    }

    private static LockRequest request(String token) {
        return new LockRequest(NAME, token, "run " + token, 0, SINCE.minusSeconds(60));
    }
}
