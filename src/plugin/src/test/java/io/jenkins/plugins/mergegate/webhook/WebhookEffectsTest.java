// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Result;
import hudson.util.Secret;
import io.jenkins.plugins.mergegate.Acme;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.hold.Hold;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import io.jenkins.plugins.mergegate.hold.HoldDesk;
import io.jenkins.plugins.mergegate.lock.Leak;
import io.jenkins.plugins.mergegate.lock.LockDesk;
import io.jenkins.plugins.mergegate.run.GateRuns;
import io.jenkins.plugins.mergegate.testkit.EmbeddedRepository;
import io.jenkins.plugins.mergegate.testkit.model.MergeStyle;
import io.jenkins.plugins.mergegate.testkit.model.PullRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jenkins.plugins.lockableresources.LockableResource;
import org.jenkins.plugins.lockableresources.LockableResourcesManager;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.BuildWatcherExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Gitea tells what happened, and the gate looks at once. Each test has a repository of its own. */
@WithJenkins
class WebhookEffectsTest {
    @RegisterExtension
    static final BuildWatcherExtension WATCHER = new BuildWatcherExtension();

    private static final String SECRET = "what only Gitea knows";
    private static final String LOGIN = "login.txt";

    /** Nobody would have looked by himself: a queued run does every ten seconds, the watch every five minutes. */
    private static final Duration AT_ONCE = Duration.ofSeconds(6);

    @TempDir
    static Path directory;

    private static Acme acme;
    private static JenkinsRule jenkins;

