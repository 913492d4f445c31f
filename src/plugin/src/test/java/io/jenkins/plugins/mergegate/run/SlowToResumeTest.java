// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.AbortException;
import hudson.model.Computer;
import hudson.model.TaskListener;
import hudson.slaves.ComputerListener;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.mergegate.Acme;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.reaper.Reaper;
import io.jenkins.plugins.mergegate.lock.LockDesk;
import io.jenkins.plugins.mergegate.reaper.MergeGateReaper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionList;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** After a restart a build waits for its agent, and its steps are not there yet: that is not dead. */
class SlowToResumeTest {
    private static final GateConfig.Reaper RULES = new GateConfig.Reaper(true, 60, 1, 120, true, true);

    /** While it is set no agent comes back. */
    private static final AtomicBoolean AWAY = new AtomicBoolean();

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @TempDir
    private Path folder;

    private Acme acme;

    @BeforeEach
    void start() {
        acme = new Acme(folder);
        AWAY.set(false);
    }

    @AfterEach
    void close() {
        acme.close();
    }

    @TestExtension
    public static final class Gatekeeper extends ComputerListener {
        @Override
        public void preLaunch(Computer computer, TaskListener listener) throws AbortException {
            if (AWAY.get()) {
                throw new AbortException("not now");
            }
        }
    }

    @Test
    void itsLockAndItsRecordAreLeftAlone() throws Throwable {
        Acme.branch(acme.app, Acme.BRANCH);
        sessions.then(j -> {
            acme.setUp();
            j.waitOnline(j.createSlave("box", "box", null));
            WorkflowRun build = Acme.job(
                            "job",
                            "node('box') {",
                            "  mergeGate(server: 'acme', repository: 'acme/app', branch: '" + Acme.BRANCH + "') {",
                            "    semaphore 'body'",
                            "  }",
                            "}")
                    .scheduleBuild2(0)
                    .waitForStart();
            SemaphoreStep.waitForStart("body/1", build);
            AWAY.set(true);
        });
        sessions.then(j -> {
            DumbSlave box = (DumbSlave) j.jenkins.getNode("box");
            WorkflowRun build =
                    j.jenkins.getItemByFullName("job", WorkflowJob.class).getBuildByNumber(1);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> FlowExecutionList.get().isResumptionComplete());

            for (int i = 0; i < 3; i++) {
                Reaper.Tick tick = MergeGateReaper.get().tick(RULES, Duration.ZERO);
                assertThat(tick.locks()).isEmpty();
                assertThat(tick.snapshot().settled()).isZero();
            }
            assertThat(box.toComputer().isOffline()).isTrue();
            assertThat(GateRuns.get().records().unfinished()).singleElement().satisfies(state -> {
                assertThat(LockDesk.get().holder(state.lockName())).isSameAs(build);
            });

            AWAY.set(false);
            box.toComputer().connect(true).get();
            SemaphoreStep.success("body/1", null);
            j.assertBuildStatusSuccess(j.waitForCompletion(build));
            j.assertLogContains("[Merge Gate] MERGED", build);
        });
    }
}
