// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.lock;

import hudson.model.Run;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.lock.LockAttempt;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import io.jenkins.plugins.mergegate.engine.lock.LockRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jenkins.plugins.lockableresources.LockableResource;
import org.jenkins.plugins.lockableresources.LockableResourcesManager;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.jvnet.hudson.test.JenkinsRule;

/** A Pipeline build that goes on until it is told to end, and what a gate run in it would ask of the desk. */
final class Running {
    private static final AtomicInteger COUNT = new AtomicInteger();

    final WorkflowRun build;
    final String semaphore;
    final String token;

    private Running(WorkflowRun build, String semaphore) {
        this.build = build;
        this.semaphore = semaphore;
        this.token = "token-of-" + semaphore;
    }

    static Running start(JenkinsRule j) throws Exception {
        return start(j, "semaphore '%s'");
    }

    /** @param script with {@code %s} for the name of its semaphore */
    static Running start(JenkinsRule j, String script) throws Exception {
        String name = "build" + COUNT.incrementAndGet();
        WorkflowJob job = j.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(String.format(script, name), true));
        WorkflowRun build = job.scheduleBuild2(0).waitForStart();
        SemaphoreStep.waitForStart(name + "/1", build);
        return new Running(build, name);
    }

    void end(JenkinsRule j) throws Exception {
        SemaphoreStep.success(semaphore + "/1", null);
        j.waitForCompletion(build);
    }

    /** Ends those that go on still, whatever they are doing. */
    static void endAll(List<Running> builds, JenkinsRule j) throws Exception {
        for (Running one : builds) {
            if (one.build.isInProgress()) {
                one.build.doKill();
                j.waitForCompletion(one.build);
            }
        }
    }

    static LockName lock(String target) {
        return new LockName("git.example", new RepositoryId("acme", "app"), target);
    }

    LockRequest request(LockName name, int priority, long queuedAt) {
        return new LockRequest(name, token, build.getFullDisplayName(), priority, Instant.ofEpochSecond(queuedAt));
    }

    LockAttempt ask(LockName name) throws IOException {
        return ask(name, 0, 0);
    }

    LockAttempt ask(LockName name, int priority, long queuedAt) throws IOException {
        return LockDesk.get().lockOf(build).tryAcquire(request(name, priority, queuedAt));
    }

    boolean holds(LockName name) throws IOException {
        return LockDesk.get().lockOf(build).find(name, token).isPresent();
    }

    void release(LockName name) throws IOException {
        LockDesk.get().lockOf(build).release(name, token);
    }

    static LockableResource resource(LockName name) {
        synchronized (LockableResourcesManager.syncResources) {
            return LockableResourcesManager.get().getResources().stream()
                    .filter(resource -> resource.getName().equals(name.toString()))
                    .findFirst()
                    .orElse(null);
        }
    }

    /** The build that has the resource, null for none. */
    static Run<?, ?> holder(LockName name) {
        LockableResource resource = resource(name);
        return resource == null ? null : resource.getBuild();
    }
}
