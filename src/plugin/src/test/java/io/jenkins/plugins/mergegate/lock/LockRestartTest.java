// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.lock;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Run;
import io.jenkins.plugins.mergegate.engine.lock.LockAttempt;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import io.jenkins.plugins.mergegate.engine.lock.LockRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jenkins.plugins.lockableresources.LockableResource;
import org.jenkins.plugins.lockableresources.LockableResourcesManager;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** The lock over a restart of Jenkins. */
class LockRestartTest {
    private static final LockName LOCK = Running.lock("main");

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private final AtomicReference<String> holder = new AtomicReference<>();
    private final AtomicReference<String> waiter = new AtomicReference<>();

    @Test
    void anOrderlyRestartKeepsTheLock() throws Throwable {
        sessions.then(j -> {
            Running one = Running.start(j);
            one.ask(LOCK);
            Running.resource(LOCK).setDescription("still the same");
            holder.set(one.build.getExternalizableId());
        });
        sessions.then(j -> {
            Run<?, ?> build = resumed(holder);
            LockDesk desk = LockDesk.get();
            desk.remember(LOCK, token(build), "one");
            assertThat(desk.lockOf(build).find(LOCK, token(build))).isPresent();

            assertThat(desk.back(LOCK, token(build), build)).isTrue();

            LockableResource resource = Running.resource(LOCK);
            assertThat(resource.getDescription()).isEqualTo("still the same");
            assertThat(resource.getBuild()).isSameAs(build);
            desk.lockOf(build).release(LOCK, token(build));
            assertThat(Running.resource(LOCK)).isNull();
            end(j, build);
        });
    }

    @Test
    void aLockThatACrashLostIsTakenAgainBeforeAnybodyElse() throws Throwable {
        sessions.then(j -> {
            Running one = Running.start(j);
            one.ask(LOCK);
            Running two = Running.start(j);
            two.ask(LOCK);
            holder.set(one.build.getExternalizableId());
            waiter.set(two.build.getExternalizableId());
            // What a crash does within the second before the manager saves.
            LockableResourcesManager.get().removeResources(List.of(Running.resource(LOCK)));
        });
        sessions.then(j -> {
            Run<?, ?> one = resumed(holder);
            Run<?, ?> two = resumed(waiter);
            LockDesk desk = LockDesk.get();
            assertThat(Running.resource(LOCK)).isNull();
            desk.remember(LOCK, token(one), "one");
            LockRequest request = new LockRequest(LOCK, token(two), "two", 100, Instant.EPOCH);

            assertThat(desk.lockOf(two).tryAcquire(request)).isInstanceOf(LockAttempt.Busy.class);
            assertThat(desk.back(LOCK, token(one), one)).isTrue();
            assertThat(desk.lockOf(two).tryAcquire(request)).isInstanceOf(LockAttempt.Busy.class);
            assertThat(desk.lockOf(one).find(LOCK, token(one))).isPresent();

            desk.lockOf(one).release(LOCK, token(one));
            assertThat(desk.lockOf(two).tryAcquire(request)).isInstanceOf(LockAttempt.Acquired.class);
            end(j, one);
            end(j, two);
            assertThat(Running.resource(LOCK)).isNull();
        });
    }

    @Test
    void aLockThatWasGivenBackJustBeforeACrashIsNotTakenForHeld() throws Throwable {
        sessions.then(j -> {
            Running one = Running.start(j);
            one.ask(LOCK);
            holder.set(one.build.getExternalizableId());
        });
        sessions.then(j -> {
            Run<?, ?> one = resumed(holder);
            LockDesk desk = LockDesk.get();
            // The journal says that the run gave it back, so nobody remembers it; its build goes on.
            Settler nobody = new FakeSettler();
            assertThat(new StaleLocks(desk, nobody, StaleLocks.PREFIX, Clock.systemUTC())
                            .tick(StaleLocksTest.rules(1, 120, false), false, Duration.ZERO, Duration.ZERO)
                            .snapshot()
                            .reclaimed())
                    .isEqualTo(1);
            assertThat(Running.resource(LOCK)).isNull();
            end(j, one);
        });
    }

    private static Run<?, ?> resumed(AtomicReference<String> id) throws Exception {
        Run<?, ?> build = Run.fromExternalizableId(id.get());
        SemaphoreStep.waitForStart(build.getParent().getName() + "/1", build);
        return build;
    }

    private static String token(Run<?, ?> build) {
        return "token-of-" + build.getParent().getName();
    }

    private static void end(JenkinsRule j, Run<?, ?> build) throws Exception {
        SemaphoreStep.success(build.getParent().getName() + "/1", null);
        j.waitForCompletion(build);
    }
}
