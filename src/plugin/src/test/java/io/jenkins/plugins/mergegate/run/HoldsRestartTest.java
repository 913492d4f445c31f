// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.ExtensionList;
import hudson.model.Result;
import io.jenkins.plugins.mergegate.Acme;
import io.jenkins.plugins.mergegate.engine.hold.Hold;
import io.jenkins.plugins.mergegate.hold.HoldDesk;
import io.jenkins.plugins.mergegate.hold.HoldsMonitor;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

class HoldsRestartTest {
    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @TempDir
    Path directory;

    private Acme acme;
    private Hold hold;

    @BeforeEach
    void setUp() {
        acme = new Acme(directory);
        Acme.branch(acme.app, Acme.BRANCH);
    }

    @AfterEach
    void tearDown() {
        acme.close();
    }

    @Test
    void aClosedTargetStaysClosedOverARestart() throws Throwable {
        sessions.then(j -> {
            acme.setUp();
            j.buildAndAssertStatus(
                    Result.FAILURE,
                    Acme.job("guard", "regressionGuard(server: 'acme', repository: 'acme/app', markers: ['gone'])"));
            Acme.job("gate", "mergeGate(repository: 'acme/app', branch: '" + Acme.BRANCH + "') { echo 'ok' }");
            hold = HoldDesk.get().list().get(0);
        });

        sessions.then(j -> {
            HoldsMonitor monitor = ExtensionList.lookupSingleton(HoldsMonitor.class);
            await("shown before anybody asks").until(monitor::isActivated);
            assertThat(HoldDesk.get().list()).containsExactly(hold);
            WorkflowJob gate = j.jenkins.getItemByFullName("gate", WorkflowJob.class);
            j.assertLogContains("HELD/TARGET_HELD", j.buildAndAssertStatus(Result.FAILURE, gate));

            assertThat(HoldDesk.get().releaseByPerson(hold.id(), "LOGIN is back"))
                    .isTrue();

            j.assertLogContains("[Merge Gate] MERGED", j.buildAndAssertStatus(Result.SUCCESS, gate));
            assertThat(monitor.isActivated()).isFalse();
        });
    }
}
