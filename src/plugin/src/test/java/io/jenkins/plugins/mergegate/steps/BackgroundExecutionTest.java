// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import hudson.model.TaskListener;
import hudson.model.User;
import io.jenkins.plugins.mergegate.engine.InvalidInput;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import jenkins.model.Jenkins;
import jenkins.security.QueueItemAuthenticatorConfiguration;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockQueueItemAuthenticator;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;
import org.kohsuke.stapler.DataBoundConstructor;

class BackgroundExecutionTest {
    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private static final AtomicInteger BEGUN = new AtomicInteger();
    private static volatile CountDownLatch gate;
    private static volatile CountDownLatch begun;
    private static volatile CountDownLatch interrupted;

    @BeforeEach
    void closeTheGate() {
        BEGUN.set(0);
        gate = new CountDownLatch(1);
        begun = new CountDownLatch(1);
        interrupted = new CountDownLatch(1);
    }

    @Test
    void endsWithTheResultOfItsWork() throws Throwable {
        sessions.then(j -> {
            WorkflowRun build = j.buildAndAssertSuccess(job(j, "echo \"got ${inBackground 'answer'}\""));
            j.assertLogContains("got answer", build);
        });
    }

    @Test
    void aFailureIsTheFailureOfTheStep() throws Throwable {
        sessions.then(j -> {
            WorkflowJob job = job(
                    j, "try { inBackground 'fail' } catch (IllegalStateException e) { echo \"caught ${e.message}\" }");
            j.assertLogContains("caught on purpose", j.buildAndAssertSuccess(job));

            WorkflowRun wrong = j.buildAndAssertStatus(Result.FAILURE, job(j, "inBackground 'wrong input'"));
            j.assertLogContains("ERROR: name must be shorter.", wrong);
            j.assertLogNotContains("InvalidInput", wrong);
        });
    }

    @Test
    void aStopInterruptsTheWork() throws Throwable {
        sessions.then(j -> {
            WorkflowRun build = job(j, "inBackground 'wait'").scheduleBuild2(0).waitForStart();
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

            build.getExecutor().interrupt();

            assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
            j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(build));
            j.assertLogNotContains("InterruptedException", build);
        });
    }

    @Test
    void beginsAnewAfterARestart() throws Throwable {
        sessions.then(j -> {
            job(j, "echo \"got ${inBackground 'wait'}\"").scheduleBuild2(0).waitForStart();
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        });
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        gate.countDown();
        sessions.then(j -> {
            WorkflowRun build = j.jenkins.getAllItems(WorkflowJob.class).get(0).getBuildByNumber(1);
            j.assertBuildStatusSuccess(j.waitForCompletion(build));
            j.assertLogContains("got wait", build);
            assertThat(BEGUN).hasValue(2);
        });
    }

    @Test
    void worksAsTheUserOfTheBuildAlsoAfterARestart() throws Throwable {
        sessions.then(j -> {
            j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
            WorkflowJob job = job(j, "inBackground 'who' \n inBackground 'wait' \n");
            QueueItemAuthenticatorConfiguration.get()
                    .getAuthenticators()
                    .replace(new MockQueueItemAuthenticator()
                            .authenticate(
                                    job.getFullName(),
                                    User.getById("alice", true).impersonate2()));
            WorkflowRun build = job.scheduleBuild2(0).waitForStart();
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            j.assertLogContains("user: alice", build);
        });
        gate.countDown();
        sessions.then(j -> {
            WorkflowRun build = j.jenkins.getAllItems(WorkflowJob.class).get(0).getBuildByNumber(1);
            j.assertBuildStatusSuccess(j.waitForCompletion(build));
            j.assertLogContains("waited as alice", build);
        });
    }

    private static WorkflowJob job(JenkinsRule j, String script) throws Exception {
        WorkflowJob job = j.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    /** {@code inBackground 'what'}. */
    public static final class InBackgroundStep extends Step {
        private final String what;

        @DataBoundConstructor
        public InBackgroundStep(String what) {
            this.what = what;
        }

        public String getWhat() {
            return what;
        }

        @Override
        public StepExecution start(StepContext context) {
            return new Execution(context, what);
        }

        @TestExtension
        public static final class DescriptorImpl extends StepDescriptor {
            @Override
            public String getFunctionName() {
                return "inBackground";
            }

            @Override
            public Set<? extends Class<?>> getRequiredContext() {
                return Set.of(TaskListener.class);
            }
        }
    }

    private static final class Execution extends BackgroundExecution<String> {
        private static final long serialVersionUID = 1L;

        private final String what;

        Execution(StepContext context, String what) {
            super(context);
            this.what = what;
        }

        @Override
        protected String run() throws Exception {
            String user = Jenkins.getAuthentication2().getName();
            switch (what) {
                case "fail" -> throw new IllegalStateException("on purpose");
                case "wrong input" -> throw new InvalidInput("name", "must be shorter");
                case "who" -> print("user: " + user);
                case "wait" -> {
                    BEGUN.incrementAndGet();
                    begun.countDown();
                    try {
                        gate.await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                        throw e;
                    }
                    print("waited as " + user);
                }
                default -> {}
            }
            return what;
        }

        private void print(String line) throws Exception {
            getContext().get(TaskListener.class).getLogger().println(line);
        }
    }
}
