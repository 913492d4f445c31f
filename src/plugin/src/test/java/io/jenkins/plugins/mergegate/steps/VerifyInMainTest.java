// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.mergegate.Acme;
import io.jenkins.plugins.mergegate.testkit.faults.Hold;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.nio.file.Path;
import java.time.Duration;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class VerifyInMainTest {
    private static final String WHERE = "server: 'acme', repository: 'acme/app'";

    @TempDir
    private Path folder;

    private JenkinsRule rule;
    private Acme acme;
    private String main;
    private String head;

    @BeforeEach
    void setUp(JenkinsRule j) throws Exception {
        rule = j;
        acme = new Acme(folder);
        acme.setUp();
        main = acme.app.head("main");
        head = Acme.branch(acme.app, Acme.BRANCH);
    }

    @AfterEach
    void close() {
        acme.close();
    }

    @Test
    void aCommitOfMainIsInMain() throws Exception {
        Run<?, ?> build = build(Result.SUCCESS, "echo 'says ' + verifyInMain(sha: '" + main + "', " + WHERE + ")");
        rule.assertLogContains("says true", build);
        rule.assertLogContains("[Merge Gate] " + main.substring(0, 12) + " is in main (", build);
        rule.assertLogNotContains(acme.token, build);
    }

    @Test
    void aCommitOfABranchIsNot() throws Exception {
        Run<?, ?> unknown = build(Result.FAILURE, "verifyInMain(sha: '" + head + "', " + WHERE + ")");
        rule.assertLogContains("ERROR: It could not be found out, so it counts as not in main: ", unknown);
        Run<?, ?> told = build(
                Result.SUCCESS,
                "echo 'branch ' + verifyInMain(sha: '" + head + "', target: '" + Acme.BRANCH + "', " + WHERE + ")",
                "echo 'says ' + verifyInMain(sha: '" + head + "', propagate: false, " + WHERE + ")");
        rule.assertLogContains("branch true", told);
        rule.assertLogContains("says false", told);
        Run<?, ?> known = build(Result.FAILURE, "verifyInMain(sha: '" + head + "', " + WHERE + ")");
        rule.assertLogContains("ERROR: " + head.substring(0, 12) + " is not in main (", known);
    }

    @Test
    void whatGitCannotTellIsNotInMain() throws Exception {
        Run<?, ?> build = build(
                Result.SUCCESS,
                "def says(sha, target = null) { verifyInMain(sha: sha, target: target, propagate: false, " + WHERE
                        + ") }",
                "echo 'empty ' + says('')",
                "echo 'null ' + says(null)",
                "echo 'unknown ' + says('" + "0".repeat(40) + "')",
                "echo 'nowhere ' + says('" + main + "', 'nowhere')");
        rule.assertLogContains("empty false", build);
        rule.assertLogContains("null false", build);
        rule.assertLogContains("unknown false", build);
        rule.assertLogContains("nowhere false", build);
        rule.assertLogContains("An empty sha is in no branch.", build);
        rule.assertLogContains("it counts as not in nowhere", build);

        acme.server.faults().on(Call.GIT_INFO).always().respond(500, "");
        Run<?, ?> broken = build(Result.FAILURE, "verifyInMain(sha: '" + main + "', " + WHERE + ")");
        rule.assertLogContains("ERROR: It could not be found out, so it counts as not in main: ", broken);
    }

    @Test
    void whatCannotBeUsedIsRefused() throws Exception {
        refused("sha must be the full id of a commit", "sha: 'abc', " + WHERE);
        refused("sha must be the full id of a commit", "sha: 'abc', propagate: false, " + WHERE);
        refused("target must not contain", "sha: '" + main + "', target: 'a b', " + WHERE);
        refused("repository ", "sha: '" + main + "', server: 'acme'");
        refused("server ", "sha: '" + main + "', server: 'other', repository: 'acme/app'");
        refused("credentialsId ", "sha: '" + main + "', credentialsId: 'missing', " + WHERE);
        assertThat(acme.server.requests()).isEmpty();
    }

    /** Whoever writes the script could read there what the gate's own account is opened with. */
    @Test
    void gitRunsOnTheAgentOnlyWithCredentialsThatTheStepNames() throws Exception {
        rule.createSlave("agent", "agent", null);
        Path controller = rule.jenkins.getRootDir().toPath().resolve("merge-gate/git/mirrors");

        rule.assertLogContains("says true", inNode("credentialsId: 'gitea', " + WHERE));
        assertThat(controller).doesNotExist();
        rule.assertLogContains("says true", inNode(WHERE));
        assertThat(controller).isDirectory();
    }

    private Run<?, ?> inNode(String parameters) throws Exception {
        return build(
                Result.SUCCESS,
                "node('agent') {",
                "  echo 'says ' + verifyInMain(sha: '" + main + "', " + parameters + ")",
                "}");
    }

    @Test
    void anAbortEndsIt() throws Exception {
        Hold hold = acme.server.faults().on(Call.GIT_INFO).hang();
        WorkflowJob job = Acme.job("job", "verifyInMain(sha: '" + main + "', propagate: false, " + WHERE + ")");
        WorkflowRun build = job.scheduleBuild2(0).waitForStart();
        assertThat(hold.awaitArrival(Duration.ofMinutes(1))).isTrue();
        build.doStop();
        rule.assertBuildStatus(Result.ABORTED, rule.waitForCompletion(build));
        rule.assertLogNotContains("counts as not", build);
    }

    private void refused(String text, String arguments) throws Exception {
        Run<?, ?> build = build(Result.FAILURE, "verifyInMain(" + arguments + ")");
        rule.assertLogContains("ERROR: " + text, build);
    }

    private int jobs;

    private Run<?, ?> build(Result expected, String... script) throws Exception {
        WorkflowJob job = Acme.job("job-" + ++jobs, script);
        return rule.assertBuildStatus(expected, job.scheduleBuild2(0));
    }
}
