// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.mergegate.Acme;
import io.jenkins.plugins.mergegate.testkit.faults.Hold;
import io.jenkins.plugins.mergegate.testkit.faults.MergeMoment;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jenkins.plugins.lockableresources.LockableResource;
import org.jenkins.plugins.lockableresources.LockableResourcesManager;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** Jenkins stops in a merge call, and when it is back the credentials of the run are gone: the run must end all the same. */
class StoppedBeforeResumedTest {
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
    void itEndsAndGivesItsLockBack() throws Throwable {
        Acme.branch(acme.app, Acme.BRANCH);
        Hold call = acme.server.faults().on(Call.MERGE).hangDuring(MergeMoment.BEFORE_PUSH);
        sessions.then(j -> {
            acme.setUp();
            Acme.job(
                            "job",
                            "mergeGate(server: 'acme', repository: 'acme/app', branch: '" + Acme.BRANCH + "') {",
                            "  echo 'ok'",
                            "}")
                    .scheduleBuild2(0)
                    .waitForStart();
            assertThat(call.awaitArrival(Scene.PATIENCE)).isTrue();
        });
        acme.server.faults().clear();
        Files.delete(sessions.getHome().toPath().resolve("credentials.xml"));
        sessions.then(j -> {
            WorkflowRun build =
                    j.jenkins.getItemByFullName("job", WorkflowJob.class).getBuildByNumber(1);
            j.waitForCompletion(build);

            assertThat(build.getResult()).isEqualTo(Result.FAILURE);
            assertThat(GateRuns.get().records().unfinished()).isEmpty();
            synchronized (LockableResourcesManager.syncResources) {
                assertThat(LockableResourcesManager.get().getResources()).allMatch(LockableResource::isFree);
            }
        });
    }
}
