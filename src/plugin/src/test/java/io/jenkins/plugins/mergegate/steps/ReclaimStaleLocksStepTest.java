// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import hudson.util.FormValidation;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import io.jenkins.plugins.mergegate.engine.lock.LockRequest;
import io.jenkins.plugins.mergegate.engine.reaper.Reaper;
import io.jenkins.plugins.mergegate.engine.reaper.ReaperSnapshot;
import io.jenkins.plugins.mergegate.engine.reaper.Reclaimed;
import io.jenkins.plugins.mergegate.engine.reaper.Verdict;
import io.jenkins.plugins.mergegate.lock.LockDesk;
import io.jenkins.plugins.mergegate.lock.StaleLocks;
import io.jenkins.plugins.mergegate.run.GateRuns;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.jenkins.plugins.lockableresources.LockableResourcesManager;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.CpsScmFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.SnippetizerTester;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.StepConfigTester;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.SingleFileSCM;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class ReclaimStaleLocksStepTest {
    private static final LockName LOCK =
            LockName.parse("merge-gate/git.example/acme/app/main").orElseThrow();

    private static JenkinsRule j;
    private static int count;

    private WorkflowRun holder;

    @BeforeAll
    static void startJenkins(JenkinsRule rule) {
        j = rule;
    }

    @AfterAll
    static void stopJenkins() throws Exception {
        j.after();
    }

    @BeforeEach
    void holdALock() throws Exception {
        String name = "holder" + ++count;
        holder = job(name, "semaphore '" + name + "'").scheduleBuild2(0).waitForStart();
        SemaphoreStep.waitForStart(name + "/1", holder);
        LockDesk.get().lockOf(holder).tryAcquire(new LockRequest(LOCK, "token", "holder", 0, Instant.EPOCH));
    }

    @AfterEach
    void endHolder() throws Exception {
        GateRuns.get().arrived("token");
        holder.doKill();
        j.waitForCompletion(holder);
    }

    private static WorkflowJob job(String name, String script) throws Exception {
        WorkflowJob job = j.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    private static WorkflowJob reclaim(String arguments) throws Exception {
        String show = "reclaimStaleLocks(" + arguments + ").each { row -> echo \"row: ${row.resource} | ${row.holder} |"
                + " ${row.tier} | ${row.heldSeconds >= 0} | ${row.reclaimed}\" }";
        return job("reclaim" + ++count, show);
    }

    /** The run that holds the lock is to come back, as after a restart. */
    private static void keepAlive() {
        GateRuns.get().expect("token");
    }

    private boolean isHeld() throws Exception {
        return LockDesk.get().lockOf(holder).find(LOCK, "token").isPresent();
    }

    private void age(long minutes) {
        LockableResourcesManager.get()
                .getResources()
                .get(0)
                .setReservedTimestamp(Date.from(Instant.now().minusSeconds(minutes * 60)));
    }

    @Test
    void freesTheLockOfARunThatIsGone() throws Exception {
        WorkflowRun dry = j.buildAndAssertSuccess(reclaim("dryRun: true"));
        j.assertLogContains("row: " + LOCK + " | " + holder.getFullDisplayName() + " | DEAD | true | false", dry);
        j.assertLogContains("; DEAD, would be freed", dry);
        assertThat(isHeld()).isTrue();

        WorkflowRun build = j.buildAndAssertSuccess(reclaim(""));

        j.assertLogContains("row: " + LOCK + " | " + holder.getFullDisplayName() + " | DEAD | true | true", build);
        j.assertLogContains("; DEAD, freed", build);
        assertThat(isHeld()).isFalse();
    }

    @Test
    void leavesALiveHolderAlone() throws Exception {
        keepAlive();

        WorkflowRun build = j.buildAndAssertSuccess(reclaim(""));

        j.assertLogNotContains("row:", build);
        j.assertLogContains("No merge lock is stale.", build);
        assertThat(isHeld()).isTrue();
    }

    @Test
    void takesAnOlderOneAwayWhenAskedTo() throws Exception {
        keepAlive();
        age(31);

        j.assertLogContains("No merge lock is stale.", j.buildAndAssertSuccess(reclaim("maxAgeMinutes: 32")));
        WorkflowRun build = j.buildAndAssertSuccess(reclaim("maxAgeMinutes: 30"));

        j.assertLogContains("| OVER_AGE | true | true", build);
        assertThat(isHeld()).isFalse();
    }

    @Test
    void listsWhatIsNotHeldThroughTheGate() throws Exception {
        keepAlive();
        LockableResourcesManager.get().createResourceWithLabel("merge-gate/git.example/acme/app/next", null);
        LockableResourcesManager.get()
                .reserve(
                        LockableResourcesManager.get().getResources().stream()
                                .filter(one -> one.getName().endsWith("/next"))
                                .toList(),
                        "alice");

        WorkflowRun build = j.buildAndAssertSuccess(reclaim(""));

        j.assertLogContains(
                "row: merge-gate/git.example/acme/app/next | alice, who reserved it | null | true | false", build);
        j.assertLogContains("not held through the gate, left alone", build);
        j.assertLogContains(
                "No merge lock is stale.",
                j.buildAndAssertSuccess(reclaim("resourcePrefix: 'merge-gate/git.example/other/'")));
        LockableResourcesManager.get()
                .getResources()
                .removeIf(one -> one.getName().endsWith("/next"));
    }

    @Test
    void refusesWhatItCannotUse() throws Exception {
        WorkflowRun prefix = j.buildAndAssertStatus(Result.FAILURE, reclaim("resourcePrefix: 'printer'"));
        j.assertLogContains("ERROR: resourcePrefix must begin with 'merge-gate/'.", prefix);

        WorkflowRun age = j.buildAndAssertStatus(Result.FAILURE, reclaim("maxAgeMinutes: 0"));
        j.assertLogContains("ERROR: maxAgeMinutes must be a whole number from 1 to 43200.", age);
        assertThat(isHeld()).isTrue();
    }

    @Test
    void aJenkinsfileInARepositoryTakesNoLockFromALiveRun() throws Exception {
        keepAlive();
        age(121);
        WorkflowJob job = j.createProject(WorkflowJob.class, "scm" + ++count);
        job.setDefinition(new CpsScmFlowDefinition(
                new SingleFileSCM("Jenkinsfile", "reclaimStaleLocks(maxAgeMinutes: 119)".getBytes()), "Jenkinsfile"));

        WorkflowRun refused = j.buildAndAssertStatus(Result.FAILURE, job);

        j.assertLogContains(
                "ERROR: maxAgeMinutes must not be given in a Jenkinsfile that is kept in a repository.", refused);
        job.setDefinition(new CpsScmFlowDefinition(
                new SingleFileSCM("Jenkinsfile", "reclaimStaleLocks()".getBytes()), "Jenkinsfile"));
        j.assertLogContains("No merge lock is stale.", j.buildAndAssertSuccess(job));
        assertThat(isHeld()).isTrue();
    }

    @Test
    void aBrokenLockIsNamedInTheLog() {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        Reclaimed kept = new Reclaimed(LOCK.toString(), "holder #1", Verdict.Tier.DEAD, Duration.ofSeconds(61), false);
        ReaperSnapshot look =
                new ReaperSnapshot(Instant.EPOCH, Duration.ZERO, 1, 0, 0, List.of(LOCK + ": git is away"));

        new ReclaimStaleLocksExecution(null, false, null, StaleLocks.PREFIX)
                .print(new Reaper.Tick(look, List.of(kept)), new PrintStream(log, true, StandardCharsets.UTF_8));

        assertThat(log.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        LOCK + ": held by holder #1 for 61 s; DEAD, not freed", "ERROR: " + LOCK + ": git is away");
    }

    @Test
    void theFormGivesBackWhatItWasGiven() throws Exception {
        ReclaimStaleLocksStep step = new ReclaimStaleLocksStep();
        SnippetizerTester snippets = new SnippetizerTester(j);
        snippets.assertRoundTrip(step, "reclaimStaleLocks()");
        assertThat(new StepConfigTester(j).configRoundTrip(step).getMaxAgeMinutes())
                .isNull();
        step.setDryRun(true);
        step.setMaxAgeMinutes(30);
        step.setResourcePrefix("merge-gate/git.example/");
        snippets.assertRoundTrip(
                step, "reclaimStaleLocks dryRun: true, maxAgeMinutes: 30, resourcePrefix: 'merge-gate/git.example/'");
        j.assertEqualDataBoundBeans(step, new StepConfigTester(j).configRoundTrip(step));
        SnippetizerTester.assertDocGeneration(ReclaimStaleLocksStep.class);
    }

    @Test
    void theFormSaysWhatIsWrong() {
        ReclaimStaleLocksStep.DescriptorImpl form =
                j.jenkins.getDescriptorByType(ReclaimStaleLocksStep.DescriptorImpl.class);

        assertThat(form.doCheckMaxAgeMinutes(null, "").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(form.doCheckMaxAgeMinutes(null, "60").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(form.doCheckMaxAgeMinutes(null, "soon").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(form.doCheckMaxAgeMinutes(null, "43201").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(form.doCheckResourcePrefix(null, "").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(form.doCheckResourcePrefix(null, "merge-gate/x").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(form.doCheckResourcePrefix(null, "x").kind).isEqualTo(FormValidation.Kind.ERROR);
    }
}
