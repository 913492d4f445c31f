// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.Result;
import hudson.model.Run;
import hudson.security.AuthorizationStrategy;
import hudson.security.SecurityRealm;
import io.jenkins.plugins.mergegate.Acme;
import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.gate.Phase;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import io.jenkins.plugins.mergegate.engine.reaper.Reaper;
import io.jenkins.plugins.mergegate.engine.reaper.ReaperSnapshot;
import io.jenkins.plugins.mergegate.engine.reaper.Verdict.Tier;
import io.jenkins.plugins.mergegate.engine.state.StateJson;
import io.jenkins.plugins.mergegate.lock.Leak;
import io.jenkins.plugins.mergegate.reaper.MergeGateReaper;
import io.jenkins.plugins.mergegate.testkit.faults.Hold;
import io.jenkins.plugins.mergegate.testkit.faults.MergeMoment;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import jenkins.model.Jenkins;
import net.sf.json.JSONNull;
import net.sf.json.JSONObject;
import org.jenkins.plugins.lockableresources.LockableResource;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.BuildWatcherExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What the periodic task does with the dead, and that it leaves the living alone. Each test has a repository of its own. */
@WithJenkins
class ReaperTest {
    @RegisterExtension
    static final BuildWatcherExtension WATCHER = new BuildWatcherExtension();

    private static final Duration LONG_AGO = Duration.ofMinutes(121);

    @TempDir
    static Path directory;

    private static Acme acme;
    private static JenkinsRule jenkins;

    @BeforeAll
    static void setUp(JenkinsRule rule) throws Exception {
        jenkins = rule;
        acme = new Acme(directory);
        // The ticks of the tests are the only ones.
        Acme.setUp(acme.token, acme.yaml("    reaper:\n      enabled: false"));
    }

    @AfterAll
    static void tearDown() throws Exception {
        acme.close();
        jenkins.after();
    }

    private static Scene scene(String name) {
        return new Scene(jenkins, acme, name);
    }

    private static GateConfig.Reaper rules(boolean reclaimLocks, boolean abortOverAge) {
        return new GateConfig.Reaper(true, 60, 2, 120, reclaimLocks, abortOverAge);
    }

    private static Reaper.Tick tick() {
        return tick(rules(true, false));
    }

    private static Reaper.Tick tick(GateConfig.Reaper rules) {
        return MergeGateReaper.get().tick(rules, Duration.ZERO);
    }

    private static void heldSince(Scene scene, Duration ago) {
        scene.resource()
                .orElseThrow()
                .setReservedTimestamp(Date.from(Instant.now().minus(ago)));
    }

    /** The record of a run as if its thread had been lost: nobody works on it, and the index says it goes on. */
    private static GateState lose(GateState running, String id, String holder) throws Exception {
        String text = new String(StateJson.write(running), StandardCharsets.UTF_8)
                .replace(running.id(), id)
                .replace(running.request().holder(), holder);
        GateState lost = GateAction.parse(text).orElseThrow();
        GateRuns.get().records().of(null).write(lost);
        return lost;
    }

    private static void assertTaken(Reaper.Tick tick, Scene scene, Tier tier) {
        assertThat(tick.locks())
                .filteredOn(lock -> lock.resource().equals(scene.lock))
                .singleElement()
                .satisfies(lock -> {
                    assertThat(lock.tier()).isEqualTo(tier);
                    assertThat(lock.reclaimed()).isTrue();
                });
        assertThat(tick.snapshot().errors()).isEmpty();
        assertThat(MergeGateReaper.get().last()).isEqualTo(tick.snapshot());
    }

    private static void assertLeftAlone(Reaper.Tick tick, Scene scene, Run<?, ?> holder) {
        assertThat(tick.locks())
                .filteredOn(lock -> lock.resource().equals(scene.lock))
                .isEmpty();
        assertThat(scene.resource().orElseThrow().getBuild()).isSameAs(holder);
    }

    @Test
    void theLeakedLockOfAFinishedBuildGoesAtOnceAndTheNextOneMerges() throws Exception {
        Scene scene = scene("finished");
        WorkflowRun finished = scene.inBody("first");
        scene.letGo("first");
        scene.assertMerged(finished, "first");
        String token = scene.record("first").orElseThrow().id();
        Leak.of(scene.lock, finished, token);
        WorkflowRun next = scene.queued("next");

        assertTaken(tick(), scene, Tier.FINISHED);

        scene.assertMerged(next, "next");
    }

