// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.steps;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** A step that asks git goes on after a restart: it asks once more. */
class StepRestartTest {
    private static final String WHERE = "server: 'acme', repository: 'acme/app'";

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @TempDir
    private Path folder;

    private Acme acme;

    @BeforeEach
    void start() {
        acme = new Acme(folder);
    }

    @AfterEach
    void close() {
        acme.close();
    }

    @Test
    void onTheController() throws Throwable {
        restart("echo 'says ' + verifyInMain(sha: '%s', " + WHERE + ")");
    }

    @Test
    void inANode() throws Throwable {
        restart("node('built-in') { echo 'says ' + verifyInMain(sha: '%s', " + WHERE + ") }");
    }

    private void restart(String script) throws Throwable {
        Hold hold = acme.server.faults().on(Call.GIT_INFO).hang();
        sessions.then(j -> {
            acme.setUp();
            WorkflowJob job = Acme.job("job", String.format(script, acme.app.head("main")));
            job.scheduleBuild2(0).waitForStart();
            assertThat(hold.awaitArrival(Duration.ofMinutes(1))).isTrue();
        });
        acme.server.faults().clear();
        sessions.then(j -> {
            WorkflowRun build = build(j);
            j.assertBuildStatusSuccess(j.waitForCompletion(build));
            j.assertLogContains("says true", build);
        });
    }

    private static WorkflowRun build(JenkinsRule j) {
        return j.jenkins.getItemByFullName("job", WorkflowJob.class).getBuildByNumber(1);
    }
}
