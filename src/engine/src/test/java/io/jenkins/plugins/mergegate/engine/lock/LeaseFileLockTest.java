// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mergegate.engine.RepositoryId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LeaseFileLockTest extends LockFixture {
    @Test
    void isTakenOnceAndReleasedByItsTokenAlone() throws IOException {
        LockProof proof = acquired(lock.tryAcquire(request("a", 0)));
        assertThat(proof.name()).isEqualTo(NAME);
        assertThat(proof.token()).isEqualTo("a");
        assertThat(proof.acquiredAt()).isEqualTo(START);
        assertThat(lock.find(NAME, "a").isPresent()).isTrue();

        lock.release(NAME, "b");
        assertThat(lock.find(NAME, "a").isPresent()).isTrue();
        assertThat(lock.find(NAME, "b")).isEmpty();

        lock.release(NAME, "a");
        lock.release(NAME, "a");
        assertThat(lock.find(NAME, "a").isPresent()).isFalse();
        assertThat(lock.held()).isEmpty();
    }

    @Test
    void askingAgainWithTheHoldersTokenChangesNothing() throws IOException {
        lock.tryAcquire(request("a", 0));
        clock.advance(Duration.ofMinutes(1));

        assertThat(acquired(lock.tryAcquire(request("a", 0))).acquiredAt()).isEqualTo(START);
        assertThat(lock.held()).singleElement().returns(0, HeldLock::waiting);
    }

    @Test
    void aProcessThatResumesARunTakesItsLeaseOver() throws IOException {
        lockOf("here", 2).tryAcquire(request("a", 0));
        assertThat(lock.held()).singleElement().returns(Liveness.NO, HeldLock::alive);
        assertThat(lock.find(NAME, "a")).isPresent();
        assertThat(lock.held()).singleElement().returns(Liveness.NO, HeldLock::alive);

        acquired(lock.tryAcquire(request("a", 0)));

        assertThat(lock.held())
                .singleElement()
                .returns(Liveness.YES, HeldLock::alive)
                .returns(START, HeldLock::heldSince);
    }

    @Test
    void tellsWhatIsNeededToJudgeAHolder() throws IOException {
        lock.tryAcquire(request("a", 0));
        clock.advance(Duration.ofMinutes(121));

        HeldLock held = lock.held().get(0);

        assertThat(held)
                .isEqualTo(new HeldLock(
                        LeaseFileLock.key(NAME),
                        NAME,
                        "a",
                        "run a",
                        processes.id("here", 1, START),
                        Liveness.YES,
                        START,
                        Duration.ofMinutes(121),
                        Duration.ofMinutes(120),
                        0));
        assertThat(held.expired()).isTrue();
        assertThat(held.damaged()).isFalse();
    }

    @Test
    void theOwnerOfARecordIsJudgedLikeTheHolderOfALease() {
        ProcessId self = processes.id("here", 1, START);
        ProcessId elsewhere = new ProcessId("here", 7, START, self.boot(), "pid:[2]", 7L);
        processes.start(1, 10L, START.plusSeconds(60));

        assertThat(lock.liveness(self)).as("the clock was set").isEqualTo(Liveness.YES);
        assertThat(lock.liveness(elsewhere)).as("another container").isEqualTo(Liveness.UNKNOWN);
    }

    @Test
    void aLeaseOfAnEarlierVersionIsRead() throws IOException {
        lock.tryAcquire(request("a", 0));
        String old = Files.readString(lease()).replaceAll("\"(boot|namespace|ticks)\" : [^,]*,", "");
        assertThat(old).doesNotContain("boot-1");
        Files.writeString(lease(), old);

        assertThat(lock.held()).singleElement().returns(Liveness.YES, HeldLock::alive);
    }

    @Test
    void reclaimsOnlyTheLeaseThatWasJudged() throws IOException {
        lock.tryAcquire(request("a", 0));
        HeldLock judged = lock.held().get(0);
        assertThat(lock.reclaim(NAME, "other")).isFalse();
        assertThat(lock.reclaim(NAME, null)).isFalse();

        assertThat(lock.reclaim(judged)).isTrue();
        assertThat(lock.reclaim(judged)).isFalse();
        acquired(lock.tryAcquire(request("b", 0)));

        assertThat(lock.reclaim(judged)).isFalse();
        assertThat(lock.find(NAME, "b")).isPresent();
    }

    @Test
    void aDamagedLeaseIsListedAndGoesOnlyWhenItIsOld() throws IOException {
        for (String content : new String[] {"", "{\"token\":", "null", "{}", "[1]", "\u0000\u0000"}) {
            lock.tryAcquire(request("a", 0));
            damage(content, clock.instant());

            HeldLock damaged = lock.held().get(0);
            assertThat(damaged.damaged()).isTrue();
            assertThat(damaged.key()).isEqualTo(LeaseFileLock.key(NAME));
            assertThat(lock.find(NAME, "a")).isEmpty();
            assertThat(lock.tryAcquire(request("b", 0))).isInstanceOf(LockAttempt.Busy.class);
            lock.release(NAME, "a");
            assertThat(lock.reclaim(damaged)).as("too young").isFalse();

            clock.advance(Duration.ofSeconds(61));
            assertThat(lock.reclaim(damaged)).isTrue();
            acquired(lock.tryAcquire(request("b", 0)));
            assertThat(lock.reclaim(damaged)).as("not the successor").isFalse();
            lock.release(NAME, "b");
        }
    }

    @Test
    void aLeaseOfAnotherLockCountsAsDamaged() throws IOException {
        lock.tryAcquire(request("a", 0));
        String foreign = Files.readString(lease()).replace("team/app", "team/other");
        damage(foreign, START);

        assertThat(lock.held()).singleElement().returns(true, HeldLock::damaged);
    }

    @Test
    void oneLockInWhateverCaseGiteaIsSpelled() throws IOException {
        lock.tryAcquire(request("a", 0));
        LockName shouted = new LockName("GIT.example.org:3000", RepositoryId.parse("Team/App"), "main");
        LockName branch = new LockName("git.example.org:3000", RepositoryId.parse("team/app"), "MAIN");

        assertThat(lock.find(shouted, "a")).isPresent();
        assertThat(LeaseFileLock.key(branch)).isNotEqualTo(LeaseFileLock.key(NAME));
    }

    @Test
    void longAndStrangeNamesStayInTheirDirectory() throws IOException {
        LockName strange = new LockName("h", RepositoryId.parse("o/r"), "../../" + "\u00e4/".repeat(300) + "x");

        acquired(lock.tryAcquire(new LockRequest(strange, "../../a", "x", 0, START)));

        assertThat(lock.held()).singleElement().returns(strange, HeldLock::name);
        lock.release(strange, "../../a");
        assertThat(lock.held()).isEmpty();
        try (var files = Files.list(stateDir)) {
            assertThat(files).containsExactly(stateDir.resolve("locks"));
        }
    }

    @Test
    void aDiskThatRefusesIsAnIoException() throws IOException {
        Files.writeString(stateDir.resolve("locks"), "not a directory");

        assertThatThrownBy(() -> lock.tryAcquire(request("a", 0))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> lock.release(NAME, "a")).isInstanceOf(IOException.class);
        assertThatThrownBy(lock::held).isInstanceOf(IOException.class);
    }

    @Test
    void anInterruptedRunStillReleases() throws IOException {
        lock.tryAcquire(request("a", 0));
        Thread.currentThread().interrupt();
        try {
            lock.release(NAME, "a");
            acquired(lock.tryAcquire(request("b", 0)));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(lock.find(NAME, "a")).isEmpty();
    }

    private void damage(String content, Instant written) throws IOException {
        Files.writeString(lease(), content);
        Files.setLastModifiedTime(lease(), FileTime.from(written));
    }

    private Path lease() {
        return stateDir.resolve("locks/" + LeaseFileLock.key(NAME) + ".lease");
    }
}
