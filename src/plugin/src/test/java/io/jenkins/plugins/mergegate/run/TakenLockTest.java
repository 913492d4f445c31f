// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.mergegate.Acme;
import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jenkins.plugins.lockableresources.LockableResource;
import org.jenkins.plugins.lockableresources.LockableResourcesManager;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.BuildWatcherExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** An administrator takes the lock away from a run that holds it, on the page of the lockable resources. */
@WithJenkins
class TakenLockTest {
    @RegisterExtension
    static final BuildWatcherExtension WATCHER = new BuildWatcherExtension();

    private static final String HELD = "HELD/LOCK_BUSY";
    private static final String WHY = "was taken from this run; it stopped before its next push or merge call";
    private static final String ANN = "ann";

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

    /** What the buttons of the page do. */
    enum Taking {
        UNLOCK {
            @Override
            void from(LockableResource resource) {
                LockableResourcesManager.get().unlockResources(List.of(resource));
            }
        },
        RESET {
            @Override
            void from(LockableResource resource) {
                LockableResourcesManager.get().reset(List.of(resource));
            }
        },
        RECYCLE {
            @Override
            void from(LockableResource resource) {
                LockableResourcesManager.get().recycle(List.of(resource));
            }
        },
        STEAL {
            @Override
            void from(LockableResource resource) {
                LockableResourcesManager.get().steal(List.of(resource), ANN);
            }
        },
        REASSIGN {
            @Override
            void from(LockableResource resource) {
                LockableResourcesManager.get().reassign(List.of(resource), ANN);
            }
        },
        UNLOCK_AND_RESERVE {
            @Override
            void from(LockableResource resource) {
                synchronized (LockableResourcesManager.syncResources) {
                    LockableResourcesManager.get().unlockResources(List.of(resource));
                    assertThat(LockableResourcesManager.get().reserve(List.of(resource), ANN))
                            .isTrue();
                }
            }
        };

        abstract void from(LockableResource resource);

        boolean leavesItToAnn() {
            return this == STEAL || this == REASSIGN || this == UNLOCK_AND_RESERVE;
        }
    }

