// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.lock.LockAttempt;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import io.jenkins.plugins.mergegate.engine.lock.LockRequest;
import io.jenkins.plugins.mergegate.engine.reaper.Reaper;
import io.jenkins.plugins.mergegate.engine.reaper.Reclaimed;
import io.jenkins.plugins.mergegate.engine.reaper.Verdict.Tier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jenkins.plugins.lockableresources.LockableResourcesManager;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Which locks are taken away, of builds of real Pipelines; each test has locks of its own. */
@WithJenkins
class StaleLocksTest {
    private static JenkinsRule j;

    private final List<Running> builds = new ArrayList<>();
    private final FakeSettler settler = new FakeSettler();
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
        LockableResourcesManager.get().getResources().clear();
    }

    static GateConfig.Reaper rules(int deadTicks, int maxRunningMinutes, boolean abortOverAge) {
        return new GateConfig.Reaper(true, 60, deadTicks, maxRunningMinutes, true, abortOverAge);
    }

    private StaleLocks staleLocks() {
        return new StaleLocks(LockDesk.get(), settler, lock.toString(), Clock.systemUTC());
    }

    private Reaper.Tick look(GateConfig.Reaper rules, boolean dryRun) {
        return staleLocks().tick(rules, dryRun, Duration.ZERO, Duration.ZERO);
    }

    private Running start(String script) throws Exception {
        Running one = Running.start(j, script);
        builds.add(one);
        return one;
    }

    private Running startHolder() throws Exception {
        Running one = start("semaphore '%s'");
        one.ask(lock);
        return one;
    }

    /** What is left when something went wrong at the end of a build. */
    private Running leftBehind() throws Exception {
        Running one = start("semaphore '%s'");
        one.end(j);
        Leak.of(lock.toString(), one.build, one.token);
        return one;
    }

    private void age(LockName name, Duration age) {
        Running.resource(name).setReservedTimestamp(Date.from(Instant.now().minus(age)));
    }

    @Test
    void theLockOfALiveRunStays() throws Exception {
        Running one = startHolder();
        settler.live.add(one.token);

        Reaper.Tick tick = look(rules(1, 120, true), false);

        assertThat(tick.locks()).isEmpty();
        assertThat(tick.snapshot().scanned()).isEqualTo(1);
        assertThat(one.holds(lock)).isTrue();
        assertThat(settler.calls).isEmpty();
    }

    @Test
    void aFinishedBuildLosesItsLockOnceItIsSettled() throws Exception {
        Running one = leftBehind();
        age(lock, Duration.ofMinutes(3));
        settler.unsettled.add(one.token);

        assertThat(look(rules(2, 120, false), false).locks()).singleElement().satisfies(row -> {
            assertThat(row.tier()).isEqualTo(Tier.FINISHED);
            assertThat(row.reclaimed()).isFalse();
        });
        assertThat(Running.holder(lock)).isNotNull();

        settler.unsettled.clear();
        Reaper.Tick tick = look(rules(2, 120, false), false);

        assertThat(tick.locks()).singleElement().satisfies(row -> {
            assertThat(row.resource()).isEqualTo(lock.toString());
            assertThat(row.holder()).isEqualTo(one.build.getFullDisplayName());
            assertThat(row.tier()).isEqualTo(Tier.FINISHED);
            assertThat(row.held()).isBetween(Duration.ofMinutes(3), Duration.ofMinutes(4));
            assertThat(row.reclaimed()).isTrue();
        });
        assertThat(tick.snapshot().reclaimed()).isEqualTo(1);
        assertThat(tick.snapshot().settled()).isEqualTo(1);
        assertThat(Running.resource(lock)).isNull();
    }

    @Test
    void aDryRunChangesNothing() throws Exception {
        Running one = leftBehind();

        assertThat(look(rules(1, 120, true), true).locks()).singleElement().satisfies(row -> {
            assertThat(row.tier()).isEqualTo(Tier.FINISHED);
            assertThat(row.reclaimed()).isFalse();
        });
        assertThat(Running.holder(lock)).isSameAs(one.build);
        assertThat(settler.calls).isEmpty();
    }

    @Test
    void theLockOfADeletedBuildIsFreed() throws Exception {
        Running one = leftBehind();
        one.build.delete();

        assertThat(look(rules(99, 120, false), false).locks()).singleElement().satisfies(row -> {
            assertThat(row.tier()).isEqualTo(Tier.DEAD);
            assertThat(row.reclaimed()).isTrue();
        });
        assertThat(Running.resource(lock)).isNull();
    }

    @Test
    void theLockOfADeletedJobIsFreedAfterASecondLook() throws Exception {
        Running one = leftBehind();
        one.build.getParent().delete();
        StaleLocks staleLocks = staleLocks();
        GateConfig.Reaper rules = rules(2, 120, false);

        assertThat(staleLocks.tick(rules, false, Duration.ZERO, Duration.ZERO).locks())
                .isEmpty();
        assertThat(staleLocks.tick(rules, false, Duration.ZERO, Duration.ZERO).locks())
                .singleElement()
                .satisfies(row -> assertThat(row.tier()).isEqualTo(Tier.DEAD));
        assertThat(Running.resource(lock)).isNull();
    }

    @Test
    void aBuildThatGoesOnWithoutItsRunLosesTheLock() throws Exception {
        Running one = startHolder();

        assertThat(look(rules(2, 120, false), false).locks()).isEmpty();
        assertThat(one.holds(lock)).isTrue();

        assertThat(look(rules(1, 120, false), false).locks()).singleElement().satisfies(row -> {
            assertThat(row.tier()).isEqualTo(Tier.DEAD);
            assertThat(row.reclaimed()).isTrue();
        });
        assertThat(one.holds(lock)).isFalse();
        assertThat(settler.calls).containsExactly("settle " + one.token);
    }

    @Test
    void aRunThatIsStillToComeBackAfterARestartKeepsItsLock() throws Exception {
        Running one = startHolder();
        settler.comingBack.add(one.token);

        assertThat(look(rules(1, 120, false), false).locks()).isEmpty();
        assertThat(one.holds(lock)).isTrue();

        settler.comingBack.clear();
        assertThat(look(rules(1, 120, false), false).locks()).hasSize(1);
    }

    @Test
    void tooSlowIsTakenAwayWithoutSettling() throws Exception {
        Running one = startHolder();
        settler.live.add(one.token);
        age(lock, Duration.ofMinutes(121));
        settler.merging.add(one.token);

        assertThat(look(rules(1, 120, false), false).locks()).singleElement().satisfies(row -> {
            assertThat(row.tier()).isEqualTo(Tier.OVER_AGE);
            assertThat(row.reclaimed()).isFalse();
        });
        assertThat(one.holds(lock)).isTrue();

        settler.merging.clear();
        assertThat(look(rules(1, 120, false), false).locks())
                .singleElement()
                .satisfies(row -> assertThat(row.reclaimed()).isTrue());
        assertThat(one.holds(lock)).isFalse();
        assertThat(settler.calls).isEmpty();
    }

    @Test
    void tooSlowIsAbortedFirstWhenConfigured() throws Exception {
        Running one = startHolder();
        settler.live.add(one.token);
        age(lock, Duration.ofMinutes(121));

        assertThat(look(rules(1, 120, true), false).locks())
                .singleElement()
                .satisfies(row -> assertThat(row.reclaimed()).isTrue());
        assertThat(settler.calls).containsExactly("abort " + one.token, "settle " + one.token);
        assertThat(one.holds(lock)).isFalse();
    }

    @Test
    void tooSlowIsNotAbortedInTheMiddleOfItsMergeCall() throws Exception {
        Running one = startHolder();
        settler.live.add(one.token);
        settler.merging.add(one.token);
        age(lock, Duration.ofMinutes(121));

        assertThat(look(rules(1, 120, true), false).locks())
                .singleElement()
                .satisfies(row -> assertThat(row.reclaimed()).isFalse());
        assertThat(settler.calls).isEmpty();
        assertThat(one.holds(lock)).isTrue();
    }

    @Test
    void tooSlowThatDoesNotStopIsNotSettled() throws Exception {
        Running one = startHolder();
        settler.live.add(one.token);
        settler.stubborn.add(one.token);
        age(lock, Duration.ofMinutes(121));

        assertThat(look(rules(1, 120, true), false).locks())
                .singleElement()
                .satisfies(row -> assertThat(row.reclaimed()).isTrue());
        assertThat(settler.calls).containsExactly("abort " + one.token);
    }

    @Test
    void whatSettlingFreedCountsAsFreed() throws Exception {
        Running one = leftBehind();
        Settler freeing = new FakeSettler() {
            @Override
            public boolean settle(String token, String build) {
                try {
                    LockDesk.get().lockOf(null).release(lock, token);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return true;
            }
        };

        Reaper.Tick tick = new StaleLocks(LockDesk.get(), freeing, lock.toString(), Clock.systemUTC())
                .tick(rules(1, 120, false), false, Duration.ZERO, Duration.ZERO);

        assertThat(tick.snapshot().reclaimed()).isEqualTo(1);
        assertThat(Running.resource(lock)).isNull();
        assertThat(one.build.isInProgress()).isFalse();
    }

    @Test
    void reservationsAndLockStepsAreListedAndLeftAlone() throws Exception {
        LockableResourcesManager manager = LockableResourcesManager.get();
        manager.createResourceWithLabel(lock + "/reserved", null);
        manager.createResourceWithLabel(lock + "/free", null);
        LockName reserved = LockName.parse(lock + "/reserved").orElseThrow();
        manager.reserve(List.of(Running.resource(reserved)), "alice");
        Running person = start("lock(resource: '" + lock + "/step', reason: 'deploy') { semaphore '%s' }");
        LockName step = LockName.parse(lock + "/step").orElseThrow();
        age(step, Duration.ofDays(3));

        Reaper.Tick tick = look(rules(1, 1, true), false);

        assertThat(tick.locks())
                .extracting(Reclaimed::resource, Reclaimed::holder, Reclaimed::tier, Reclaimed::reclaimed)
                .containsExactlyInAnyOrder(
                        tuple(lock + "/reserved", "alice, who reserved it", null, false),
                        tuple(lock + "/step", "a lock step of " + person.build.getFullDisplayName(), null, false));
        assertThat(tick.snapshot().scanned()).isZero();
        assertThat(Running.resource(reserved).getReservedBy()).isEqualTo("alice");
        assertThat(Running.holder(step)).isSameAs(person.build);
    }

    @Test
    void whatALockStepLeftBehindIsFreed() throws Exception {
        Running one = start("semaphore '%s'");
        one.end(j);
        Leak.of(lock.toString(), one.build, one.token).setLockReason("deploy");

        assertThat(look(rules(1, 120, false), true).locks())
                .extracting(Reclaimed::holder, Reclaimed::tier, Reclaimed::reclaimed)
                .containsExactly(tuple("a lock step of " + one.build.getFullDisplayName(), Tier.FINISHED, false));
        assertThat(look(rules(1, 120, false), false).snapshot().reclaimed()).isEqualTo(1);

        assertThat(Running.resource(lock)).isNull();
        assertThat(settler.calls).as("there is no run to settle").isEmpty();
    }

    @Test
    void whatAPersonTookFromADeadHolderIsNotFreed() throws Exception {
        Running one = leftBehind();
        Settler stealing = new FakeSettler() {
            @Override
            public boolean settle(String token, String build) {
                LockableResourcesManager.get().steal(List.of(Running.resource(lock)), "alice");
                return true;
            }
        };
        Running.resource(lock).setEphemeral(false);

        new StaleLocks(LockDesk.get(), stealing, lock.toString(), Clock.systemUTC())
                .tick(rules(1, 120, false), false, Duration.ZERO, Duration.ZERO);

        assertThat(Running.resource(lock).getReservedBy()).isEqualTo("alice");
        assertThat(one.build.isInProgress()).isFalse();
    }

    @Test
    void oneThatFailsDoesNotKeepTheOthersFromBeingLookedAt() throws Exception {
        Running one = start("semaphore '%s'");
        Running two = start("semaphore '%s'");
        LockName first = LockName.parse(lock + "/1").orElseThrow();
        LockName second = LockName.parse(lock + "/2").orElseThrow();
        one.ask(first);
        two.ask(second);
        settler.broken.add(one.token);

        Reaper.Tick tick = look(rules(1, 120, false), false);

        assertThat(tick.snapshot().errors())
                .singleElement()
                .satisfies(error -> assertThat(error).contains(first.toString(), "git is away"));
        assertThat(one.holds(first)).isTrue();
        assertThat(two.holds(second)).isFalse();
    }

    @Test
    void nothingIsJudgedRightAfterTheStart() throws Exception {
        Running one = leftBehind();
        age(lock, Duration.ofDays(1));
        Duration grace = Duration.ofMinutes(2);

        assertThat(staleLocks()
                        .tick(rules(1, 120, false), false, Duration.ofMinutes(1), grace)
                        .locks())
                .isEmpty();
        assertThat(Running.holder(lock)).isSameAs(one.build);
        assertThat(staleLocks()
                        .tick(rules(1, 120, false), false, Duration.ofMinutes(3), grace)
                        .locks())
                .hasSize(1);
    }

    @Test
    void aReclaimedLockGoesToTheNextInLine() throws Exception {
        Running one = startHolder();
        Running two = start("semaphore '%s'");
        two.ask(lock);
        AtomicInteger wakes = new AtomicInteger();
        LockDesk.get().onTurn(two.token, wakes::incrementAndGet);

        assertThat(look(rules(1, 120, false), false).snapshot().reclaimed()).isEqualTo(1);

        assertThat(wakes).hasPositiveValue();
        assertThat(two.ask(lock)).isInstanceOf(LockAttempt.Acquired.class);
        assertThat(one.holds(lock)).isFalse();
    }

    @Test
    void aRaceOfReleaseAndReclaimNeverCostsTheSuccessorHisLock() throws Exception {
        Running one = start("semaphore '%s'");
        Running two = start("semaphore '%s'");
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            for (int i = 0; i < 1000; i++) {
                // Every other time both runs are of one build: only their tokens tell them apart.
                WorkflowRun after = i % 2 == 0 ? one.build : two.build;
                new Race(one.build, after, i, i % 4 < 2).run(threads);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** A run gives its lock back while it is taken from it, and its successor waits for it. */
    private final class Race extends FakeSettler {
        private final WorkflowRun before;
        private final WorkflowRun after;
        private final String token;
        private final LockRequest successor;
        private final CountDownLatch judged = new CountDownLatch(1);
        private final CountDownLatch taken = new CountDownLatch(1);
        private final boolean late;

        /** @param late whether the successor has the lock when what was judged before is to be freed */
        Race(WorkflowRun before, WorkflowRun after, int number, boolean late) {
            this.before = before;
            this.after = after;
            this.token = "before-" + number;
            this.successor = new LockRequest(lock, "after-" + number, "successor", 0, Instant.EPOCH);
            this.late = late;
            live.add(successor.token());
        }

        @Override
        public boolean settle(String settled, String build) {
            judged.countDown();
            try {
                return !late || taken.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        void run(ExecutorService threads) throws Exception {
            LockDesk desk = LockDesk.get();
            assertThat(desk.lockOf(before).tryAcquire(new LockRequest(lock, token, "holder", 0, Instant.EPOCH)))
                    .isInstanceOf(LockAttempt.Acquired.class);
            assertThat(desk.lockOf(after).tryAcquire(successor)).isInstanceOf(LockAttempt.Busy.class);
            CyclicBarrier together = new CyclicBarrier(3);
            Callable<Void> releasing = () -> {
                together.await();
                assertThat(!late || judged.await(30, TimeUnit.SECONDS)).isTrue();
                desk.lockOf(before).release(lock, token);
                return null;
            };
            Callable<Void> reclaiming = () -> {
                together.await();
                new StaleLocks(desk, this, lock.toString(), Clock.systemUTC())
                        .tick(rules(1, 120, false), false, Duration.ZERO, Duration.ZERO);
                return null;
            };
            Callable<Void> succeeding = () -> {
                together.await();
                while (!(desk.lockOf(after).tryAcquire(successor) instanceof LockAttempt.Acquired)) {
                    Thread.onSpinWait();
                }
                taken.countDown();
                return null;
            };
            for (Future<Void> done :
                    List.of(threads.submit(releasing), threads.submit(reclaiming), threads.submit(succeeding))) {
                done.get();
            }
            assertThat(desk.lockOf(after).find(lock, successor.token())).isPresent();
            desk.lockOf(after).release(lock, successor.token());
            assertThat(Running.resource(lock)).isNull();
        }
    }
}