    @Test
    void theRecordOfADeletedBuildIsSettledAndItsLockIsFree() throws Exception {
        Scene scene = scene("deleted");
        WorkflowRun model = scene.inBody("model");
        GateState lost =
                lose(scene.record("model").orElseThrow(), UUID.randomUUID().toString(), "deleted-model #7");
        WorkflowRun next = scene.queued("next");
        scene.letGo("model");
        scene.assertMerged(model, "model");
        scene.assertMerged(next, "next");

        Reaper.Tick tick = tick();

        assertThat(tick.snapshot().errors()).isEmpty();
        assertThat(tick.snapshot().settled()).isEqualTo(1);
        GateState end = GateRuns.get().records().find(lost.id(), null).orElseThrow();
        assertThat(end.phase()).isEqualTo(Phase.CLOSED);
        assertThat(end.ending().outcome()).isEqualTo(Outcome.ABORTED);
    }

    @Test
    void aLockWhoseStepIsGoneIsTakenFromABuildThatGoesOn() throws Exception {
        Scene scene = scene("gone");
        WorkflowRun build = scene.start("other", "semaphore 'gone-other'");
        scene.awaitBody("other", build);
        Leak.of(scene.lock, build, UUID.randomUUID().toString());
        WorkflowRun next = scene.queued("next");

        assertLeftAlone(tick(), scene, build);
        assertTaken(tick(), scene, Tier.DEAD);

        scene.assertMerged(next, "next");
        scene.letGo("other");
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
    }

    @Test
    void aRecordWhoseStepIsGoneIsSettledThoughItsBuildGoesOn() throws Exception {
        Scene scene = scene("stepless");
        WorkflowRun build = scene.inBody("model");
        GateState model = scene.record("model").orElseThrow();
        GateState lost =
                lose(model, UUID.randomUUID().toString(), model.request().holder());

        assertThat(tick().snapshot().settled()).as("one look can be wrong").isZero();
        assertThat(tick().snapshot().settled()).isEqualTo(1);

        assertThat(GateRuns.get().records().find(lost.id(), null).orElseThrow().phase())
                .isEqualTo(Phase.CLOSED);
        scene.letGo("model");
        scene.assertMerged(build, "model");
    }

