// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.Label;
import hudson.model.Result;
import io.jenkins.plugins.mergegate.Acme;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.testkit.model.RefUpdate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** Who waits for the lock keeps the place in the line over a restart. */
class RestartOrderTest {
    /** As they come; neither their names nor the reverse of them. */
    private static final List<String> LINE = List.of("mike", "zulu", "alpha");

    private static final Duration PATIENCE = Duration.ofMinutes(1);

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
    void thoseWhoWaitKeepTheirOrderBehindABodyOnAnAgent() throws Throwable {
        sessions.then(j -> {
            acme.setUp();
            j.createOnlineSlave(Label.get("agent"));
            Acme.branch(acme.app, "holder");
            WorkflowRun holder = Acme.job(
                            "holder",
                            "node('agent') {",
                            "  mergeGate(repository: 'acme/app', branch: 'holder') { semaphore 'body' }",
                            "}")
                    .scheduleBuild2(0)
                    .waitForStart();
            SemaphoreStep.waitForStart("body/1", holder);
            for (String name : LINE) {
                wait(j, name, 0);
            }
            wait(j, "urgent", 5);
        });

        sessions.then(j -> {
            List<String> all = new ArrayList<>(LINE);
            all.add(0, "urgent");
            for (String name : all) {
                await(name + " is in line again").atMost(PATIENCE).until(() -> timesWaiting(name) == 2);
            }
            SemaphoreStep.success("body/1", null);
            all.add(0, "holder");
            for (String name : all) {
                j.assertBuildStatus(Result.SUCCESS, j.waitForCompletion(build(name)));
            }

            assertThat(GateRuns.get().records().recent(10).stream()
                            .sorted(Comparator.comparing(state -> state.lock().acquiredAt()))
                            .map(GateState::request)
                            .map(request -> request.branch()))
                    .containsExactlyElementsOf(all);
            assertThat(acme.app.refLog("main"))
                    .filteredOn(update -> update.cause() == RefUpdate.Cause.MERGE)
                    .hasSize(all.size());
        });
    }

    private void wait(JenkinsRule j, String name, int priority) throws Exception {
        Acme.branch(acme.app, name);
        WorkflowRun build = Acme.job(
                        name,
                        "mergeGate(repository: 'acme/app', branch: '" + name + "', priority: " + priority
                                + ") { echo 'ok' }")
                .scheduleBuild2(0)
                .waitForStart();
        j.waitForMessage("Waiting for", build);
    }

    private static int timesWaiting(String name) throws Exception {
        return JenkinsRule.getLog(build(name)).split("Waiting for", -1).length - 1;
    }

    private static WorkflowRun build(String name) {
        return Jenkins.get().getItemByFullName(name, WorkflowJob.class).getBuildByNumber(1);
    }
}
