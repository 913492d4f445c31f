// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.reaper;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.Secret;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.gate.Attempt;
import io.jenkins.plugins.mergegate.engine.gate.Ending;
import io.jenkins.plugins.mergegate.engine.gate.Gate;
import io.jenkins.plugins.mergegate.engine.gate.GateListener;
import io.jenkins.plugins.mergegate.engine.gate.GatePorts;
import io.jenkins.plugins.mergegate.engine.gate.GateRequest;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.gate.Journal;
import io.jenkins.plugins.mergegate.engine.gate.MergeRecord;
import io.jenkins.plugins.mergegate.engine.gate.Phase;
import io.jenkins.plugins.mergegate.engine.gate.RetestPolicy;
import io.jenkins.plugins.mergegate.engine.gate.WhenBusy;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaClient;
import io.jenkins.plugins.mergegate.engine.hold.FileHoldStore;
import io.jenkins.plugins.mergegate.engine.hold.Hold;
import io.jenkins.plugins.mergegate.engine.journal.FileJournal;
import io.jenkins.plugins.mergegate.engine.lock.LeaseFileLock;
import io.jenkins.plugins.mergegate.engine.lock.LocalProcesses;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import io.jenkins.plugins.mergegate.engine.lock.LockRequest;
import io.jenkins.plugins.mergegate.engine.lock.ProcessId;
import io.jenkins.plugins.mergegate.engine.state.SetClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ticks over real files; no run here has come so far that git must be asked. */
class ReaperTest {
    private static final String SERVER = "git.example.org";
    private static final LockName NAME = new LockName(SERVER, RepositoryId.parse("team/app"), "main");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final ProcessId ALIVE = LocalProcesses.self();
    private static final ProcessId DEAD = new ProcessId(ALIVE.host(), 99_999_999, START, null, null, null);

    @TempDir
    private Path stateDir;

    private final SetClock clock = new SetClock(START);
    private Consumer<GateState> beforeWrite = state -> {};
    private FileJournal journal;
    private FileHoldStore holds;

    @BeforeEach
    void open() {
        journal = new FileJournal(stateDir);
        holds = new FileHoldStore(stateDir, clock, 0);
    }

    @Test
    void aRunThatEndsDuringTheTickKeepsItsResult() throws IOException {
        journal.write(run("dead", DEAD, Phase.FETCHING, 0));
        GateState late = run("late", DEAD, Phase.FETCHING, 1);
        GateState merged = closed(run("late", DEAD, Phase.CLOSED, 1));
        journal.write(late);
        beforeWrite = state -> {
            if (state.id().equals("dead")) {
                write(merged);
            }
        };

        ReaperSnapshot snapshot = reaper(reclaiming(false)).tick(false).snapshot();

        assertThat(snapshot.errors()).isEmpty();
        assertThat(snapshot.settled()).isEqualTo(1);
        assertThat(journal.read("late")).contains(merged);
    }

    @Test
    void oneOfTwoSettlersLeavesARecordAlone() throws IOException {
        journal.write(run("dead", DEAD, Phase.FETCHING, 0));
        List<ReaperSnapshot> other = new ArrayList<>();
        beforeWrite = state -> {
            beforeWrite = again -> {};
            Thread settler = new Thread(
                    () -> other.add(reaper(reclaiming(false)).tick(false).snapshot()));
            settler.start();
            join(settler);
        };

        assertThat(reaper(reclaiming(false)).tick(false).snapshot().settled()).isEqualTo(1);

        assertThat(other).singleElement().satisfies(snapshot -> {
            assertThat(snapshot.settled()).isZero();
            assertThat(snapshot.errors()).isEmpty();
        });
    }

    @Test
    void aDeadRunIsSettledAndItsLockFreed() throws IOException {
        acquire("dead", DEAD);
        journal.write(run("dead", DEAD, Phase.RETESTING, 0));

        Reaper.Tick tick = reaper(reclaiming(false)).tick(false);

        assertThat(tick.snapshot().errors()).isEmpty();
        assertThat(tick.locks()).singleElement().returns(true, Reclaimed::reclaimed);
        assertThat(journal.unfinished()).isEmpty();
        assertThat(lock(ALIVE).held()).isEmpty();
    }

    @Test
    void aLiveRunThatIsOverAgeLosesTheLockAndNothingElse() throws IOException {
        acquire("live", ALIVE);
        GateState live = run("live", ALIVE, Phase.RETESTING, 0);
        journal.write(live);
        clock.advance(Duration.ofMinutes(121));

        Reaper.Tick tick = reaper(reclaiming(false)).tick(false);

        assertThat(tick.locks())
                .singleElement()
                .returns(Verdict.Tier.OVER_AGE, Reclaimed::tier)
                .returns(true, Reclaimed::reclaimed);
        assertThat(lock(ALIVE).held()).isEmpty();
        assertThat(journal.read("live")).contains(live);
    }

