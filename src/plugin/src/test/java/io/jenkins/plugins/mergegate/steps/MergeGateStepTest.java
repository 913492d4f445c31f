// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Item;
import hudson.model.Label;
import hudson.model.Result;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.mergegate.Acme;
import java.nio.file.Path;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.BuildWatcherExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class MergeGateStepTest {
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
        acme.setUp();
    }

    @AfterEach
    void tearDown() {
        acme.close();
    }

    @Test
    void aBranchBehindMainIsRebasedTestedAndMergedWithoutAnExecutor() throws Exception {
        Acme.branch(acme.app, Acme.BRANCH);
        Acme.mainMoves(acme.app, "other.txt");
        WorkflowJob job = Acme.job(
                "gate",
                "def r = mergeGate(repository: 'acme/app', branch: 'feature/x') {",
                "  echo \"testing ${env.MERGE_GATE_BRANCH} at ${env.MERGE_GATE_SHA}\"",
                "}",
                "echo \"outcome ${r.outcome} rebased ${r.rebased} proof ${r.proof.ancestry}\"");

        WorkflowRun build = jenkins.buildAndAssertStatus(Result.SUCCESS, job);

        jenkins.assertLogContains("outcome MERGED rebased true proof true", build);
        assertThat(acme.app.read("main", Acme.file(Acme.BRANCH))).hasValue("work");
        jenkins.assertLogContains("testing feature/x at " + acme.app.head(Acme.BRANCH), build);
    }

    @Test
    void onAnAgentTheCandidateIsCheckedOutInTheClone() throws Exception {
        Acme.branch(acme.app, Acme.BRANCH);
        Acme.mainMoves(acme.app, "other.txt");
        jenkins.createOnlineSlave(Label.get("linux"));
        WorkflowJob job = Acme.job(
                "gate",
                "node('linux') {",
                "  sh 'git clone -q " + acme.app.cloneUrl().replace("://", "://bot:" + acme.token + "@") + " . '",
                "  mergeGate(repository: 'acme/app', branch: 'feature/x') {",
                "    sh 'test \"$(git rev-parse HEAD)\" = \"$MERGE_GATE_SHA\" && test -f other.txt'",
                "  }",
                "}");

        WorkflowRun build = jenkins.buildAndAssertStatus(Result.SUCCESS, job);

        jenkins.assertLogContains("MERGED", build);
        assertThat(acme.app.read("main", Acme.file(Acme.BRANCH))).hasValue("work");
    }

    @Test
    void aRedBodyEndsTheBuildAndMergesNothing() throws Exception {
        Acme.branch(acme.app, Acme.BRANCH);
        String main = acme.app.head("main");
        WorkflowJob job =
                Acme.job("gate", "mergeGate(repository: 'acme/app', branch: 'feature/x') { error 'it is red' }");

        WorkflowRun build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("RETEST_FAILED", build);
        assertThat(acme.app.head("main")).isEqualTo(main);
    }

    @Test
    void aWarningInTheBodyIsRedAlsoWhenTheBuildWasUnstableBefore() throws Exception {
        Acme.branch(acme.app, Acme.BRANCH);
        String main = acme.app.head("main");
        WorkflowJob job = Acme.job(
                "gate",
                "unstable 'some lint'",
                "mergeGate(repository: 'acme/app', branch: 'feature/x') { unstable 'a test failed' }");

        WorkflowRun build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("RETEST_FAILED", build);
        jenkins.assertLogContains("a step in it set UNSTABLE", build);
        assertThat(acme.app.head("main")).isEqualTo(main);
    }

    @Test
    void anUnstableBuildMayMergeWhenItsBodyIsGreen() throws Exception {
        Acme.branch(acme.app, Acme.BRANCH);
        WorkflowJob job = Acme.job(
                "gate",
                "unstable 'some lint'",
                "mergeGate(repository: 'acme/app', branch: 'feature/x') { echo 'green' }");

        WorkflowRun build = jenkins.buildAndAssertStatus(Result.UNSTABLE, job);

        jenkins.assertLogContains("MERGED", build);
    }

    @Test
    void aPriorityThatPassesHoldsNeedsSomebodyWhoMayManageTheGate() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ, Item.BUILD)
                .everywhere()
                .to("dev")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));
        Acme.branch(acme.app, Acme.BRANCH);
        WorkflowJob job = Acme.job(
                "gate", "mergeGate(repository: 'acme/app', branch: 'feature/x', priority: 100) { echo 'green' }");

        jenkins.assertLogContains("priority must be below 100", startedBy(job, "dev", Result.FAILURE));
        jenkins.assertLogContains("MERGED", startedBy(job, "admin", Result.SUCCESS));
    }

    private WorkflowRun startedBy(WorkflowJob job, String user, Result result) throws Exception {
        try (ACLContext as = ACL.as2(User.getById(user, true).impersonate2())) {
            CauseAction cause = new CauseAction(new Cause.UserIdCause());
            return jenkins.assertBuildStatus(
                    result,
                    jenkins.waitForCompletion(job.scheduleBuild2(0, cause).waitForStart()));
        }
    }
}