    @Test
    void overAgeWithoutAbortTheLockGoesAndTheHolderStopsBeforeItMerges() throws Exception {
        Scene scene = scene("overage");
        WorkflowRun slow = scene.inBody("slow");
        WorkflowRun next = scene.queued("next");
        heldSince(scene, LONG_AGO);

        assertTaken(tick(), scene, Tier.OVER_AGE);

        scene.assertMerged(next, "next");
        assertThat(slow.isBuilding()).isTrue();
        scene.letGo("slow");
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(slow));
        jenkins.assertLogContains("[Merge Gate] HELD/LOCK_BUSY", slow);
        assertThat(scene.isInMain("slow")).isFalse();
        assertThat(scene.changes()).containsExactly(Call.MERGE);
    }

    @Test
    void overAgeWithAbortTheBuildIsAborted() throws Exception {
        Scene scene = scene("aborted");
        WorkflowRun slow = scene.inBody("slow");
        WorkflowRun next = scene.queued("next");
        heldSince(scene, LONG_AGO);

        assertTaken(tick(rules(true, true)), scene, Tier.OVER_AGE);

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(slow));
        jenkins.assertLogContains("held the merge lock for longer than reaper.maxRunningMinutes", slow);
        jenkins.assertLogContains("[Merge Gate] ABORTED", slow);
        scene.assertMerged(next, "next");
    }

    @Test
    void overAgeNeverDuringAMergeCall() throws Exception {
        Scene scene = scene("calling");
        Hold call = scene.on(Call.MERGE).hangDuring(MergeMoment.BEFORE_PUSH);
        WorkflowRun slow = scene.inBody("slow");
        scene.letGo("slow");
        assertThat(call.awaitArrival(Scene.PATIENCE)).isTrue();
        heldSince(scene, LONG_AGO);

        Reaper.Tick tick = tick();

        assertThat(tick.locks())
                .filteredOn(lock -> lock.resource().equals(scene.lock))
                .singleElement()
                .satisfies(lock -> assertThat(lock.reclaimed()).isFalse());
        call.release();
        scene.assertMerged(slow, "slow");
    }

    @Test
    void theLivingAreLeftAlone() throws Exception {
        Scene scene = scene("living");
        WorkflowRun holder = scene.inBody("holder");
        WorkflowRun waiter = scene.queued("waiter");

        for (int i = 0; i < 4; i++) {
            Reaper.Tick tick = tick(rules(true, true));
            assertLeftAlone(tick, scene, holder);
            assertThat(tick.snapshot().settled()).isZero();
        }

        scene.letGo("holder");
        scene.assertMerged(holder, "holder");
        scene.assertMerged(waiter, "waiter");
    }

    @Test
    void nothingYoungIsTouched() throws Exception {
        Scene scene = scene("young");
        WorkflowRun build = scene.start("other", "semaphore 'young-other'");
        scene.awaitBody("other", build);
        Leak.of(scene.lock, build, UUID.randomUUID().toString());

        for (int i = 0; i < 3; i++) {
            assertLeftAlone(MergeGateReaper.get().tick(rules(true, false), Duration.ofMinutes(2)), scene, build);
        }
        assertLeftAlone(tick(), scene, build);
        assertTaken(tick(), scene, Tier.DEAD);
        scene.letGo("other");
    }

    @Test
    void aHintTouchesNothingRightAfterAStart() throws Exception {
        Scene scene = scene("hint");
        WorkflowRun build = scene.start("other", "echo 'over'");
        jenkins.waitForCompletion(build);
        Leak.of(scene.lock, build, UUID.randomUUID().toString());
        LockName lock = LockName.parse(scene.lock).orElseThrow();
        Acme.configure(acme.yaml("    reaper:\n      intervalSeconds: 3600"));
        try {
            MergeGateReaper.get().lookAt(lock, Duration.ofHours(1));
            assertThat(scene.resource().orElseThrow().getBuild()).isSameAs(build);

            MergeGateReaper.get().lookAt(lock, Duration.ZERO);
            assertThat(scene.resource().map(LockableResource::getBuild)).isEmpty();
        } finally {
            Acme.configure(acme.yaml("    reaper:\n      enabled: false"));
        }
    }

    @Test
    void switchedOffItOnlyCounts() throws Exception {
        Scene scene = scene("off");
        WorkflowRun build = scene.start("other", "echo 'over'");
        jenkins.waitForCompletion(build);
        Leak.of(scene.lock, build, UUID.randomUUID().toString());

        Reaper.Tick tick = tick(rules(false, true));

        assertLeftAlone(tick, scene, build);
        assertThat(tick.snapshot().scanned()).isPositive();
        assertThat(tick.snapshot().reclaimed()).isZero();
        assertTaken(tick(), scene, Tier.FINISHED);
    }

    @Test
    void theApiShowsTheLastLookAndItsErrorsToThoseWhoMayManage() throws Exception {
        Scene scene = scene("api");
        WorkflowRun build = scene.start("other", "echo 'over'");
        jenkins.waitForCompletion(build);
        Leak.of(scene.lock, build, UUID.randomUUID().toString());
        ReaperSnapshot snapshot = tick().snapshot();

        JSONObject reaper =
                jenkins.getJSON("merge-gate/api/json").getJSONObject().getJSONObject("reaper");

        assertThat(reaper.getString("time")).isEqualTo(snapshot.time().toString());
        assertThat(reaper.getInt("reclaimed")).isEqualTo(1);
        assertThat(reaper.getInt("scanned")).isEqualTo(snapshot.scanned());
        assertThat(reaper.getInt("settled")).isEqualTo(snapshot.settled());
        assertThat(reaper.getJSONArray("errors").isEmpty()).isTrue();

        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(
                new MockAuthorizationStrategy().grant(Jenkins.READ).everywhere().toEveryone());
        try {
            reaper = jenkins.getJSON("merge-gate/api/json").getJSONObject().getJSONObject("reaper");
            assertThat(reaper.get("errors")).isEqualTo(JSONNull.getInstance());
        } finally {
            jenkins.jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
            jenkins.jenkins.setSecurityRealm(SecurityRealm.NO_AUTHENTICATION);
        }
    }

    @Test
    void itTicksByItself() throws Exception {
        Instant before = Instant.now();
        Acme.configure(acme.yaml("    reaper:\n      intervalSeconds: 1"));
        try {
            await().atMost(Scene.PATIENCE).until(() -> {
                ReaperSnapshot last = MergeGateReaper.get().last();
                return last != null && last.time().isAfter(before);
            });
            assertThat(MergeGateReaper.get().last().errors()).isEqualTo(List.of());
        } finally {
            Acme.configure(acme.yaml("    reaper:\n      enabled: false"));
        }
    }
}