    @Test
    void aLockIsNotTakenAwayDuringAMergeCall() throws IOException {
        acquire("live", ALIVE);
        GateState calling = calling(run("live", ALIVE, Phase.MERGING, 0));
        journal.write(calling);
        clock.advance(Duration.ofMinutes(121));

        Reaper.Tick tick = reaper(reclaiming(false)).tick(false);

        assertThat(tick.snapshot().errors()).isEmpty();
        assertThat(tick.locks()).singleElement().returns(false, Reclaimed::reclaimed);
        assertThat(lock(ALIVE).held()).hasSize(1);
    }

    @Test
    void aDeadRunWhoseRecordIsDamagedClosesTheTarget() throws IOException {
        acquire("dead", DEAD);
        Files.createDirectories(stateDir.resolve("journal"));
        Files.writeString(stateDir.resolve("journal/dead.json"), "{\"id\"");

        reaper(reclaiming(false)).tick(true);
        assertThat(holds.list()).isEmpty();
        reaper(reclaiming(false)).tick(false);

        assertThat(lock(ALIVE).held()).isEmpty();
        assertThat(holds.list())
                .singleElement()
                .returns(Hold.Scope.TARGET, Hold::scope)
                .returns(Reason.GIT_ERROR, Hold::reason)
                .satisfies(hold -> assertThat(hold.message()).contains("dead.", ".damaged"));
    }

    @Test
    void aRunThatCannotBeSettledKeepsNoOtherWaiting() throws IOException {
        journal.write(run("bad", DEAD, Phase.FETCHING, 0));
        journal.write(run("worse", DEAD, Phase.FETCHING, 1));
        journal.write(run("good", DEAD, Phase.FETCHING, 2));
        beforeWrite = state -> {
            if (state.id().equals("bad")) {
                throw new IllegalStateException("bad");
            }
            if (state.id().equals("worse")) {
                throw new StackOverflowError();
            }
        };

        ReaperSnapshot snapshot = reaper(reclaiming(false)).tick(false).snapshot();

        assertThat(snapshot.errors()).hasSize(2);
        assertThat(snapshot.settled()).isEqualTo(1);
        assertThat(journal.unfinished()).extracting(GateState::id).containsExactly("bad", "worse");
    }

    private static GateConfig.Reaper reclaiming(boolean abort) {
        return new GateConfig.Reaper(true, 60, 2, 120, true, abort);
    }

    private Reaper reaper(GateConfig.Reaper config) {
        GiteaClient gitea = new GiteaClient(new OkHttpClient(), URI.create("http://127.0.0.1:1/"), Secret.of("token"));
        LeaseFileLock lock = lock(ALIVE);
        GatePorts ports = new GatePorts(
                GateConfig.defaults(),
                SERVER,
                gitea,
                url -> null,
                lock,
                new Watched(),
                holds,
                GateListener.NONE,
                clock,
                ALIVE);
        return new Reaper(new Gate(ports), SERVER, lock, journal, holds, config, clock);
    }

    private LeaseFileLock lock(ProcessId self) {
        return new LeaseFileLock(stateDir, Duration.ofHours(9), clock, self);
    }

    private void acquire(String token, ProcessId holder) throws IOException {
        lock(holder).tryAcquire(new LockRequest(NAME, token, "run " + token, 0, START));
    }

    private void write(GateState state) {
        try {
            journal.write(state);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static GateState closed(GateState state) {
        return run(state, state.merge(), new Ending(Outcome.MERGED, null, "merged"));
    }

    private static GateState calling(GateState state) {
        MergeRecord merge = new MergeRecord(
                1L, false, START, START, List.of(new Attempt(1, null, null, 0)), 0, 0, null, null, null);
        return run(state, merge, null);
    }

    private static GateState run(GateState state, MergeRecord merge, Ending ending) {
        return run(state.id(), state.owner(), state.phase(), state.startedAt(), merge, ending);
    }

    private static GateState run(String id, ProcessId owner, Phase phase, int second) {
        MergeRecord none = new MergeRecord(null, false, null, null, List.of(), 0, 0, null, null, null);
        return run(id, owner, phase, START.plusSeconds(second), none, null);
    }

    private static GateState run(
            String id, ProcessId owner, Phase phase, Instant startedAt, MergeRecord merge, Ending ending) {
        GateRequest request = new GateRequest(
                "test",
                null,
                NAME.repository(),
                null,
                "task",
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
        return new GateState(
                id, request, SERVER, owner, phase, startedAt, startedAt, 0, null, null, null, null, 0, null, null,
                merge, null, null, null, null, ending, Map.of());
    }

    /** The journal of the gate, which a test can come between. */
    private final class Watched implements Journal {
        @Override
        public void write(GateState state) throws IOException {
            beforeWrite.accept(state);
            journal.write(state);
        }
    }
}
