// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.mergegate.config.MergeGatePermissions;
import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.lock.LockAttempt;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.springframework.security.access.AccessDeniedException;

/** A gate that is paused, drained and resumed, and the locks of real builds; each test has a lock of its own. */
@WithJenkins
class AdmissionDeskTest {
    private static final String WHY = "the database is upgraded";

    private static JenkinsRule j;

    private final List<Running> builds = new ArrayList<>();
    private final LogRecorder audit = new LogRecorder()
            .record("io.jenkins.plugins.mergegate.audit", Level.INFO)
            .capture(100);
    private final AdmissionDesk desk = AdmissionDesk.get();
    private LockName lock;

    @BeforeAll
    static void startJenkins(JenkinsRule rule) {
        j = rule;
        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Jenkins.MANAGE, Jenkins.SYSTEM_READ)
                .everywhere()
                .to("operator")
                .grant(Jenkins.READ, MergeGatePermissions.MANAGE)
                .everywhere()
                .to("manager"));
    }

    @AfterAll
    static void stopJenkins() throws Exception {
        j.after();
    }

    @BeforeEach
    void nameTheLock(TestInfo test) {
        lock = Running.lock(test.getTestMethod().orElseThrow().getName());
    }

    @AfterEach
    void openTheGate() throws Exception {
        Running.endAll(builds, j);
        as("manager", () -> desk.resume("the test is over"));
        audit.close();
    }

    private Running start() throws Exception {
        Running one = Running.start(j);
        builds.add(one);
        return one;
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void as(String user, Work work) throws IOException {
        try (ACLContext context = ACL.as2(User.getById(user, true).impersonate2())) {
            work.run();
        }
    }

    private static String closed(LockAttempt attempt) {
        return ((LockAttempt.Busy) attempt).closed();
    }

    @Test
    void pausedAFreeLockGoesToNobodyUntilItIsResumed() throws Exception {
        Running one = start();
        as("manager", () -> desk.pause(WHY));

        LockAttempt.Busy busy = (LockAttempt.Busy) one.ask(lock);

        assertThat(busy.holder()).isNull();
        assertThat(busy.closed())
                .startsWith("the gate is paused by manager since 20")
                .endsWith("(" + WHY + ")");
        assertThat(busy.position()).isEqualTo(1);
        assertThat(busy.recheck()).isEqualTo(Duration.ofSeconds(10));
        assertThat(one.holds(lock)).isFalse();
        as("manager", () -> desk.resume("it is done"));
        assertThat(one.ask(lock)).isInstanceOf(LockAttempt.Acquired.class);
    }

    @Test
    void whoHoldsALockKeepsItAndItsSuccessorWaits() throws Exception {
        Running holder = start();
        Running next = start();
        holder.ask(lock);
        as("manager", () -> desk.pause(WHY));

        assertThat(holder.ask(lock)).isInstanceOf(LockAttempt.Acquired.class);
        assertThat(holder.holds(lock)).isTrue();
        assertThat(((LockAttempt.Busy) next.ask(lock)).holder()).isEqualTo(holder.build.getFullDisplayName());
        holder.release(lock);

        assertThat(((LockAttempt.Busy) next.ask(lock)).holder()).isNull();
    }

    @Test
    void aRunThatHeldItBeforeARestartGetsItBackWhilePaused() throws Exception {
        Running one = start();
        Running other = start();
        as("manager", () -> desk.pause(WHY));
        LockDesk.get().remember(lock, one.token, "one");

        assertThat(other.ask(lock)).isInstanceOf(LockAttempt.Busy.class);
        assertThat(LockDesk.get().back(lock, one.token, one.build)).isTrue();
        assertThat(one.ask(lock)).isInstanceOf(LockAttempt.Acquired.class);
    }

    @Test
    void drainedItServesThoseInLineBeforeLaterOnesHoweverUrgent() throws Exception {
        Running holder = start();
        Running early = start();
        Running late = start();
        holder.ask(lock);
        early.ask(lock, 0, 1);
        as("manager", () -> desk.drain(WHY));
        long afterwards = Instant.now().plusSeconds(1).getEpochSecond();
        LockAttempt.Busy inLine = (LockAttempt.Busy) late.ask(lock, 1000, afterwards);
        assertThat(inLine.position()).isEqualTo(2);
        assertThat(inLine.closed()).contains("drained by manager", WHY, "this run came later");
        AtomicInteger wakes = new AtomicInteger();
        LockDesk.get().onTurn(early.token, wakes::incrementAndGet);

        holder.release(lock);

        assertThat(wakes).as("calls for the one whose turn it is").hasValue(1);
        assertThat(late.ask(lock, 1000, afterwards)).isInstanceOf(LockAttempt.Busy.class);
        assertThat(early.ask(lock, 0, 1)).isInstanceOf(LockAttempt.Acquired.class);
        early.release(lock);
        assertThat(closed(late.ask(lock, 1000, afterwards))).contains("drained by manager");
        as("manager", () -> desk.resume("done"));
        assertThat(late.ask(lock, 1000, afterwards)).isInstanceOf(LockAttempt.Acquired.class);
    }

    @Test
    void everyChangeWakesEverybodyInEveryLine() throws Exception {
        Running holder = start();
        Running first = start();
        Running second = start();
        Running elsewhere = start();
        LockName other = Running.lock("another");
        holder.ask(lock);
        holder.ask(other);
        AtomicInteger wakes = new AtomicInteger();
        for (Running waiter : List.of(first, second, elsewhere)) {
            LockDesk.get().onTurn(waiter.token, wakes::incrementAndGet);
            waiter.ask(waiter == elsewhere ? other : lock);
        }

        as("manager", () -> desk.pause(WHY));
        assertThat(wakes).hasValue(3);
        as("manager", () -> desk.drain(WHY));
        assertThat(wakes).hasValue(6);
        as("manager", () -> desk.resume("done"));
        assertThat(wakes).hasValue(9);
    }

    @Test
    void whoMayNotManageTheGateChangesNothing() throws Exception {
        for (Work work : List.<Work>of(() -> desk.pause(WHY), () -> desk.drain(WHY), () -> desk.resume(WHY))) {
            Admission before = desk.current();
            assertThatThrownBy(() -> as("operator", work)).isInstanceOf(AccessDeniedException.class);
            assertThat(desk.current()).isEqualTo(before);
        }
    }

    @Test
    void aReasonIsOneLineOfText() throws Exception {
        Admission before = desk.current();
        for (String bad : new String[] {null, "", "  ", "two\nlines", "x".repeat(1001)}) {
            assertThatThrownBy(() -> as("manager", () -> desk.pause(bad)))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("reason");
        }
        assertThat(desk.current()).isEqualTo(before);
    }

    @Test
    void whoAndWhyIsShownAndInTheAuditLog() throws Exception {
        as("manager", () -> desk.pause("  " + WHY + " "));
        Admission said = desk.current();
        as("manager", () -> desk.drain("nearly done"));
        as("manager", () -> desk.resume("done"));

        assertThat(said.mode()).isEqualTo(Admission.Mode.PAUSED);
        assertThat(said.by()).isEqualTo("manager");
        assertThat(said.reason()).isEqualTo(WHY);
        assertThat(said.since()).isBetween(Instant.now().minusSeconds(60), Instant.now());
        assertThat(audit.getMessages())
                .containsExactly(
                        "The gate was paused by manager: " + WHY,
                        "The gate was drained by manager: nearly done",
                        "The gate was resumed by manager: done");
    }

    @Test
    void whatCannotBeWrittenDownIsNotSo() throws Exception {
        Path file = j.jenkins.getRootDir().toPath().resolve("merge-gate/admission.json");
        Files.deleteIfExists(file);
        Files.createDirectories(file.resolve("in-the-way"));
        Admission before = desk.current();
        try {
            assertThatThrownBy(() -> as("manager", () -> desk.pause(WHY))).isInstanceOf(IOException.class);
            assertThat(desk.current()).isEqualTo(before);
            assertThat(audit.getMessages()).isEmpty();
        } finally {
            Files.delete(file.resolve("in-the-way"));
            Files.delete(file);
        }
    }
}
