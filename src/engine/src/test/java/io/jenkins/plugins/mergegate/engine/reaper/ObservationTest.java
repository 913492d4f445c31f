// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.reaper;

import static io.jenkins.plugins.mergegate.engine.journal.States.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.gate.GateState.LockRecord;
import io.jenkins.plugins.mergegate.engine.gate.Phase;
import io.jenkins.plugins.mergegate.engine.journal.States;
import io.jenkins.plugins.mergegate.engine.lock.HeldLock;
import io.jenkins.plugins.mergegate.engine.lock.LeaseFileLock;
import io.jenkins.plugins.mergegate.engine.lock.Liveness;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import io.jenkins.plugins.mergegate.engine.lock.ProcessId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ObservationTest {
    private static final LockName NAME = new LockName("git.example.org", RepositoryId.parse("team/app"), "main");
    private static final Duration TTL = Duration.ofMinutes(120);

    @Test
    void aClosedRecordMeansFinishedWhateverTheProcessDoes() {
        for (Liveness alive : Liveness.values()) {
            Observation seen = Observation.of(held(alive, Duration.ZERO), record(Phase.CLOSED, null));
            assertThat(seen.state()).isEqualTo(HolderState.FINISHED);
            assertThat(seen.unsettled()).isFalse();
        }
    }

    @Test
    void aDeadProcessIsGoneAndItsRunUnsettled() {
        assertThat(Observation.of(held(Liveness.NO, Duration.ZERO), record(Phase.MERGING, null)))
                .isEqualTo(new Observation(LeaseFileLock.key(NAME) + "#run", HolderState.GONE, Duration.ZERO, true));
        assertThat(Observation.of(held(Liveness.NO, Duration.ZERO), Optional.empty()))
                .returns(HolderState.GONE, Observation::state)
                .returns(false, Observation::unsettled);
    }

    @Test
    void aLiveProcessWithItsRecordIsLive() {
        assertThat(state(Liveness.YES, Duration.ofDays(1), record(Phase.RETESTING, null)))
                .isEqualTo(HolderState.LIVE);
    }

    @Test
    void aLiveProcessThatHasNotWrittenDownItsLockYetIsLive() {
        GateState fresh = States.state("run", Phase.QUEUED, 0, null);

        assertThat(state(Liveness.YES, Duration.ZERO, Optional.of(fresh))).isEqualTo(HolderState.LIVE);
    }

    @Test
    void aProcessThatMayLiveWithoutARecordIsMissing() {
        assertThat(state(Liveness.YES, Duration.ZERO, Optional.empty())).isEqualTo(HolderState.MISSING);
        assertThat(state(Liveness.UNKNOWN, Duration.ZERO, Optional.empty())).isEqualTo(HolderState.MISSING);
        assertThat(state(Liveness.YES, Duration.ZERO, record(Phase.CLOSING, START)))
                .isEqualTo(HolderState.MISSING);
    }

    @Test
    void aProcessElsewhereIsTrustedForAsLongAsItSaid() {
        assertThat(state(Liveness.UNKNOWN, TTL, record(Phase.RETESTING, null))).isEqualTo(HolderState.UNKNOWN);
        assertThat(state(Liveness.UNKNOWN, TTL.plusSeconds(1), record(Phase.RETESTING, null)))
                .isEqualTo(HolderState.MISSING);
    }

    @Test
    void aDamagedLeaseIsHeldByNobodyOnceItCannotBeYoung() {
        Observation young = Observation.of(damaged(Duration.ofSeconds(60)), Optional.empty());
        Observation old = Observation.of(damaged(Duration.ofSeconds(61)), Optional.empty());

        assertThat(young.state()).isEqualTo(HolderState.MISSING);
        assertThat(old.state()).isEqualTo(HolderState.GONE);
        assertThat(old.unsettled()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void theRecordOfALockIsTheOneWithItsToken(Phase phase) {
        GateState other = States.state("other", phase, 0, lock(NAME, START, null));
        GateState run = States.state("run", phase, 1, null);

        assertThat(Observation.recordOf(held(Liveness.NO, Duration.ZERO), List.of(other, run)))
                .contains(run);
        assertThat(Observation.recordOf(held(Liveness.NO, Duration.ZERO), List.of(other)))
                .isEmpty();
    }

    @Test
    void theRecordOfADamagedLeaseIsTheLastThatTookTheLock() {
        LockName elsewhere = new LockName("git.example.org", RepositoryId.parse("team/other"), "main");
        GateState waiting = States.state("waiting", Phase.QUEUED, 0, lock(NAME, null, null));
        GateState returned = States.state("returned", Phase.CLOSING, 0, lock(NAME, START.plusSeconds(9), START));
        GateState foreign = States.state("foreign", Phase.MERGING, 0, lock(elsewhere, START.plusSeconds(9), null));
        GateState early = States.state("early", Phase.MERGING, 0, lock(NAME, START, null));
        GateState late = States.state("late", Phase.MERGING, 0, lock(NAME, START.plusSeconds(5), null));
        GateState fresh = States.state("fresh", Phase.PREFLIGHT, 0, null);

        assertThat(Observation.recordOf(
                        damaged(Duration.ZERO), List.of(waiting, returned, foreign, late, early, fresh)))
                .contains(late);
        assertThat(Observation.recordOf(damaged(Duration.ZERO), List.of(early, late)))
                .contains(late);
    }

    private static HolderState state(Liveness alive, Duration age, Optional<GateState> record) {
        return Observation.of(held(alive, age), record).state();
    }

    private static Optional<GateState> record(Phase phase, Instant releasedAt) {
        return Optional.of(States.state("run", phase, 0, lock(NAME, START, releasedAt)));
    }

    private static LockRecord lock(LockName name, Instant acquiredAt, Instant releasedAt) {
        return new LockRecord(name.toString(), START, acquiredAt, releasedAt);
    }

    private static HeldLock held(Liveness alive, Duration age) {
        ProcessId process = new ProcessId("here", 1, START, null, null, null);
        return new HeldLock(LeaseFileLock.key(NAME), NAME, "run", "run 1", process, alive, START, age, TTL, 0);
    }

    private static HeldLock damaged(Duration age) {
        return new HeldLock(
                LeaseFileLock.key(NAME), null, null, "unknown", null, Liveness.UNKNOWN, START, age, null, 0);
    }
}