    @BeforeAll
    static void setUp(JenkinsRule rule) throws Exception {
        jenkins = rule;
        acme = new Acme(directory);
        // A test does not wait for the time after a start to be over.
        Hints.get().grace = Duration.ZERO;
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "hook", "", Secret.fromString(SECRET)));
        Acme.setUp(
                acme.token,
                acme.yaml("    reaper:\n      intervalSeconds: 3600")
                        .replace(
                                "        credentialsId: gitea",
                                "        credentialsId: gitea\n        webhookSecretId: hook"));
    }

    @AfterAll
    static void tearDown() throws Exception {
        acme.close();
        jenkins.after();
    }

    private static EmbeddedRepository hooked(String name) throws Exception {
        EmbeddedRepository repository = acme.repository(name);
        repository.addWebhook(URI.create(jenkins.getURL() + "merge-gate/webhook"), SECRET, "push", "pull_request");
        return repository;
    }

    private static WorkflowRun start(String name, String branch, String body) throws Exception {
        return Acme.job(
                        name + "-" + branch,
                        "mergeGate(repository: 'acme/" + name + "', branch: '" + branch + "') { " + body + " }")
                .scheduleBuild2(0)
                .waitForStart();
    }

    private static String merged(EmbeddedRepository repository, String branch) throws Exception {
        Acme.branch(repository, branch);
        WorkflowRun build = start(repository.name(), branch, "echo 'ok'");
        jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(build));
        return GateRuns.get().records().recent(100).stream()
                .filter(state -> state.request().repository().name().equals(repository.name()))
                .filter(state -> state.request().branch().equals(branch))
                .map(GateState::id)
                .findFirst()
                .orElseThrow();
    }

    private static LockName lock(String name) {
        return new LockName(acme.server.url().getAuthority(), new RepositoryId("acme", name), "main");
    }

    private static List<Hold> holds(String name) throws IOException {
        return HoldDesk.get().list().stream()
                .filter(hold -> hold.repository().toString().equals("acme/" + name))
                .toList();
    }

    private static PullRequest mergedByHand(EmbeddedRepository repository, String branch) {
        Acme.branch(repository, branch);
        PullRequest pull = repository.openPullRequest(branch, "main", "By hand");
        repository.merge(pull.number(), MergeStyle.MERGE);
        return pull;
    }

    @Test
    void aPushPastTheGateThatLosesAMarkerClosesTheTarget() throws Exception {
        EmbeddedRepository repository = hooked("lost");
        repository.commit(
                "main",
                Map.of(LOGIN, "LOGIN", ".merge-gate/markers.yml", "markers:\n- text: LOGIN\n"),
                "A login that must stay");
        merged(repository, "first");

        String tip = repository.commit("main", Map.of(LOGIN, "gone"), "Straight to main");

        await().atMost(AT_ONCE)
                .untilAsserted(() -> assertThat(holds("lost")).singleElement().satisfies(hold -> {
                    assertThat(hold.scope()).isEqualTo(Hold.Scope.TARGET);
                    assertThat(hold.reason()).isEqualTo(Reason.MAIN_REGRESSED);
                    assertThat(hold.sha()).isEqualTo(tip);
                }));
    }

    @Test
    void aPushPastTheGateThatLosesNothingChangesNothing() throws Exception {
        EmbeddedRepository repository = hooked("kept");
        repository.commit(
                "main",
                Map.of(LOGIN, "LOGIN", ".merge-gate/markers.yml", "markers:\n- text: LOGIN\n"),
                "A login that must stay");
        merged(repository, "first");
        Acme.mainMoves(repository, "other.txt");
        merged(repository, "second");
        assertThat(holds("kept")).isEmpty();
    }

    @Test
    void aRunInLineLooksAgainWhenItsBranchIsPushed() throws Exception {
        EmbeddedRepository repository = hooked("waits");
        LockableResourcesManager manager = LockableResourcesManager.get();
        manager.createResourceWithLabel(lock("waits").toString(), null);
        LockableResource resource = manager.fromName(lock("waits").toString());
        manager.reserve(List.of(resource), "bob");
        Acme.branch(repository, "task");
        WorkflowRun build = start("waits", "task", "echo 'ok'");
        jenkins.waitForMessage("held by bob, who reserved it", build);

        manager.reassign(List.of(resource), "carol");
        repository.commit("task", Map.of("more.txt", "more"), "More");

        await().atMost(AT_ONCE).until(() -> jenkins.getLog(build).contains("held by carol, who reserved it"));
        build.doStop();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
    }

    @Test
    void aMergeFreesTheLockOfADeadRunIntoThatTarget() throws Exception {
        EmbeddedRepository repository = hooked("dead");
        String token = merged(repository, "first");
        WorkflowRun finished = jenkins.jenkins
                .getItemByFullName("dead-first", WorkflowJob.class)
                .getLastBuild();
        Leak.of(lock("dead").toString(), finished, token);
        assertThat(LockDesk.get().holder(lock("dead"))).isSameAs(finished);

        mergedByHand(repository, "second");

        await().atMost(AT_ONCE)
                .untilAsserted(
                        () -> assertThat(LockDesk.get().holder(lock("dead"))).isNull());
    }

    @Test
    void aMergeNeverTakesTheLockOfARunAtWork() throws Exception {
        EmbeddedRepository repository = hooked("alive");
        Acme.branch(repository, "task");
        WorkflowRun build = start("alive", "task", "semaphore 'alive'");
        SemaphoreStep.waitForStart("alive/1", build);
        EmbeddedRepository other = hooked("sentinel");
        String token = merged(other, "first");
        WorkflowRun finished = jenkins.jenkins
                .getItemByFullName("sentinel-first", WorkflowJob.class)
                .getLastBuild();
        Leak.of(lock("sentinel").toString(), finished, token);

        mergedByHand(repository, "by-hand");
        mergedByHand(other, "by-hand");

        // The looks go one after the other: once the second lock is free, the first one was looked at.
        await().atMost(AT_ONCE.multipliedBy(2))
                .untilAsserted(() ->
                        assertThat(LockDesk.get().holder(lock("sentinel"))).isNull());
        assertThat(LockDesk.get().holder(lock("alive"))).isSameAs(build);
        SemaphoreStep.success("alive/1", null);
        // Main has moved: the combined tree is tested again.
        SemaphoreStep.waitForStart("alive/2", build);
        SemaphoreStep.success("alive/2", null);
        jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(build));
        jenkins.assertLogContains("[Merge Gate] MERGED", build);
    }
}