    private static Scene scene(String moment, Taking taking) {
        return new Scene(
                jenkins,
                acme,
                moment + "-" + taking.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /** Who wants to reserve a lock for longer declares its resource: one that a run made is gone when it is unlocked. */
    private static void declare(Scene scene) {
        assertThat(LockableResourcesManager.get().createResourceWithLabel(scene.lock, "declared"))
                .isTrue();
    }

    private static void take(Scene scene, Taking taking) {
        taking.from(scene.resource().orElseThrow());
    }

    private static void assertStopped(WorkflowRun build) throws Exception {
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
        jenkins.assertLogContains(HELD, build);
        jenkins.assertLogContains(WHY, build);
        jenkins.assertLogNotContains("commit status could not be set", build);
    }

    @ParameterizedTest
    @EnumSource(Taking.class)
    void inTheBodyOfARunThatWouldMergeNext(Taking taking) throws Exception {
        Scene scene = scene("merge", taking);
        declare(scene);
        WorkflowRun robbed = scene.inBody("robbed");

        take(scene, taking);
        scene.letGo("robbed");

        assertStopped(robbed);
        assertThat(scene.changes()).isEmpty();
        assertThat(scene.isInMain("robbed")).isFalse();
        goesOnAfter(scene, taking);
    }

    @ParameterizedTest
    @EnumSource(Taking.class)
    void inTheBodyOfARunThatWouldPushNext(Taking taking) throws Exception {
        Scene scene = scene("push", taking);
        declare(scene);
        WorkflowRun robbed = scene.inBody("robbed");
        String head = scene.repository.head("robbed");
        Acme.mainMoves(scene.repository, "other.txt");

        take(scene, taking);
        scene.letGo("robbed");

        assertStopped(robbed);
        assertThat(scene.changes()).isEmpty();
        assertThat(scene.repository.head("robbed")).isEqualTo(head);
        assertLeftTo(scene, taking);
    }

    @ParameterizedTest
    @EnumSource(Taking.class)
    void whileAMergeCallIsRetried(Taking taking) throws Exception {
        Scene scene = scene("retry", taking);
        declare(scene);
        Acme.branch(scene.repository, "robbed");
        scene.on(Call.MERGE).respond(500, "{\"message\":\"\"}");
        scene.on(Call.MERGE).runAfter(() -> take(scene, taking));

        WorkflowRun robbed = scene.start("robbed", scene.step("robbed", "echo 'ok'"));

        assertStopped(robbed);
        assertThat(scene.changes()).containsExactly(Call.MERGE);
        assertThat(scene.isInMain("robbed")).isFalse();
        assertLeftTo(scene, taking);
    }

    /** Nothing is to be done against it, and nothing is hushed up. */
    @ParameterizedTest
    @EnumSource(Taking.class)
    void whileAMergeCallIsAtWorkThatLands(Taking taking) throws Exception {
        Scene scene = scene("landed", taking);
        declare(scene);
        Acme.branch(scene.repository, "robbed");
        scene.on(Call.MERGE).run(() -> take(scene, taking));

        WorkflowRun robbed = scene.start("robbed", scene.step("robbed", "echo 'ok'"));

        scene.assertMerged(robbed, "robbed");
        assertLeftTo(scene, taking);
    }

    /** The end of the robbed run leaves the lock to who has it now. */
    private static void assertLeftTo(Scene scene, Taking taking) {
        scene.awaitClosed();
        LockableResource resource = scene.resource().orElseThrow();
        assertThat(resource.isFree()).isEqualTo(!taking.leavesItToAnn());
        assertThat(resource.getReservedBy()).isEqualTo(taking.leavesItToAnn() ? ANN : null);
    }

    private static void goesOnAfter(Scene scene, Taking taking) throws Exception {
        assertLeftTo(scene, taking);
        WorkflowRun next;
        if (taking.leavesItToAnn()) {
            next = scene.queued("next");
            jenkins.assertLogContains("held by " + ANN + ", who reserved it", next);
            LockableResourcesManager.get().unreserve(List.of(scene.resource().orElseThrow()));
        } else {
            Acme.branch(scene.repository, "next");
            next = scene.start("next", scene.step("next", "echo 'ok'"));
        }
        scene.assertMerged(next, "next");
        scene.awaitSettled();
    }

    @Test
    void theRunThatGetsTheLockNextKeepsIt() throws Exception {
        Scene scene = new Scene(jenkins, acme, "other-run");
        WorkflowRun robbed = scene.inBody("robbed");
        Acme.branch(scene.repository, "lucky");
        WorkflowRun lucky = scene.start("lucky", scene.step("lucky", "semaphore 'other-run-lucky'"));
        jenkins.waitForMessage("Waiting for " + scene.lock, lucky);

        take(scene, Taking.UNLOCK);
        scene.awaitBody("lucky", lucky);
        scene.letGo("robbed");

        assertStopped(robbed);
        assertThat(scene.resource().orElseThrow().getBuild()).isEqualTo(lucky);
        assertThat(scene.changes()).isEmpty();
        scene.letGo("lucky");
        scene.assertMerged(lucky, "lucky");
        assertThat(scene.record("robbed").orElseThrow().ending().outcome()).isEqualTo(Outcome.HELD);
        scene.awaitSettled();
    }

    @ParameterizedTest
    @EnumSource(
            value = Taking.class,
            names = {"UNLOCK", "RESET"})
    void aLockStepThatGetsTheLockKeepsIt(Taking taking) throws Exception {
        Scene scene = scene("lock-step", taking);
        WorkflowRun robbed = scene.inBody("robbed");
        String id = "deploy-" + taking;
        WorkflowRun deploy = Acme.job(id, "lock('" + scene.lock + "') { semaphore '" + id + "' }")
                .scheduleBuild2(0)
                .waitForStart();
        jenkins.waitForMessage("waiting for execution", deploy);

        take(scene, taking);
        SemaphoreStep.waitForStart(id + "/1", deploy);
        scene.letGo("robbed");

        assertStopped(robbed);
        assertThat(scene.changes()).isEmpty();
        scene.awaitClosed();
        assertThat(scene.resource().orElseThrow().getBuild()).isEqualTo(deploy);
        WorkflowRun next = scene.queued("next");
        jenkins.assertLogContains("held by a lock step of " + deploy.getFullDisplayName(), next);
        SemaphoreStep.success(id + "/1", null);
        jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(deploy));
        scene.assertMerged(next, "next");
        scene.awaitSettled();
    }
}
