// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.browser;

import com.microsoft.playwright.assertions.PlaywrightAssertions;
import hudson.AbortException;
import hudson.model.Item;
import io.jenkins.plugins.mergegate.Acme;
import io.jenkins.plugins.mergegate.config.MergeGatePermissions;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.nio.file.Path;
import java.time.Duration;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** A Jenkins with people in it, the Gitea of {@link Acme}, and a browser. */
final class Office implements AutoCloseable {
    /** A page of a Jenkins that has just started, on a busy machine. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    final JenkinsRule jenkins;
    final Acme acme;
    private final Chromium chromium;

    /** Opens a Jenkins that has an administrator {@code admin}, and {@code manager}, who may manage the gate. */
    Office(JenkinsRule jenkins, Path directory) {
        this.jenkins = jenkins;
        acme = new Acme(directory);
        chromium = Chromium.start();
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Item.READ, MergeGatePermissions.MANAGE)
                .everywhere()
                .to("manager"));
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE.toMillis());
    }

    /** Somebody who has logged in. */
    Visitor visitor(String user, int width, int height) throws Exception {
        Visitor visitor = chromium.visitor(jenkins.getURL(), width, height);
        visitor.login(user);
        return visitor;
    }

    /** The lock of main. */
    String lock() {
        String server = acme.server.url().getAuthority();
        return new LockName(server, new RepositoryId("acme", "app"), "main").toString();
    }

    /** A build of a new branch in the gate. */
    WorkflowRun start(String branch) throws Exception {
        Acme.branch(acme.app, branch);
        String step = "mergeGate(repository: 'acme/app', branch: '%s') { semaphore '%s' }";
        return Acme.job(branch, step.formatted(branch, branch)).scheduleBuild2(0).waitForStart();
    }

    /** A build whose merge Gitea fails to carry out; over when this returns. */
    WorkflowRun startRefused(String branch) throws Exception {
        acme.server.faults().on(Call.MERGE).always().respond(500, "{\"message\":\"no space left on device\"}");
        try {
            WorkflowRun build = start(branch);
            green(build);
            return build;
        } finally {
            acme.server.faults().clear();
        }
    }

    void awaitTest(WorkflowRun build) throws Exception {
        SemaphoreStep.waitForStart(build.getParent().getName() + "/1", build);
    }

    void awaitQueue(WorkflowRun build) throws Exception {
        jenkins.waitForMessage("Waiting for " + lock(), build);
    }

    /** Lets the test of a branch be green, also before it has begun. */
    void green(WorkflowRun build) throws Exception {
        SemaphoreStep.success(build.getParent().getName() + "/1", null);
        jenkins.waitForCompletion(build);
    }

    /** Lets the test of a branch fail. */
    void red(WorkflowRun build) throws Exception {
        SemaphoreStep.failure(build.getParent().getName() + "/1", new AbortException("1 of 214 tests failed"));
        jenkins.waitForCompletion(build);
    }

    @Override
    public void close() {
        chromium.close();
        acme.close();
    }
}
