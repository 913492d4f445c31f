// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import hudson.model.Job;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.security.AuthorizationStrategy;
import hudson.security.SecurityRealm;
import io.jenkins.plugins.mergegate.engine.lock.LockAttempt;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import io.jenkins.plugins.mergegate.engine.lock.LockProof;
import io.jenkins.plugins.mergegate.engine.lock.LockRequest;
import io.jenkins.plugins.mergegate.engine.lock.MergeLock;
import java.io.IOException;
import java.lang.reflect.Field;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import jenkins.model.Jenkins;
import org.jenkins.plugins.lockableresources.LockableResource;
import org.jenkins.plugins.lockableresources.LockableResourcesManager;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The lock in one Jenkins, held by builds of real Pipelines; each test has a lock of its own. */
@WithJenkins
class LockDeskTest {
    private static JenkinsRule j;

    private final List<Running> builds = new ArrayList<>();
    private LockName lock;

    @BeforeAll
    static void startJenkins(JenkinsRule rule) {
        j = rule;
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
    void endBuilds() throws Exception {
        Running.endAll(builds, j);
        LockableResourcesManager.get().setAllowEphemeralResources(true);
    }

    private Running start() throws Exception {
        return start("semaphore '%s'");
    }

    private Running start(String script) throws Exception {
        Running one = Running.start(j, script);
        builds.add(one);
        return one;
    }

    @Test
    void takesAFreeLockAndWritesItsTokenIntoTheReason() throws Exception {
        Running one = start();
        Instant before = Instant.now().minusSeconds(1);

        LockAttempt attempt = one.ask(lock);

        LockProof proof = ((LockAttempt.Acquired) attempt).proof();
        assertThat(proof.name()).isEqualTo(lock);
        assertThat(proof.token()).isEqualTo(one.token);
        assertThat(proof.acquiredAt()).isBetween(before, Instant.now().plusSeconds(1));
        LockableResource resource = Running.resource(lock);
        assertThat(resource.isEphemeral()).isTrue();
        assertThat(resource.getBuild()).isSameAs(one.build);
        assertThat(resource.getLockReason())
                .isEqualTo("Merge Gate: " + one.build.getFullDisplayName() + " [run " + one.token + " of "
                        + one.build.getExternalizableId() + "]");
        assertThat(LockDesk.get().holder(lock)).isSameAs(one.build);
        assertThat(one.holds(lock)).isTrue();
        assertThat(LockDesk.get().lockOf(null).find(lock, one.token)).isPresent();
    }

    @Test
    void askingTwiceIsHarmless() throws Exception {
        Running one = start();
        Instant since = ((LockAttempt.Acquired) one.ask(lock)).proof().acquiredAt();

        assertThat(((LockAttempt.Acquired) one.ask(lock)).proof().acquiredAt()).isEqualTo(since);
    }

    @Test
    void releasedTheEphemeralResourceIsGone() throws Exception {
        Running one = start();
        one.ask(lock);

        one.release(lock);
        one.release(lock);

        assertThat(Running.resource(lock)).isNull();
        assertThat(one.holds(lock)).isFalse();
        assertThat(LockDesk.get().holder(lock)).isNull();
    }

    @Test
    void onlyTheTokenReleases() throws Exception {
        Running one = start();
        Running two = start();
        one.ask(lock);

        two.release(lock);
        LockDesk.get().lockOf(one.build).release(lock, "another-run-of-the-same-build");
        assertThat(one.holds(lock)).isTrue();
        assertThat(LockDesk.get().lockOf(two.build).find(lock, one.token)).isEmpty();

        LockDesk.get().lockOf(null).release(lock, one.token);
        assertThat(Running.holder(lock)).isNull();
    }

    @Test
    void servesByPriorityThenByTime() throws Exception {
        Running holder = start();
        holder.ask(lock);
        Running second = start();
        Running first = start();
        Running urgent = start();
        Running late = start();
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        List<Running> waiting = List.of(second, first, urgent, late);
        long[] queuedAt = {20, 10, 30, 40};
        for (int i = 0; i < waiting.size(); i++) {
            Running one = waiting.get(i);
            int priority = one == urgent ? 5 : 0;
            long time = queuedAt[i];
            LockDesk.get().onTurn(one.token, () -> {
                assertThat(Thread.holdsLock(LockableResourcesManager.syncResources))
                        .isFalse();
                new Thread(() -> passThrough(one, priority, time, order)).start();
            });
            assertThat(one.ask(lock, priority, time)).isInstanceOf(LockAttempt.Busy.class);
        }
        assertThat(late.ask(lock, 0, 40))
                .isEqualTo(new LockAttempt.Busy(holder.build.getFullDisplayName(), 4, Duration.ofSeconds(10)));
        assertThat(urgent.ask(lock, 5, 30))
                .isEqualTo(new LockAttempt.Busy(holder.build.getFullDisplayName(), 1, Duration.ofSeconds(10)));

        long released = System.nanoTime();
        holder.release(lock);

        await().atMost(10, TimeUnit.SECONDS).until(() -> order.size() == 4);
        assertThat(order).containsExactly(urgent.token, first.token, second.token, late.token);
        assertThat(Duration.ofNanos(System.nanoTime() - released)).isLessThan(Duration.ofSeconds(4));
        assertThat(Running.resource(lock)).isNull();
    }

    /** What a woken run does: asks once more, and when it has the lock gives it back. */
    private void passThrough(Running one, int priority, long queuedAt, List<String> order) {
        try {
            if (one.ask(lock, priority, queuedAt) instanceof LockAttempt.Acquired) {
                order.add(one.token);
                one.release(lock);
            }
        } catch (IOException e) {
            order.add(e.toString());
        }
    }

    @Test
    void nobodyOvertakesTheFirstInLine() throws Exception {
        Running holder = start();
        Running first = start();
        Running second = start();
        holder.ask(lock);
        first.ask(lock, 0, 1);
        second.ask(lock, 0, 2);

        holder.release(lock);

        assertThat(second.ask(lock, 0, 2))
                .isEqualTo(new LockAttempt.Busy(first.build.getFullDisplayName(), 2, Duration.ofSeconds(10)));
        assertThat(first.ask(lock, 0, 1)).isInstanceOf(LockAttempt.Acquired.class);
    }

    @Test
    void whoGivesUpHisPlaceWakesTheNext() throws Exception {
        Running holder = start();
        Running first = start();
        Running second = start();
        holder.ask(lock);
        first.ask(lock, 0, 1);
        second.ask(lock, 0, 2);
        AtomicInteger wakes = new AtomicInteger();
        LockDesk.get().onTurn(second.token, wakes::incrementAndGet);
        holder.release(lock);
        assertThat(wakes).hasValue(0);

        first.release(lock);

        assertThat(wakes).hasValue(1);
        assertThat(second.ask(lock, 0, 2)).isInstanceOf(LockAttempt.Acquired.class);
        LockDesk.get().onTurn(second.token, null);
        LockDesk.get().poke();
        assertThat(wakes).hasValue(1);
    }

    @Test
    void aWakeUpThatFailsHarmsNobody() throws Exception {
        Running holder = start();
        Running first = start();
        holder.ask(lock);
        first.ask(lock);
        LockDesk.get().onTurn(first.token, () -> {
            throw new IllegalStateException("on purpose");
        });

        holder.release(lock);

        assertThat(first.ask(lock)).isInstanceOf(LockAttempt.Acquired.class);
    }

    @Test
    void aWaiterWhoseBuildIsOverLeavesTheLine() throws Exception {
        Running holder = start();
        Running killed = start();
        Running ended = start();
        Running last = start();
        holder.ask(lock);
        killed.ask(lock, 9, 1);
        ended.ask(lock, 8, 2);
        AtomicInteger wakes = new AtomicInteger();
        LockDesk.get().onTurn(last.token, wakes::incrementAndGet);
        last.ask(lock, 0, 3);
        killed.build.doKill();
        ended.end(j);

        holder.release(lock);

        assertThat(wakes).hasPositiveValue();
        assertThat(last.ask(lock, 0, 3)).isInstanceOf(LockAttempt.Acquired.class);
    }

    @Test
    void theEndOfABuildWakesTheLine() throws Exception {
        Running holder = start();
        Running waiter = start();
        holder.ask(lock);
        waiter.ask(lock);
        CountDownLatch woken = new CountDownLatch(1);
        LockDesk.get().onTurn(waiter.token, woken::countDown);

        holder.end(j);

        assertThat(woken.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(holder.holds(lock)).isFalse();
        assertThat(waiter.ask(lock)).isInstanceOf(LockAttempt.Acquired.class);
    }

    @Test
    void aWaiterThatDoesNotAskAnyMoreLeavesTheLine() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
        LockDesk desk = new LockDesk(new SettableClock(now));
        Running holder = start();
        Running silent = start();
        Running waiter = start();
        desk.lockOf(holder.build).tryAcquire(holder.request(lock, 0, 0));
        desk.lockOf(silent.build).tryAcquire(silent.request(lock, 0, 1));
        now.set(now.get().plus(Duration.ofMinutes(9)));
        desk.lockOf(waiter.build).tryAcquire(waiter.request(lock, 0, 2));
        desk.lockOf(holder.build).release(lock, holder.token);
        MergeLock its = desk.lockOf(waiter.build);
        assertThat(its.tryAcquire(waiter.request(lock, 0, 2))).isInstanceOf(LockAttempt.Busy.class);

        now.set(now.get().plus(Duration.ofMinutes(2)));

        assertThat(its.tryAcquire(waiter.request(lock, 0, 2))).isInstanceOf(LockAttempt.Acquired.class);
    }

    @Test
    void aKilledBuildLosesItsLockAtOnceAndGetsNoOther() throws Exception {
        Running one = start();
        one.ask(lock);

        one.build.doKill();

        assertThat(one.holds(lock)).isFalse();
        await().atMost(10, TimeUnit.SECONDS).until(() -> Running.holder(lock) == null);
        assertThatThrownBy(() -> one.ask(lock))
                .isInstanceOf(IOException.class)
                .hasMessage("the build " + one.build.getFullDisplayName() + " is over, so it gets no lock");
        assertThat(Running.resource(lock)).isNull();
    }

    @Test
    void theBuildOfADeletedJobLosesItsLock() throws Exception {
        Running one = start();
        Running waiter = start();
        one.ask(lock);
        waiter.ask(lock);
        CountDownLatch woken = new CountDownLatch(1);
        LockDesk.get().onTurn(waiter.token, woken::countDown);

        one.build.getParent().delete();

        assertThat(woken.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(one.holds(lock)).isFalse();
        assertThat(waiter.ask(lock)).isInstanceOf(LockAttempt.Acquired.class);
    }

    @Test
    void aRunWithoutABuildCannotTakeALock() {
        assertThatThrownBy(
                        () -> LockDesk.get().lockOf(null).tryAcquire(new LockRequest(lock, "t", "h", 0, Instant.EPOCH)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void anAdministratorUnlocks() throws Exception {
        Running one = start();
        Running two = start();
        one.ask(lock);
        two.ask(lock);

        LockableResourcesManager.get().unlockResources(List.of(Running.resource(lock)));

        assertThat(one.holds(lock)).isFalse();
        assertThat(two.ask(lock)).isInstanceOf(LockAttempt.Acquired.class);
        one.release(lock);
        assertThat(two.holds(lock)).isTrue();
    }

    @Test
    void anAdministratorSteals() throws Exception {
        LockableResourcesManager.get().createResourceWithLabel(lock.toString(), null);
        Running one = start();
        Running two = start();
        one.ask(lock);
        two.ask(lock);
        LockableResource resource = Running.resource(lock);

        LockableResourcesManager.get().steal(List.of(resource), "alice", "post mortem");

        assertThat(one.holds(lock)).isFalse();
        assertThat(LockDesk.get().lockOf(null).find(lock, one.token)).isEmpty();
        assertThat(two.ask(lock)).isEqualTo(new LockAttempt.Busy("alice, who reserved it", 1, Duration.ofSeconds(10)));
        one.release(lock);
        assertThat(resource.getReservedBy()).isEqualTo("alice");
        LockableResourcesManager.get().unreserve(List.of(resource));
        assertThat(two.ask(lock)).isInstanceOf(LockAttempt.Acquired.class);
        one.release(lock);
        assertThat(two.holds(lock)).isTrue();
    }

    @Test
    void anAdministratorReserves() throws Exception {
        LockableResourcesManager.get().createResourceWithLabel(lock.toString(), null);
        LockableResource resource = Running.resource(lock);
        LockableResourcesManager.get().reserve(List.of(resource), "bob");
        Running one = start();

        assertThat(one.ask(lock)).isEqualTo(new LockAttempt.Busy("bob, who reserved it", 1, Duration.ofSeconds(10)));

        LockableResourcesManager.get().unreserve(List.of(resource));
        one.ask(lock);
        // The button "reassign" reserves what a build holds.
        LockableResourcesManager.get().reassign(List.of(resource), "bob");
        assertThat(one.holds(lock)).isFalse();
        one.release(lock);
        assertThat(resource.getReservedBy()).isEqualTo("bob");
    }

    @Test
    void anAdministratorResets() throws Exception {
        LockableResourcesManager.get().createResourceWithLabel(lock.toString(), null);
        Running one = start();
        Running two = start();
        one.ask(lock);
        two.ask(lock);

        LockableResourcesManager.get().reset(List.of(Running.resource(lock)));

        assertThat(one.holds(lock)).isFalse();
        assertThat(two.ask(lock)).isInstanceOf(LockAttempt.Acquired.class);
        one.release(lock);
        assertThat(two.holds(lock)).isTrue();
    }

    @Test
    void aJobInTheBuildQueueGoesFirst() throws Exception {
        LockableResourcesManager.get().createResourceWithLabel(lock.toString(), null);
        Running.resource(lock).setQueued(4711, "nightly");
        Running one = start();

        assertThat(one.ask(lock))
                .isEqualTo(new LockAttempt.Busy("nightly in the build queue", 1, Duration.ofSeconds(10)));

        Running.resource(lock).unqueue();
        assertThat(one.ask(lock)).isInstanceOf(LockAttempt.Acquired.class);
    }

    @Test
    void aLockStepOfAPersonIsWaitedForAndNotTouched() throws Exception {
        Running person = start("lock('" + lock + "') { semaphore '%s' }");
        Running one = start();

        assertThat(one.ask(lock))
                .isEqualTo(new LockAttempt.Busy(
                        "a lock step of " + person.build.getFullDisplayName(), 1, Duration.ofSeconds(10)));
        assertThat(LockDesk.get().holder(lock)).isSameAs(person.build);
        LockDesk.get().lockOf(person.build).release(lock, person.token);
        one.release(lock);
        assertThat(Running.holder(lock)).isSameAs(person.build);

        one.ask(lock);
        person.end(j);
        assertThat(one.ask(lock)).isInstanceOf(LockAttempt.Acquired.class);
    }

    @Test
    void aLockStepThatWaitsGoesFirst() throws Exception {
        Running holder = start();
        Running waiter = start();
        holder.ask(lock);
        Running person = start("parallel a: { lock('" + lock + "') { echo 'inside' \n semaphore '%1$s-inside' } },"
                + " b: { semaphore '%1$s' }");
        j.waitForMessage("is not free, waiting", person.build);
        waiter.ask(lock);

        holder.release(lock);

        j.waitForMessage("inside", person.build);
        assertThat(waiter.ask(lock)).isInstanceOf(LockAttempt.Busy.class);
        assertThat(Running.holder(lock)).isSameAs(person.build);
    }

    @Test
    void aLockStepInheritsAnOldReasonButNotTheLock() throws Exception {
        LockableResourcesManager.get().createResourceWithLabel(lock.toString(), null);
        Running one = start();
        one.ask(lock);
        LockableResource resource = Running.resource(lock);
        resource.setBuild(null);
        Running person = start("lock('" + lock + "') { semaphore '%s' }");

        assertThat(resource.getLockReason()).contains(one.token);
        assertThat(one.holds(lock)).isFalse();
        assertThat(LockDesk.get().lockOf(null).find(lock, one.token)).isEmpty();
        one.release(lock);
        LockDesk.get().lockOf(null).release(lock, one.token);
        assertThat(Running.holder(lock)).isSameAs(person.build);
    }

    @Test
    void anotherObjectOfTheSameBuildIsTheSameBuild() throws Exception {
        Running one = start();
        one.ask(lock);
        one.build.save();
        WorkflowRun copy = new WorkflowRun(one.build.getParent(), one.build.getRootDir());
        assertThat(copy.getExternalizableId()).isEqualTo(one.build.getExternalizableId());
        Running.resource(lock).setBuild(copy);

        assertThat(one.holds(lock)).isTrue();
        assertThat(LockDesk.get().lockOf(copy).find(lock, one.token)).isPresent();
        one.release(lock);
        assertThat(Running.resource(lock)).isNull();
    }

    @Test
    void aJobReloadedFromDiskKeepsItsLock() throws Exception {
        Running one = start();
        one.ask(lock);

        one.build.getParent().doReload();

        Run<?, ?> now = j.jenkins
                .getItemByFullName(one.build.getParent().getFullName(), Job.class)
                .getBuildByNumber(1);
        assertThat(one.holds(lock)).isTrue();
        assertThat(LockDesk.get().lockOf(now).find(lock, one.token)).isPresent();
        LockDesk.get().lockOf(now).release(lock, one.token);
        assertThat(Running.resource(lock)).isNull();
    }

    @Test
    void withoutEphemeralResourcesTheNameMustBeDeclared() throws Exception {
        LockableResourcesManager.get().setAllowEphemeralResources(false);
        Running one = start();

        assertThatThrownBy(() -> one.ask(lock))
                .isInstanceOf(IOException.class)
                .hasMessage("ephemeral lockable resources are disabled; declare the resource " + lock);

        LockableResourcesManager.get().createResourceWithLabel(lock.toString(), null);
        assertThat(one.ask(lock)).isInstanceOf(LockAttempt.Acquired.class);
        one.release(lock);
        assertThat(Running.resource(lock).isFree()).isTrue();
    }

    @Test
    void oneLockForAllSpellingsOfARepository() throws Exception {
        LockName shouted = LockName.parse(
                        lock.toString().replace("acme/app", "ACME/App").replace("git.example", "Git.Example"))
                .orElseThrow();
        Running one = start();
        Running two = start();
        one.ask(lock);

        assertThat(two.ask(shouted)).isInstanceOf(LockAttempt.Busy.class);
        LockName otherTarget = Running.lock(lock.target().toUpperCase(Locale.ROOT));
        assertThat(two.ask(otherTarget)).isInstanceOf(LockAttempt.Acquired.class);
        one.release(shouted);
        assertThat(two.ask(shouted)).isInstanceOf(LockAttempt.Acquired.class);
    }

    @Test
    @SuppressWarnings("try")
    void whoMaySeeNothingGetsNoLockThatIsHeld() throws Exception {
        Running one = start();
        Running two = start();
        one.ask(lock);
        SecurityRealm realm = j.jenkins.getSecurityRealm();
        AuthorizationStrategy strategy = j.jenkins.getAuthorizationStrategy();
        try {
            j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
            j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy());
            // As after a restart: the resource knows only the name of its build.
            LockableResource resource = Running.resource(lock);
            Field build = LockableResource.class.getDeclaredField("build");
            build.setAccessible(true);
            try (ACLContext nobody = ACL.as2(Jenkins.ANONYMOUS2)) {
                build.set(resource, null);
                assertThat(two.ask(lock)).isInstanceOf(LockAttempt.Busy.class);
                assertThat(one.holds(lock)).isTrue();
                build.set(resource, null);
                assertThat(LockDesk.get().holder(lock)).isSameAs(one.build);
            }
        } finally {
            j.jenkins.setAuthorizationStrategy(strategy);
            j.jenkins.setSecurityRealm(realm);
        }
    }

    @Test
    void aRememberedHolderKeepsOthersOutUntilHeIsBack() throws Exception {
        Running one = start();
        Running two = start();
        LockDesk.get().remember(lock, one.token, "job one");

        assertThat(two.ask(lock))
                .isEqualTo(new LockAttempt.Busy("job one, which has not given it back yet", 1, Duration.ofSeconds(10)));
        assertThat(one.holds(lock)).isFalse();
        assertThat(LockDesk.get().back(lock, one.token, one.build)).isTrue();
        assertThat(one.holds(lock)).isTrue();
        assertThat(LockDesk.get().back(lock, one.token, one.build)).isTrue();
        one.release(lock);
        assertThat(two.ask(lock)).isInstanceOf(LockAttempt.Acquired.class);
    }

    @Test
    void aRememberedHolderIsShownAlsoWhenNobodyWaits() throws Exception {
        LockDesk.get().remember(lock, "dead", "job #1");

        assertThat(views()).singleElement().satisfies(view -> {
            assertThat(view.holder()).isEqualTo(new LockView.Party("job #1", "dead", "job #1", null));
            assertThat(view.line()).isEmpty();
        });
        LockDesk.get().lockOf(null).release(lock, "dead");
        assertThat(views()).isEmpty();
    }

    private List<LockView> views() {
        return LockDesk.get().views().stream()
                .filter(view -> view.name().equals(lock))
                .toList();
    }

    @Test
    void aRememberedHolderThatIsSettledMakesWay() throws Exception {
        Running two = start();
        LockDesk.get().remember(lock, "dead", "job one");
        two.ask(lock);
        AtomicInteger wakes = new AtomicInteger();
        LockDesk.get().onTurn(two.token, wakes::incrementAndGet);

        LockDesk.get().lockOf(null).release(lock, "dead");

        assertThat(wakes).hasValue(1);
        assertThat(two.ask(lock)).isInstanceOf(LockAttempt.Acquired.class);
    }

    @Test
    void aRememberedHolderMayAskAsEver() throws Exception {
        Running one = start();
        Running two = start();
        LockDesk.get().remember(lock, one.token, "job one");
        two.ask(lock, 9, 0);

        assertThat(one.ask(lock, 0, 5)).isInstanceOf(LockAttempt.Acquired.class);
        one.release(lock);
        assertThat(two.ask(lock, 9, 0)).isInstanceOf(LockAttempt.Acquired.class);
    }

    @Test
    void whatAPersonTookMeanwhileIsNotTakenBack() throws Exception {
        Running one = start();
        LockDesk.get().remember(lock, one.token, "job one");
        Running person = start("lock('" + lock + "') { semaphore '%s' }");

        assertThat(LockDesk.get().back(lock, one.token, one.build)).isFalse();
        assertThat(Running.holder(lock)).isSameAs(person.build);

        person.end(j);
        assertThat(LockDesk.get().back(lock, one.token, one.build)).isTrue();
    }

    @Test
    void aBuildThatIsOverDoesNotComeBack() throws Exception {
        Running one = start();
        LockDesk.get().remember(lock, one.token, "job one");
        one.end(j);

        assertThat(LockDesk.get().back(lock, one.token, one.build)).isFalse();
        assertThat(Running.resource(lock)).isNull();
        one.release(lock);
    }

    private static final class SettableClock extends Clock {
        private final AtomicReference<Instant> now;

        SettableClock(AtomicReference<Instant> now) {
            this.now = now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now.get();
        }
    }
}
