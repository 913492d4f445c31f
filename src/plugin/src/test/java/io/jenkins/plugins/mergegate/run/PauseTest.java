// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.mergegate.Acme;
import io.jenkins.plugins.mergegate.engine.gate.Phase;
import io.jenkins.plugins.mergegate.lock.Admission;
import io.jenkins.plugins.mergegate.lock.AdmissionDesk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** Builds of a gate that is paused, drained and resumed, also over a restart. */
class PauseTest {
    private static final String WHY = "the database is upgraded";
    private static final String PAUSED = "the gate is paused by SYSTEM since ";

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @TempDir
    Path directory;

    private Acme acme;

    @BeforeEach
    void setUp() {
        acme = new Acme(directory);
    }

    @AfterEach
    void tearDown() {
        acme.close();
    }

    @Test
    void whoHoldsTheLockFinishesAndWhoWaitsGoesOnWhenItIsResumed() throws Throwable {
        sessions.then(j -> {
            acme.setUp();
            Scene scene = new Scene(j, acme, "paused");
            WorkflowRun one = scene.inBody("one");
            WorkflowRun two = scene.queued("two");

            AdmissionDesk.get().pause(WHY);

            j.waitForMessage("held by paused-one #1; " + PAUSED, two);
            scene.letGo("one");
            scene.assertMerged(one, "one");
            j.waitForMessage("Waiting for " + scene.lock + ": " + PAUSED, two);
            j.assertLogContains(" (" + WHY + "); position 1.", two);
            assertThat(scene.record("two").orElseThrow().phase()).isEqualTo(Phase.QUEUED);
            Acme.branch(scene.repository, "three");
            WorkflowJob giving = Acme.job(
                    "giving", "mergeGate(repository: 'acme/paused', branch: 'three', whenBusy: 'defer') { echo 'ok' }");
            WorkflowRun deferred = j.buildAndAssertStatus(Result.NOT_BUILT, giving);
            j.assertLogContains(
                    "DEFERRED/LOCK_BUSY: The lock " + scene.lock + " is not given out: " + PAUSED, deferred);
            giving.setDisabled(true);

            AdmissionDesk.get().resume("done");

            scene.assertMerged(two, "two");
        });
    }

    @Test
    void theLastTryOfADeferredRunIsNotHeldForAPause() throws Throwable {
        sessions.then(j -> {
            Acme.setUp(acme.token, acme.yaml("    lock:\n      maxDefers: 0"));
            Acme.branch(acme.app, "late");
            WorkflowJob job = Acme.job(
                    "late", "mergeGate(repository: 'acme/app', branch: 'late', whenBusy: 'defer') { echo 'ok' }");
            AdmissionDesk.get().pause(WHY);
            WorkflowRun last = job.scheduleBuild2(0).waitForStart();
            j.waitForMessage(PAUSED, last);

            AdmissionDesk.get().resume("done");

            j.assertBuildStatusSuccess(j.waitForCompletion(last));
            j.assertLogContains("MERGED: ", last);
        });
    }

    @Test
    void drainedTheGateEmptiesItsLine() throws Throwable {
        sessions.then(j -> {
            acme.setUp();
            Scene scene = new Scene(j, acme, "drained");
            WorkflowRun one = scene.inBody("one");
            WorkflowRun two = scene.queued("two");

            AdmissionDesk.get().drain(WHY);

            WorkflowRun late = scene.queued("late");
            j.waitForMessage("the gate is drained by SYSTEM since ", late);
            scene.letGo("one");
            scene.assertMerged(one, "one");
            scene.assertMerged(two, "two");
            j.waitForMessage("Waiting for " + scene.lock + ": the gate is drained by SYSTEM since ", late);
            assertThat(scene.record("late").orElseThrow().phase()).isEqualTo(Phase.QUEUED);
            AdmissionDesk.get().resume("done");
            scene.assertMerged(late, "late");
        });
    }

    @Test
    void aPauseSurvivesARestartAndSoDoesTheLock() throws Throwable {
        AtomicReference<Admission> said = new AtomicReference<>();
        AtomicReference<Scene> scene = new AtomicReference<>();
        sessions.then(j -> {
            acme.setUp();
            scene.set(new Scene(j, acme, "restarted"));
            scene.get().inBody("one");
            scene.get().queued("two");
            AdmissionDesk.get().pause(WHY);
            said.set(AdmissionDesk.get().current());
        });
        sessions.then(j -> {
            assertThat(AdmissionDesk.get().current()).isEqualTo(said.get());
            WorkflowRun one = build(j, "restarted-one");
            WorkflowRun two = build(j, "restarted-two");
            Scene here = scene.get().in(j);
            here.letGo("one");
            here.assertMerged(one, "one");
            j.waitForMessage("Waiting for " + here.lock + ": " + PAUSED, two);
            AdmissionDesk.get().resume("done");
            here.assertMerged(two, "two");
        });
        sessions.then(j -> assertThat(AdmissionDesk.get().current().mode()).isEqualTo(Admission.Mode.OPEN));
    }

    @Test
    void aDamagedFileKeepsTheGateClosedUntilSomebodyResumes() throws Throwable {
        sessions.then(j -> {
            acme.setUp();
            AdmissionDesk.get().resume("so that there is a file");
            Files.writeString(j.jenkins.getRootDir().toPath().resolve("merge-gate/admission.json"), "{\"mode\": \"OP");
        });
        sessions.then(j -> {
            Scene scene = new Scene(j, acme, "damaged");
            WorkflowRun waiting = scene.queued("one");
            j.assertLogContains("the gate is paused by Merge Gate since ", waiting);
            j.assertLogContains("admission.json cannot be read", waiting);
            AdmissionDesk.get().resume("looked at it");
            scene.assertMerged(waiting, "one");
        });
    }

    private static WorkflowRun build(JenkinsRule j, String job) {
        return j.jenkins.getItemByFullName(job, WorkflowJob.class).getBuildByNumber(1);
    }
}
