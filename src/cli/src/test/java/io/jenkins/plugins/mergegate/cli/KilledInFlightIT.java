// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.testkit.faults.Fault;
import io.jenkins.plugins.mergegate.testkit.faults.Faults;
import io.jenkins.plugins.mergegate.testkit.faults.Hold;
import io.jenkins.plugins.mergegate.testkit.faults.MergeMoment;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import io.jenkins.plugins.mergegate.testkit.traffic.RequestRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A run that is killed with SIGKILL while the server works on one of its requests. Its git processes are left alone. */
@Execution(ExecutionMode.CONCURRENT)
final class KilledInFlightIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Every kind of request that a run behind main makes; the test of it is {@link #everyKindOfRequestIsCovered}. */
    private static final Set<Call> CALLS = EnumSet.of(
            Call.GET_REPOSITORY,
            Call.GET_BRANCH,
            Call.GIT_INFO,
            Call.GIT_FETCH,
            Call.GIT_PUSH,
            Call.LIST_PULLS,
            Call.CREATE_PULL,
            Call.GET_PULL,
            Call.SET_STATUS,
            Call.MERGE);

    /** Those that leave something behind: a git process, a branch, a pull request. */
    private static final Set<Call> TELLING = EnumSet.of(Call.GIT_FETCH, Call.GIT_PUSH, Call.CREATE_PULL);

    private static final boolean FULL = Boolean.getBoolean("mergegate.full");

    @TempDir
    Path directory;

    private record MergeCase(String name, boolean landed, BiConsumer<Faults, Runnable> script) {}

    @TestFactory
    Stream<DynamicTest> duringTheMergeCall() {
        List<MergeCase> cases = List.of(
                new MergeCase("before the server merges, which it never does", false, (faults, kill) -> {
                    faults.on(Call.MERGE).run(kill);
                    faults.on(Call.MERGE).cut();
                }),
                new MergeCase(
                        "before the server merges, which it does then",
                        true,
                        (faults, kill) -> faults.on(Call.MERGE).run(kill)),
                new MergeCase(
                        "while the server computes the merge",
                        true,
                        (faults, kill) -> faults.on(Call.MERGE).during(MergeMoment.BEFORE_PUSH, kill)),
                new MergeCase(
                        "when main has moved and the pull request is open",
                        true,
                        (faults, kill) -> faults.on(Call.MERGE).during(MergeMoment.AFTER_PUSH, kill)),
                new MergeCase(
                        "when the server has merged and not answered",
                        true,
                        (faults, kill) -> faults.on(Call.MERGE).runAfter(kill)));
        return cases.stream()
                .flatMap(one -> Stream.of(false, true)
                        .filter(reaper -> FULL || reaper == (cases.indexOf(one) % 2 == 0))
                        .map(reaper -> DynamicTest.dynamicTest(
                                "killed " + one.name() + ", then " + (reaper ? "the reaper and a re-run" : "a re-run"),
                                () -> check(one, reaper))));
    }

    private void check(MergeCase one, boolean reaper) {
        try (JarFixture fixture = fixture(one.name() + reaper)) {
            FinalState end = new FinalState(fixture);
            killed(fixture, kill -> one.script().accept(fixture.server.faults(), kill));
            Awaitility.await().atMost(PATIENCE).until(() -> answered(fixture));
            assertThat(end.mainMoved()).isEqualTo(one.landed());
            recover(fixture, end, reaper, one.landed() ? Set.of("ALREADY_IN_MAIN") : Set.of("MERGED"));
        }
    }

