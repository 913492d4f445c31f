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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole decision, case by case: the run "me" of the build "job#1" asks. */
class TurnTest {
    private static final LockName NAME = new LockName("git.example", new RepositoryId("acme", "app"), "main");
    private static final Instant SINCE = Instant.ofEpochSecond(100);
    private static final Map<String, String> NOBODY = Map.of();

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void decides(String why, Seen seen, Map<String, String> remembered, List<LockRequest> line, Turn expected) {
        assertThat(Turn.decide(seen, request("me"), "job#1", remembered, line, Admission.OPEN))
                .isEqualTo(expected);
    }

    static Stream<Arguments> decides() {
        Seen free = Seen.free(NAME.toString());
        Seen reserved = Seen.foreign(NAME.toString(), "alice, who reserved it");
        return Stream.of(
                arguments("free, alone", free, NOBODY, line("me"), new Turn.Take()),
                arguments("free, first", free, NOBODY, line("me", "b"), new Turn.Take()),
                arguments("free, second", free, NOBODY, line("a", "me"), new Turn.Wait("run a", null, 2)),
                arguments("free, third", free, NOBODY, line("a", "b", "me"), new Turn.Wait("run a", null, 3)),
                arguments("mine already", ours("me", "job#1"), NOBODY, line("me"), new Turn.Mine(SINCE)),
                arguments("mine, not first", ours("me", "job#1"), NOBODY, line("a", "me"), new Turn.Mine(SINCE)),
                arguments(
                        "mine, another is remembered",
                        ours("me", "job#1"),
                        Map.of("a", "run a"),
                        line("me"),
                        new Turn.Mine(SINCE)),
                arguments(
                        "my token in another build",
                        ours("me", "job#9"),
                        NOBODY,
                        line("me"),
                        new Turn.Wait("job", null, 1)),
                arguments("another run has it", ours("a", "job#2"), NOBODY, line("me"), new Turn.Wait("job", null, 1)),
                arguments(
                        "another run of my build has it",
                        ours("a", "job#1"),
                        NOBODY,
                        line("b", "me"),
                        new Turn.Wait("job", null, 2)),
                arguments(
                        "a person has it",
                        reserved,
                        NOBODY,
                        line("me"),
                        new Turn.Wait("alice, who reserved it", null, 1)),
                arguments(
                        "a person has what I had before the restart",
                        reserved,
                        Map.of("me", "run me"),
                        line("me"),
                        new Turn.Wait("alice, who reserved it", null, 1)),
                arguments(
                        "free, held by another before the restart",
                        free,
                        Map.of("a", "run a"),
                        line("me"),
                        new Turn.Wait("run a, which has not given it back yet", null, 1)),
                arguments(
                        "free, held by me before the restart",
                        free,
                        Map.of("me", "run me"),
                        line("me"),
                        new Turn.Take()),
                arguments(
                        "free, held by me before the restart, others wait",
                        free,
                        Map.of("me", "run me"),
                        line("a", "b", "me"),
                        new Turn.Take()));
    }

    private static Seen ours(String token, String build) {
        return new Seen(NAME.toString(), Seen.State.OURS, "job", token, build, SINCE);
    }

    private static List<LockRequest> line(String... tokens) {
        return Arrays.stream(tokens).map(TurnTest::request).toList();
    }

    private static LockRequest request(String token) {
        return new LockRequest(NAME, token, "run " + token, 0, Instant.EPOCH);
    }
}
