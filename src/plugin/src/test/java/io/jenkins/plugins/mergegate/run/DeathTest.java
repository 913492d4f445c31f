// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.Label;
import hudson.model.Result;
import hudson.slaves.DumbSlave;
import hudson.slaves.OfflineCause;
import io.jenkins.plugins.mergegate.Acme;
import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.gate.Phase;
import io.jenkins.plugins.mergegate.testkit.faults.Hold;
import io.jenkins.plugins.mergegate.testkit.faults.MergeMoment;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.nio.file.Path;
import java.util.Locale;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.BuildWatcherExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * Builds that end without their gate step, or against its will. Whatever happens to them: the next one in line merges,
 * the record is closed with what git shows, and the branch is the old one or the whole candidate.
 */
@WithJenkins
class DeathTest {
    @RegisterExtension
    static final BuildWatcherExtension WATCHER = new BuildWatcherExtension();

    private static final String VICTIM = "victim";
    private static final String NEXT = "next";

    @TempDir
    static Path directory;

    private static Acme acme;
    private static JenkinsRule jenkins;

    @BeforeAll
    static void setUp(JenkinsRule rule) throws Exception {
        jenkins = rule;
        acme = new Acme(directory);
        acme.setUp();
    }

    @AfterAll
    static void tearDown() throws Exception {
        acme.close();
        jenkins.after();
    }

    enum Death {
        KILL {
            @Override
            void strike(WorkflowRun build) {
                build.doKill();
            }
        },
        KILL_AND_DELETE_THE_BUILD {
            @Override
            void strike(WorkflowRun build) throws Exception {
                build.doKill();
                build.delete();
            }
        },
        KILL_AND_DELETE_THE_JOB {
            @Override
            void strike(WorkflowRun build) throws Exception {
                build.doKill();
                build.getParent().delete();
            }
        },
        ABORT {
            @Override
            void strike(WorkflowRun build) {
                build.getExecutor().interrupt(Result.ABORTED);
            }
        };

        abstract void strike(WorkflowRun build) throws Exception;

        /** What must be true of the build itself. */
        void check(WorkflowRun build, GateState record) throws Exception {
            jenkins.waitForCompletion(build);
            assertThat(build.getResult()).isEqualTo(Result.ABORTED);
            if (this == ABORT) {
                jenkins.assertLogContains("[Merge Gate] " + record.ending().outcome(), build);
                jenkins.assertLogNotContains(": ; git says", build);
                jenkins.assertLogNotContains("commit status could not be set", build);
            }
            if (this == ABORT || this == KILL) {
                GateState end = build.getAction(GateAction.class).record().orElseThrow();
                assertThat(end.ending()).as("end on the build page").isEqualTo(record.ending());
            }
        }
    }

