// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.journal.FileJournal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A run that is killed with SIGKILL before and after every write of its journal, and around the lock. The moments are
 * those that a run which is left alone goes through.
 */
final class KillPointsIT {
    private static final boolean FULL = Boolean.getBoolean("mergegate.full");

    @TempDir
    Path directory;

    /** How the killed run is brought to its end. */
    private enum Recovery {
        RE_RUN("a re-run"),
        REAPER("the reaper and a re-run");

        private final String words;

        Recovery(String words) {
            this.words = words;
        }
    }

    private record Case(boolean behind, String moment, Recovery recovery) {
        String name() {
            return (behind ? "behind main" : "up to date") + ", killed " + moment + ", then " + recovery.words;
        }
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> behindMain() {
        return cases(true).map(one -> DynamicTest.dynamicTest(one.name(), () -> check(one)));
    }

    /** A run that is up to date goes through fewer phases, and through none that the other one does not know. */
    @TestFactory
    @EnabledIfSystemProperty(named = "mergegate.full", matches = "true")
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> upToDate() {
        return cases(false).map(one -> DynamicTest.dynamicTest(one.name(), () -> check(one)));
    }

    /** In the short form each moment has one way to recover; the two ways alternate, on both sides of the writes. */
    private Stream<Case> cases(boolean behind) {
        List<String> moments = moments(behind);
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < moments.size(); i++) {
            int turn = (i / 2 + i) % 2;
            for (Recovery recovery : Recovery.values()) {
                if (FULL || recovery.ordinal() == turn) {
                    cases.add(new Case(behind, moments.get(i), recovery));
                }
            }
        }
        return cases.stream();
    }

    /** The moments of a run that nobody kills. */
    private List<String> moments(boolean behind) {
        try (JarFixture fixture = fixture(behind, "alone-" + behind)) {
            FinalState end = new FinalState(fixture);
            JarResult result = killedAt(fixture, KillMain.NEVER);
            assertThat(result.exit()).as("%s", result).isZero();
            assertThat(result.json().path("rebased").asBoolean()).isEqualTo(behind);
            end.assertMergedOnce();
            end.assertNothingIsLeft();
            JsonNode status = fixture.run("status", "--json").json();
            assertThat(List.of("holds", "locks", "unfinished"))
                    .allMatch(list ->
                            status.path(list).isArray() && status.path(list).isEmpty());
            List<String> moments = KillPoints.read(trace(fixture));
            assertThat(moments)
                    .doesNotHaveDuplicates()
                    .startsWith("before PREFLIGHT")
                    .contains("after taking the lock", "after MERGING (2)", "before releasing the lock")
                    .endsWith("after CLOSED");
            assertThat(moments.contains("after PUSHING")).isEqualTo(behind);
            return moments;
        }
    }

    private void check(Case one) throws IOException {
        String id = one.name().replaceAll("[^A-Za-z0-9]+", "-");
        try (JarFixture fixture = fixture(one.behind(), id)) {
            FinalState end = new FinalState(fixture);
            JarResult killed = killedAt(fixture, one.moment());
            assertThat(killed.exit()).as("%s", killed).isEqualTo(JarResult.KILLED);
            assertThat(KillPoints.read(trace(fixture))).last().isEqualTo(one.moment());
            boolean landed = end.mainMoved();

            if (one.recovery() == Recovery.REAPER) {
                JarResult reaped = fixture.run("reaper", "--once", "--json");
                assertThat(reaped.exit()).as("%s", reaped).isZero();
                assertThat(end.mainMoved()).as("the reaper merges nothing").isEqualTo(landed);
                end.assertNothingIsLeft();
            }
            JarResult again = fixture.run(gate());
            assertThat(again.exit()).as("%s", again).isZero();
            assertThat(again.outcome()).isEqualTo(landed ? "ALREADY_IN_MAIN" : "MERGED");
            end.assertMergedOnce();
            end.assertNothingIsLeft();
            assertDeadRunIsSettled(fixture, one, landed);
        }
    }

    /** The record of the killed run says in the end what git says. */
    private static void assertDeadRunIsSettled(JarFixture fixture, Case one, boolean landed) throws IOException {
        List<GateState> runs = new ArrayList<>(new FileJournal(fixture.state).recent(10));
        Collections.reverse(runs);
        if (one.moment().equals("before PREFLIGHT")) {
            assertThat(runs).hasSize(1);
            return;
        }
        assertThat(runs).hasSize(2);
        assertThat(runs.get(0).ending().outcome()).hasToString(landed ? "MERGED" : "ABORTED");
    }

    private JarFixture fixture(boolean behind, String name) {
        JarFixture fixture = new JarFixture(directory.resolve(name)).branches();
        return behind ? fixture.mainMoves() : fixture;
    }

    private static JarResult killedAt(JarFixture fixture, String moment) {
        try (JarRun run =
                fixture.startWith(KillMain.class, List.of(moment, trace(fixture).toString()), gate())) {
            return run.await();
        }
    }

    private static String[] gate() {
        return JarFixture.gate(JarFixture.TASK, "--retest", "test -f " + JarFixture.TASK_FILE);
    }

    private static Path trace(JarFixture fixture) {
        return fixture.file("moments");
    }
}
