// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.Computer;
import hudson.model.Label;
import hudson.model.Result;
import io.jenkins.plugins.mergegate.Acme;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.lock.AdmissionDesk;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.BuildWatcherExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Several builds want to merge into one target. */
@WithJenkins
class QueueTest {
    /** Waking up takes milliseconds; a run that was not woken looks again after ten seconds. */
    private static final Duration SOON = Duration.ofSeconds(3);

    @RegisterExtension
    static final BuildWatcherExtension WATCHER = new BuildWatcherExtension();

    @TempDir
    Path directory;

    private Acme acme;
    private JenkinsRule jenkins;

    @BeforeEach
    void setUp(JenkinsRule rule) throws Exception {
        jenkins = rule;
        acme = new Acme(directory);
    }

    @AfterEach
    void tearDown() {
        acme.close();
    }

    private WorkflowRun waiting(String branch, int priority) throws Exception {
        Acme.branch(acme.app, branch);
        WorkflowJob job = Acme.job(
                branch,
                "mergeGate(repository: 'acme/app', branch: '" + branch + "', priority: " + priority
                        + ") { echo 'ok' }");
        WorkflowRun build = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("Waiting for", build);
        return build;
    }

    @Test
    void firstInFirstOutWithinAPriorityOneAtATimeAndNobodyHoldsAnExecutor() throws Exception {
        acme.setUp();
        Acme.branch(acme.app, "one");
        WorkflowJob first = Acme.job("one", "mergeGate(repository: 'acme/app', branch: 'one') { semaphore 'one' }");
        WorkflowRun holder = first.scheduleBuild2(0).waitForStart();
        SemaphoreStep.waitForStart("one/1", holder);
        List<WorkflowRun> builds = new ArrayList<>(List.of(holder));
        builds.add(waiting("two", 0));
        builds.add(waiting("three", 0));
        builds.add(waiting("urgent", 10));
        builds.add(waiting("five", 0));

        int busy = 0;
        for (Computer computer : jenkins.jenkins.getComputers()) {
            busy += computer.countBusy();
        }
        assertThat(busy).as("executors in use").isZero();
        SemaphoreStep.success("one/1", null);
        for (WorkflowRun build : builds) {
            jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(build));
            jenkins.assertLogContains("MERGED", build);
        }

        List<GateState> byTime = GateRuns.get().records().recent(10).stream()
                .sorted(Comparator.comparing(state -> state.lock().acquiredAt()))
                .toList();
        assertThat(byTime)
                .extracting(state -> state.request().branch())
                .containsExactly("one", "urgent", "two", "three", "five");
        for (int i = 1; i < byTime.size(); i++) {
            // The end of a release is stamped after the next run was woken, so this may be a little below zero.
            Instant released = byTime.get(i - 1).lock().releasedAt().truncatedTo(ChronoUnit.MILLIS);
            Duration gap = Duration.between(released, byTime.get(i).lock().acquiredAt());
            System.out.println("after a release the next run had the lock in " + gap.toMillis() + " ms");
            assertThat(gap).as("between two holders").isLessThan(SOON);
        }
        assertThat(acme.app.refLog("main")).as("one update of main for each").hasSize(5 + 1);
    }

    @Test
    void aRunOnTheOnlyExecutorGivesWayToAHolderThatWaitsForIt() throws Exception {
        Acme.setUp(acme.token, acme.yaml(String.join("\n", "    lock:", "      deferDelaySeconds: 0")));
        jenkins.createOnlineSlave(Label.get("single"));
        Acme.branch(acme.app, "holder");
        Acme.branch(acme.app, "second");
        WorkflowJob holding = Acme.job(
                "holder",
                "mergeGate(repository: 'acme/app', branch: 'holder') { semaphore 'held'; node('single') { echo 'ok' } }");
        WorkflowRun holder = holding.scheduleBuild2(0).waitForStart();
        SemaphoreStep.waitForStart("held/1", holder);
        WorkflowJob deferring = Acme.job(
                "second", "node('single') { mergeGate(repository: 'acme/app', branch: 'second') { echo 'ok' } }");
        WorkflowRun second = deferring.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("Waiting for", second);

        SemaphoreStep.success("held/1", null);

        jenkins.assertBuildStatus(Result.NOT_BUILT, jenkins.waitForCompletion(second));
        jenkins.assertLogContains("DEFERRED/LOCK_BUSY", second);
        jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(holder));
        jenkins.waitUntilNoActivity();
        WorkflowRun last = deferring.getLastBuild();
        assertThat(last.getNumber()).isGreaterThan(1);
        jenkins.assertBuildStatus(Result.SUCCESS, last);
        jenkins.assertLogContains("Merge Gate deferred build #" + (last.getNumber() - 1), last);
        assertThat(acme.app.read("main", "holder.txt")).isPresent();
        assertThat(acme.app.read("main", "second.txt")).isPresent();
    }

    @Test
    void aLastTryThatWaitedOutAPauseGivesWayTooRatherThanStandStill() throws Exception {
        Acme.setUp(acme.token, acme.yaml("    lock:\n      maxDefers: 0"));
        jenkins.createOnlineSlave(Label.get("single"));
        Acme.branch(acme.app, "holder");
        Acme.branch(acme.app, "second");
        WorkflowRun holder = Acme.job(
                        "holder",
                        "mergeGate(repository: 'acme/app', branch: 'holder') { semaphore 'held'; node('single') { echo 'ok' } }")
                .scheduleBuild2(0)
                .waitForStart();
        SemaphoreStep.waitForStart("held/1", holder);
        AdmissionDesk.get().pause("a look");
        WorkflowRun second = Acme.job(
                        "second",
                        "node('single') { mergeGate(repository: 'acme/app', branch: 'second', whenBusy: 'defer') { echo 'ok' } }")
                .scheduleBuild2(0)
                .waitForStart();
        jenkins.waitForMessage("the gate is paused", second);
        AdmissionDesk.get().resume("done");

        SemaphoreStep.success("held/1", null);

        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(second));
        jenkins.assertLogContains("HELD/DEFER_LIMIT", second);
        jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(holder));
    }

    @Test
    void whoeverWasPutOffTooOftenIsHeld() throws Exception {
        Acme.setUp(
                acme.token,
                acme.yaml(String.join("\n", "    lock:", "      deferDelaySeconds: 0", "      maxDefers: 1")));
        Acme.branch(acme.app, "holder");
        Acme.branch(acme.app, "second");
        WorkflowJob holding =
                Acme.job("holder", "mergeGate(repository: 'acme/app', branch: 'holder') { semaphore 'held' }");
        WorkflowRun holder = holding.scheduleBuild2(0).waitForStart();
        SemaphoreStep.waitForStart("held/1", holder);
        WorkflowJob deferring = Acme.job(
                "second", "mergeGate(repository: 'acme/app', branch: 'second', whenBusy: 'defer') { echo 'ok' }");

        WorkflowRun first = jenkins.buildAndAssertStatus(Result.NOT_BUILT, deferring);
        jenkins.assertLogContains("DEFERRED/LOCK_BUSY", first);
        await().until(() -> deferring.getBuildByNumber(2) != null);
        WorkflowRun again =
                jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(deferring.getBuildByNumber(2)));
        jenkins.assertLogContains("HELD/DEFER_LIMIT", again);

        SemaphoreStep.success("held/1", null);
        jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(holder));
        assertThat(deferring.getLastBuild().getNumber()).isEqualTo(2);
    }
}
