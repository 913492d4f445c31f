// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.ExtensionList;
import hudson.model.Result;
import hudson.util.FormValidation;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import io.jenkins.plugins.mergegate.engine.lock.LockRequest;
import io.jenkins.plugins.mergegate.lock.FakeSettler;
import io.jenkins.plugins.mergegate.lock.LockDesk;
import io.jenkins.plugins.mergegate.lock.Settler;
import java.time.Instant;
import java.util.Date;
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
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class ReclaimStaleLocksStepTest {
    private static final LockName LOCK =
            LockName.parse("merge-gate/git.example/acme/app/main").orElseThrow();

    private static JenkinsRule j;
    private static int count;

    private WorkflowRun holder;
    private TestSettler settler;

    /** Says which tokens are live, in the place of the one that knows the gate runs. */
    @TestExtension
    public static final class TestSettler extends FakeSettler {}

    @BeforeAll
    static void startJenkins(JenkinsRule rule) {
        j = rule;
        ExtensionList<Settler> settlers = ExtensionList.lookup(Settler.class);
        settlers.stream()
                .filter(real -> !(real instanceof TestSettler))
                .toList()
                .forEach(settlers::remove);
    }

    @AfterAll
    static void stopJenkins() throws Exception {
        j.after();
    }

    @BeforeEach
    void holdALock() throws Exception {
        settler = ExtensionList.lookupSingleton(TestSettler.class);
        settler.live.clear();
        String name = "holder" + ++count;
        holder = job(name, "semaphore '" + name + "'").scheduleBuild2(0).waitForStart();
        SemaphoreStep.waitForStart(name + "/1", holder);
        LockDesk.get().lockOf(holder).tryAcquire(new LockRequest(LOCK, "token", "holder", 0, Instant.EPOCH));
    }

    @AfterEach
    void endHolder() throws Exception {
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
        settler.live.add("token");

        WorkflowRun build = j.buildAndAssertSuccess(reclaim(""));

        j.assertLogNotContains("row:", build);
        j.assertLogContains("No merge lock is stale.", build);
        assertThat(isHeld()).isTrue();
    }

    @Test
    void takesAnOlderOneAwayWhenAskedTo() throws Exception {
        settler.live.add("token");
        age(31);

        j.assertLogContains("No merge lock is stale.", j.buildAndAssertSuccess(reclaim("maxAgeMinutes: 32")));
        WorkflowRun build = j.buildAndAssertSuccess(reclaim("maxAgeMinutes: 30"));

        j.assertLogContains("| OVER_AGE | true | true", build);
        assertThat(isHeld()).isFalse();
    }

    @Test
    void listsWhatIsNotHeldThroughTheGate() throws Exception {
        settler.live.add("token");
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
        settler.live.add("token");
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
    void aBrokenLockIsNamedInTheLog() throws Exception {
        settler.broken.add("token");
        try {
            WorkflowRun build = j.buildAndAssertSuccess(reclaim(""));
            j.assertLogContains("| DEAD | true | false", build);
            j.assertLogContains("ERROR: " + LOCK + ": java.lang.IllegalStateException: git is away", build);
        } finally {
            settler.broken.clear();
        }
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

        assertThat(form.doCheckMaxAgeMinutes("").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(form.doCheckMaxAgeMinutes("60").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(form.doCheckMaxAgeMinutes("soon").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(form.doCheckMaxAgeMinutes("43201").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(form.doCheckResourcePrefix("").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(form.doCheckResourcePrefix("merge-gate/x").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(form.doCheckResourcePrefix("x").kind).isEqualTo(FormValidation.Kind.ERROR);
    }
}