    private static Scene scene(String moment, Death death) {
        return new Scene(
                jenkins,
                acme,
                moment + "-" + death.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    private static GateState settled(Scene scene, WorkflowRun build, Death death) throws Exception {
        scene.awaitClosed();
        GateState record = scene.record(VICTIM).orElseThrow();
        assertThat(record.phase()).isEqualTo(Phase.CLOSED);
        death.check(build, record);
        return record;
    }

    @ParameterizedTest
    @EnumSource(Death.class)
    void inLine(Death death) throws Exception {
        Scene scene = scene("queued", death);
        WorkflowRun holder = scene.inBody("holder");
        WorkflowRun victim = scene.queued(VICTIM);
        String head = scene.repository.head(VICTIM);
        WorkflowRun next = scene.queued(NEXT);

        death.strike(victim);
        await().atMost(Scene.PATIENCE)
                .until(() -> scene.record(VICTIM).orElseThrow().phase() == Phase.CLOSED);
        assertThat(scene.resource().orElseThrow().getBuild()).as("the holder").isEqualTo(holder);
        scene.letGo("holder");

        scene.assertMerged(holder, "holder");
        scene.assertMerged(next, NEXT);
        assertThat(settled(scene, victim, death).ending().outcome()).isEqualTo(Outcome.ABORTED);
        assertThat(scene.repository.head(VICTIM)).isEqualTo(head);
        assertThat(scene.isInMain(VICTIM)).isFalse();
        scene.awaitSettled();
    }

    @ParameterizedTest
    @EnumSource(Death.class)
    void inTheBody(Death death) throws Exception {
        Scene scene = scene("body", death);
        WorkflowRun victim = scene.inBodyBehindMain(VICTIM);
        String head = scene.repository.head(VICTIM);
        WorkflowRun next = scene.queued(NEXT);

        death.strike(victim);

        scene.assertMerged(next, NEXT);
        GateState record = settled(scene, victim, death);
        assertThat(record.ending().outcome()).isEqualTo(Outcome.ABORTED);
        assertThat(record.candidate().sha()).isEqualTo(head);
        assertThat(scene.repository.head(VICTIM)).isEqualTo(head);
        assertThat(scene.isInMain(VICTIM)).isFalse();
        scene.awaitSettled();
    }

    @ParameterizedTest
    @EnumSource(
            value = Death.class,
            names = {"KILL", "ABORT"})
    void whileItPushes(Death death) throws Exception {
        Scene scene = scene("push", death);
        String old = Acme.branch(scene.repository, VICTIM);
        Acme.mainMoves(scene.repository, "other.txt");
        Hold push = scene.on(Call.GIT_PUSH).hang();
        WorkflowRun victim = scene.start(VICTIM, scene.step(VICTIM, "echo 'ok'"));
        assertThat(push.awaitArrival(Scene.PATIENCE)).isTrue();
        WorkflowRun next = scene.queued(NEXT);

        death.strike(victim);

        scene.assertMerged(next, NEXT);
        push.release();
        GateState record = settled(scene, victim, death);
        assertThat(record.ending().outcome()).isEqualTo(Outcome.ABORTED);
        assertThat(scene.repository.head(VICTIM)).isIn(old, record.candidate().sha());
        assertThat(scene.isInMain(VICTIM)).isFalse();
        scene.awaitSettled();
    }

    /** Gitea drops a merge whose client is gone before its push has begun. */
    @ParameterizedTest
    @EnumSource(
            value = Death.class,
            names = {"KILL", "ABORT"})
    void inAMergeCallThatMovesNothing(Death death) throws Exception {
        Scene scene = scene("not-made", death);
        Acme.branch(scene.repository, VICTIM);
        Hold merge = scene.on(Call.MERGE).hang();
        scene.on(Call.MERGE).cut();
        WorkflowRun victim = scene.start(VICTIM, scene.step(VICTIM, "echo 'ok'"));
        assertThat(merge.awaitArrival(Scene.PATIENCE)).isTrue();
        WorkflowRun next = scene.queued(NEXT);

        death.strike(victim);

        scene.assertMerged(next, NEXT);
        merge.release();
        assertThat(settled(scene, victim, death).ending().outcome()).isEqualTo(Outcome.ABORTED);
        assertThat(scene.isInMain(VICTIM)).isFalse();
        scene.awaitSettled();
    }

    @ParameterizedTest
    @EnumSource(Death.class)
    void inAMergeCallThatIsAnsweredSoon(Death death) throws Exception {
        Scene scene = scene("answered", death);
        Acme.branch(scene.repository, VICTIM);
        Hold merge = scene.on(Call.MERGE).hang();
        WorkflowRun victim = scene.start(VICTIM, scene.step(VICTIM, "echo 'ok'"));
        assertThat(merge.awaitArrival(Scene.PATIENCE)).isTrue();
        WorkflowRun next = scene.queued(NEXT);

        death.strike(victim);
        merge.release();

        landed(scene, victim, next, death);
    }

    /** The call is given up, but its push had begun. */
    @ParameterizedTest
    @EnumSource(
            value = Death.class,
            names = {"KILL", "ABORT"})
    void inAMergeCallThatLandsAfterItsClientIsGone(Death death) throws Exception {
        Scene scene = scene("late", death);
        Acme.branch(scene.repository, VICTIM);
        Hold merge = scene.on(Call.MERGE).hangDuring(MergeMoment.BEFORE_PUSH);
        WorkflowRun victim = scene.start(VICTIM, scene.step(VICTIM, "echo 'ok'"));
        assertThat(merge.awaitArrival(Scene.PATIENCE)).isTrue();
        WorkflowRun next = scene.queued(NEXT);

        death.strike(victim);
        await().atMost(Scene.PATIENCE)
                .until(() -> scene.record(VICTIM).orElseThrow().merge().attempts().stream()
                        .anyMatch(attempt -> attempt.status() != null));
        merge.release();

        landed(scene, victim, next, death);
    }

    @ParameterizedTest
    @EnumSource(Death.class)
    void inAMergeCallThatHasMovedMain(Death death) throws Exception {
        Scene scene = scene("made", death);
        Acme.branch(scene.repository, VICTIM);
        Hold merge = scene.on(Call.MERGE).hangAfterWork();
        WorkflowRun victim = scene.start(VICTIM, scene.step(VICTIM, "echo 'ok'"));
        assertThat(merge.awaitArrival(Scene.PATIENCE)).isTrue();
        WorkflowRun next = scene.queued(NEXT);

        death.strike(victim);

        landed(scene, victim, next, death);
    }

    /** A merge is a merge, whatever became of its build. */
    private static void landed(Scene scene, WorkflowRun victim, WorkflowRun next, Death death) throws Exception {
        scene.assertMerged(next, NEXT);
        assertThat(settled(scene, victim, death).ending().outcome()).isEqualTo(Outcome.MERGED);
        assertThat(scene.isInMain(VICTIM)).isTrue();
        assertThat(scene.repository.refLog("main"))
                .as("one update of main for each")
                .hasSize(1 + 2);
        scene.awaitSettled();
    }

    /** The step is outside of the node, inside of it, or inside with a process at work. */
    @ParameterizedTest
    @ValueSource(strings = {"outside", "inside", "process"})
    void anAgentThatIsLostInTheBodySaysNothingOfTheTree(String where) throws Exception {
        Scene scene = new Scene(jenkins, acme, "agent-" + where);
        DumbSlave agent = jenkins.createOnlineSlave(Label.get(where));
        Acme.branch(scene.repository, VICTIM);
        String head = scene.repository.head(VICTIM);
        String begun = "semaphore 'agent-" + where + "-" + VICTIM + "'";
        String script =
                switch (where) {
                    case "outside" -> scene.step(VICTIM, "node('outside') { " + begun + " }");
                    case "inside" -> "node('inside') { " + scene.step(VICTIM, begun) + " }";
                    default -> "node('process') { " + scene.step(VICTIM, "sh 'echo it is begun; sleep 600'") + " }";
                };
        WorkflowRun victim = scene.start(VICTIM, script);
        if (where.equals("process")) {
            jenkins.waitForMessage("it is begun", victim);
        } else {
            scene.awaitBody(VICTIM, victim);
        }
        WorkflowRun next = scene.queued(NEXT);

        agent.toComputer().disconnect(new OfflineCause.ByCLI("pulled the plug")).get();
        jenkins.jenkins.removeNode(agent);

        scene.assertMerged(next, NEXT);
        jenkins.waitForCompletion(victim);
        jenkins.assertLogContains("HELD/GIT_ERROR", victim);
        assertThat(victim.getResult()).isIn(Result.FAILURE, Result.ABORTED);
        GateState record = scene.record(VICTIM).orElseThrow();
        assertThat(record.ending().outcome()).isEqualTo(Outcome.HELD);
        assertThat(record.ending().reason()).isEqualTo(Reason.GIT_ERROR);
        assertThat(scene.repository.head(VICTIM)).isEqualTo(head);
        assertThat(scene.isInMain(VICTIM)).isFalse();
        scene.awaitSettled();
    }

    @Test
    void whoAbortsABodyIsNamedAndTheBodyIsNotCalledRed() throws Exception {
        Scene scene = new Scene(jenkins, acme, "person");
        WorkflowRun victim = scene.inBody(VICTIM);

        victim.getExecutor().interrupt(Result.ABORTED, new CauseOfInterruption.UserInterruption("ann"));
        jenkins.waitForCompletion(victim);

        assertThat(victim.getResult()).isEqualTo(Result.ABORTED);
        jenkins.assertLogContains("[Merge Gate] ABORTED: Aborted by ann; git says nothing was merged.", victim);
        jenkins.assertLogNotContains("RETEST_FAILED", victim);
        scene.awaitSettled();
    }
}