    /** The dead run's request is the slowest of all: the server works it off while the next run tests. */
    @Test
    void mergeLandsWhileTheNextRunTests() {
        try (JarFixture fixture = fixture("late")) {
            FinalState end = new FinalState(fixture);
            Hold hold = fixture.server.faults().on(Call.MERGE).hang();
            try (JarRun run = fixture.start(JarFixture.gate(JarFixture.TASK))) {
                assertThat(hold.awaitArrival(PATIENCE)).isTrue();
                run.kill();
            }
            Path begun = fixture.file("begun");
            Path go = fixture.file("go");
            String retest = "touch '" + begun + "'; while [ ! -e '" + go + "' ]; do sleep 0.1; done";
            try (JarRun next = fixture.start(JarFixture.gate(JarFixture.TASK, "--retest", retest))) {
                Awaitility.await().atMost(PATIENCE).until(() -> Files.exists(begun));
                assertThat(end.mainMoved()).isFalse();
                hold.release();
                Awaitility.await().atMost(PATIENCE).until(end::mainMoved);
                Awaitility.await().atMost(PATIENCE).until(() -> answered(fixture));
                Files.createFile(go);
                JarResult result = next.await();
                assertThat(result.exit()).as("%s", result).isZero();
                assertThat(result.outcome()).isEqualTo("ALREADY_IN_MAIN");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            end.assertMergedOnce();
            end.assertNothingIsLeft();
        }
    }

    /** Before and after the work of the first request of each kind; git processes of the dead run may still be at work. */
    @TestFactory
    Stream<DynamicTest> duringAnyCall() {
        return (FULL ? CALLS : TELLING)
                .stream()
                        .filter(call -> call != Call.MERGE)
                        .flatMap(call -> Stream.of(false, true)
                                .map(after -> DynamicTest.dynamicTest(
                                        "killed " + (after ? "after " : "before ") + call, () -> check(call, after))));
    }

    private void check(Call call, boolean after) {
        try (JarFixture fixture = fixture(call + (after ? "-after" : "-before"))) {
            FinalState end = new FinalState(fixture);
            killed(fixture, kill -> {
                Fault fault = fixture.server.faults().on(call);
                if (after) {
                    fault.runAfter(kill);
                } else {
                    fault.run(kill);
                }
            });
            recover(fixture, end, after == (call.ordinal() % 2 == 0), Set.of("MERGED"));
        }
    }

    @Test
    void everyKindOfRequestIsCovered() {
        try (JarFixture fixture = fixture("kinds")) {
            JarResult result = fixture.run(JarFixture.gate(JarFixture.TASK));
            assertThat(result.outcome()).as("%s", result).isEqualTo("MERGED");
            assertThat(fixture.server.requests().stream()
                            .map(RequestRecord::call)
                            .collect(Collectors.toSet()))
                    .isEqualTo(CALLS);
        }
    }

    private static void killed(JarFixture fixture, Consumer<Runnable> script) {
        CompletableFuture<JarRun> started = new CompletableFuture<>();
        script.accept(() -> started.join().kill());
        try (JarRun run = fixture.start(JarFixture.gate(JarFixture.TASK))) {
            started.complete(run);
            JarResult result = run.await();
            assertThat(result.exit()).as("%s", result).isEqualTo(JarResult.KILLED);
        }
    }

    private static void recover(JarFixture fixture, FinalState end, boolean reaper, Set<String> outcomes) {
        if (reaper) {
            JarResult reaped = fixture.run("reaper", "--once", "--json");
            assertThat(reaped.exit()).as("%s", reaped).isZero();
            end.assertNothingIsHeldOrOpen();
        }
        JarResult again = fixture.run(JarFixture.gate(JarFixture.TASK));
        assertThat(again.exit()).as("%s", again).isZero();
        assertThat(again.outcome()).isIn(outcomes);
        end.assertMergedOnce();
        end.assertNothingIsLeft();
    }

    /** Whether the server is done with every merge call. */
    private static boolean answered(JarFixture fixture) {
        return fixture.server.requests().stream()
                .filter(request -> request.call() == Call.MERGE)
                .noneMatch(request -> request.status() == 0);
    }

    private JarFixture fixture(String name) {
        return new JarFixture(directory.resolve(name.replaceAll("[^A-Za-z0-9]+", "-")))
                .branches()
                .mainMoves();
    }
}
