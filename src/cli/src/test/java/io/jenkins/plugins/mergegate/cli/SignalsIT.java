// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.engine.lock.LocalProcesses;
import io.jenkins.plugins.mergegate.testkit.faults.Hold;
import io.jenkins.plugins.mergegate.testkit.faults.MergeMoment;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A run that is asked to stop: it ends as ABORTED, or as MERGED where git shows the merge, and leaves nothing. */
@Execution(ExecutionMode.CONCURRENT)
final class SignalsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ABORTED = 40;

    @TempDir
    Path directory;

    /** How the run is asked: by a service manager, or by Ctrl-C, which reaches its git and its body too. */
    private enum Signal {
        TERM {
            @Override
            void send(JarRun run) {
                run.signal("TERM", false);
            }
        },
        INT_TO_THE_GROUP {
            @Override
            void send(JarRun run) {
                run.signal("INT", true);
            }
        };

        abstract void send(JarRun run);
    }

    @ParameterizedTest
    @EnumSource(Signal.class)
    void duringTheBody(Signal signal) {
        try (JarFixture fixture = fixture()) {
            FinalState end = new FinalState(fixture);
            String body = signal == Signal.TERM ? stubbornBody(fixture) : ordinaryBody(fixture);
            try (JarRun run = fixture.start(gate("--retest", body))) {
                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() -> lines(fixture.file("pids")).size() == 2);
                signal.send(run);
                assertAborted(run.await());
            }
            assertThat(lines(fixture.file("pids"))).allMatch(pid -> isGone(Long.parseLong(pid)), "is dead");
            assertThat(end.mainMoved()).isFalse();
            end.assertNothingIsLeft();
        }
    }

    @ParameterizedTest
    @EnumSource(Signal.class)
    void whileQueued(Signal signal) {
        try (JarFixture fixture = fixture()) {
            FinalState end = new FinalState(fixture);
            fixture.repository.createBranch("other", "main");
            fixture.repository.commit("other", Map.of("o.txt", "o\n"), "Other");
            Path begun = fixture.file("begun");
            Path go = fixture.file("go");
            String retest = "touch '" + begun + "'; while [ ! -e '" + go + "' ]; do sleep 0.1; done";
            try (JarRun holder = fixture.start(gate("--retest", retest))) {
                Awaitility.await().atMost(PATIENCE).until(() -> Files.exists(begun));
                try (JarRun queued = fixture.start(JarFixture.gate("other"))) {
                    Awaitility.await().atMost(PATIENCE).until(() -> hasTicket(fixture));
                    signal.send(queued);
                    assertAborted(queued.await());
                }
                assertThat(hasTicket(fixture)).isFalse();
                assertThat(holder.isAlive()).isTrue();
                touch(go);
                JarResult result = holder.await();
                assertThat(result.outcome()).as("%s", result).isEqualTo("MERGED");
            }
            end.assertMergedOnce();
            end.assertNothingIsLeft();
        }
    }

    @ParameterizedTest
    @EnumSource(Signal.class)
    void duringTheFetch(Signal signal) {
        try (JarFixture fixture = fixture()) {
            FinalState end = new FinalState(fixture);
            Hold hold = fixture.server.faults().on(Call.GIT_FETCH).hang();
            try (JarRun run = fixture.start(gate())) {
                assertThat(hold.awaitArrival(PATIENCE)).isTrue();
                signal.send(run);
                assertAborted(run.await());
            }
            assertThat(end.mainMoved()).isFalse();
            end.assertNothingIsLeft();
        }
    }

    /** The server gets the call and never merges. */
    @ParameterizedTest
    @EnumSource(Signal.class)
    void duringTheMergeCallBeforeTheMerge(Signal signal) {
        try (JarFixture fixture = fixture()) {
            FinalState end = new FinalState(fixture);
            Hold hold = fixture.server.faults().on(Call.MERGE).hang();
            fixture.server.faults().on(Call.MERGE).cut();
            try (JarRun run = fixture.start(gate())) {
                assertThat(hold.awaitArrival(PATIENCE)).isTrue();
                signal.send(run);
                assertAborted(run.await());
            }
            assertThat(end.mainMoved()).isFalse();
            end.assertNothingIsLeft();
        }
    }

    /** The server has merged and does not answer: git is believed, not the silence. */
    @ParameterizedTest
    @EnumSource(Signal.class)
    void duringTheMergeCallAfterTheMerge(Signal signal) {
        try (JarFixture fixture = fixture()) {
            FinalState end = new FinalState(fixture);
            Hold hold = fixture.server.faults().on(Call.MERGE).hangAfterWork();
            try (JarRun run = fixture.start(gate())) {
                assertThat(hold.awaitArrival(PATIENCE)).isTrue();
                signal.send(run);
                JarResult result = run.await();
                assertThat(result.exit()).as("%s", result).isZero();
                assertThat(result.outcome()).isEqualTo("MERGED");
                assertThat(result.json().path("proof").path("ancestry").asBoolean())
                        .isTrue();
            }
            end.assertMergedOnce();
            end.assertNothingIsLeft();
        }
    }

    /** The server goes on with the merge after its client is gone: the run waits for that and tells the truth. */
    @ParameterizedTest
    @EnumSource(Signal.class)
    void duringTheMergeCallThatLandsAfterIt(Signal signal) {
        try (JarFixture fixture = fixture()) {
            FinalState end = new FinalState(fixture);
            Hold hold = fixture.server.faults().on(Call.MERGE).hangDuring(MergeMoment.BEFORE_PUSH);
            try (JarRun run = fixture.start(gate())) {
                assertThat(hold.awaitArrival(PATIENCE)).isTrue();
                signal.send(run);
                Awaitility.await().atMost(PATIENCE).until(() -> callWasCut(fixture));
                hold.release();
                JarResult result = run.await();
                assertThat(result.outcome()).as("%s", result).isEqualTo("MERGED");
            }
            end.assertMergedOnce();
            end.assertNothingIsLeft();
        }
    }

    /** Whether the record tells that the client gave the call up. */
    private static boolean callWasCut(JarFixture fixture) {
        return FinalState.files(fixture.state).stream()
                .filter(file -> file.toString().endsWith(".json"))
                .flatMap(file -> lines(file).stream())
                .anyMatch(line -> line.strip().startsWith("\"status\" : 0"));
    }

    private static void assertAborted(JarResult result) {
        assertThat(result.exit()).as("%s", result).isEqualTo(ABORTED);
        assertThat(result.outcome()).isEqualTo("ABORTED");
    }

    /** Two processes that write down their pids; the inner one does not mind being asked to stop. */
    private static String stubbornBody(JarFixture fixture) {
        String pids = "'" + fixture.file("pids") + "'";
        return "(trap '' TERM INT; exec sh -c 'echo $$; while :; do sleep 1; done') >> " + pids + " & echo $$ >> "
                + pids + "; wait";
    }

    /** Two processes that end when a terminal tells them to. */
    private static String ordinaryBody(JarFixture fixture) {
        String pids = "'" + fixture.file("pids") + "'";
        return "echo $$ >> " + pids + "; sh -c 'echo $$; exec sleep 300' >> " + pids + "; exit 1";
    }

    private static boolean isGone(long pid) {
        return new LocalProcesses().find(pid).isEmpty();
    }

    private static boolean hasTicket(JarFixture fixture) {
        return FinalState.files(fixture.state).stream()
                .anyMatch(file -> file.toString().endsWith(".ticket"));
    }

    private static List<String> lines(Path file) {
        return KillPoints.read(file);
    }

    private static void touch(Path file) {
        try {
            Files.createFile(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String[] gate(String... more) {
        return JarFixture.gate(JarFixture.TASK, more);
    }

    /** Each process leads a group, as in a terminal, and minds Ctrl-C even if this JVM was told not to. */
    private JarFixture fixture() {
        return new JarFixture(directory)
                .launchedBy("setsid", "env", "--default-signal=INT")
                .branches()
                .mainMoves();
    }
}
