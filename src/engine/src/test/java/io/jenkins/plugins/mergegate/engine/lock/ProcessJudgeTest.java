// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.engine.state.JavaProcess;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProcessJudgeTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final ProcessId HOLDER = of("here", "boot-1", "pid:[1]");
    /** As earlier versions wrote it. */
    private static final ProcessId BARE = new ProcessId("here", 42, START, null, null, null);

    private final FakeProcesses processes = new FakeProcesses();
    private ProcessJudge judge;

    /** Does nothing until it is killed. */
    static final class Idle {
        public static void main(String[] arguments) throws Exception {
            JavaProcess.dieInTime();
            System.out.println("idle");
            Thread.currentThread().join();
        }
    }

    @BeforeEach
    void start() {
        processes.start(1, 5L, START);
        processes.start(42, 1000L, START);
        judge = new ProcessJudge(processes.id("here", 1, START), processes);
    }

    @Test
    void sameProcessIsAlive() {
        assertThat(judge.judge(HOLDER)).isEqualTo(Liveness.YES);
    }

    @Test
    void freePidIsDead() {
        processes.kill(42);

        assertThat(judge.judge(HOLDER)).isEqualTo(Liveness.NO);
    }

    @Test
    void pidThatWasUsedAgainIsDead() {
        processes.start(42, 2000L, START.plusSeconds(60));

        assertThat(judge.judge(HOLDER)).isEqualTo(Liveness.NO);
        assertThat(judge.judge(BARE)).isEqualTo(Liveness.NO);
    }

    @Test
    void settingTheClockKillsNobody() {
        processes.start(42, 1000L, START.plusSeconds(86_400));

        assertThat(judge.judge(HOLDER)).isEqualTo(Liveness.YES);
    }

    @Test
    void withoutTicksTheStartTimeDecidesWithSomeTolerance() {
        processes.start(42, null, START.plusSeconds(2));
        assertThat(judge.judge(HOLDER)).isEqualTo(Liveness.YES);

        processes.start(42, null, START.plusSeconds(20));
        assertThat(judge.judge(HOLDER)).isEqualTo(Liveness.NO);

        processes.start(42, null, START.minusSeconds(5));
        assertThat(judge.judge(HOLDER)).isEqualTo(Liveness.YES);

        processes.start(42, null, null);
        assertThat(judge.judge(HOLDER)).isEqualTo(Liveness.YES);
    }

    @Test
    void whatIsNotKnownTellsNothingApart() {
        assertThat(judge.judge(new ProcessId("here", 42, null, "boot-1", "pid:[1]", null)))
                .isEqualTo(Liveness.YES);
        ProcessJudge blind = new ProcessJudge(new ProcessId("here", 1, START, null, null, null), processes);
        assertThat(blind.judge(HOLDER)).isEqualTo(Liveness.YES);
    }

    @Test
    void anotherHostCannotBeSeen() {
        assertThat(judge.judge(of("there", "boot-1", "pid:[1]"))).isEqualTo(Liveness.UNKNOWN);
        assertThat(judge.judge(null)).isEqualTo(Liveness.UNKNOWN);
    }

    @Test
    void anotherContainerCannotBeSeen() {
        assertThat(judge.judge(of("here", "boot-1", "pid:[2]"))).isEqualTo(Liveness.UNKNOWN);
        assertThat(judge.judge(of("here", "boot-2", "pid:[2]"))).isEqualTo(Liveness.UNKNOWN);
    }

    @Test
    void nothingSurvivesARestartOfTheMachine() {
        assertThat(judge.judge(of("here", "boot-0", "pid:[1]"))).isEqualTo(Liveness.NO);
    }

    @Test
    void seesRealProcesses() throws Exception {
        LocalProcesses local = new LocalProcesses();
        ProcessId self = LocalProcesses.self();
        ProcessJudge here = new ProcessJudge(self, local);

        assertThat(self.host()).isNotBlank();
        assertThat(self.ticks()).isEqualTo(local.find(self.pid()).orElseThrow().ticks());
        assertThat(here.judge(self)).isEqualTo(Liveness.YES);
        try (JavaProcess other = JavaProcess.start(Idle.class)) {
            assertThat(other.answer()).isEqualTo("idle");
            ProcessId id = new ProcessId(self.host(), other.pid(), local.startedAt(other.pid()), null, null, null);
            assertThat(here.judge(id)).isEqualTo(Liveness.YES);

            other.kill();

            assertThat(here.judge(id)).isEqualTo(Liveness.NO);
        }
    }

    private static ProcessId of(String host, String boot, String namespace) {
        return new ProcessId(host, 42, START, boot, namespace, 1000L);
    }
}
