// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.Result;
import io.jenkins.plugins.mergegate.Acme;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import io.jenkins.plugins.mergegate.testkit.EmbeddedRepository;
import io.jenkins.plugins.mergegate.testkit.faults.Fault;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import io.jenkins.plugins.mergegate.testkit.traffic.RequestRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jenkins.plugins.lockableresources.LockableResource;
import org.jenkins.plugins.lockableresources.LockableResourcesManager;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.jvnet.hudson.test.JenkinsRule;

/** One repository with its merge lock, and the builds that want into its main; many fit into one Jenkins. */
final class Scene {
    /** Two politenesses, the wait for a call in flight, and a slow machine. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    final EmbeddedRepository repository;
    final String lock;
    private final JenkinsRule jenkins;
    private final Acme acme;
    private final String name;

    Scene(JenkinsRule jenkins, Acme acme, String name) {
        this(jenkins, acme, name, acme.repository(name));
    }

    private Scene(JenkinsRule jenkins, Acme acme, String name, EmbeddedRepository repository) {
        this.jenkins = jenkins;
        this.acme = acme;
        this.name = name;
        this.repository = repository;
        String server = acme.server.url().getAuthority();
        lock = new LockName(server, new RepositoryId("acme", name), "main").toString();
    }

    /** The same one after a restart. */
    Scene in(JenkinsRule restarted) {
        return new Scene(restarted, acme, name, repository);
    }

    /** The step for a branch, around this body. */
    String step(String branch, String body) {
        return "mergeGate(repository: 'acme/" + name + "', branch: '" + branch + "') { " + body + " }";
    }

    /** Starts a build of a new branch with this script. */
    WorkflowRun start(String branch, String script) throws Exception {
        WorkflowJob job = Acme.job(name + "-" + branch, script);
        return job.scheduleBuild2(0).waitForStart();
    }

    /** A build whose body has begun and lasts until {@link #letGo}. */
    WorkflowRun inBody(String branch) throws Exception {
        Acme.branch(repository, branch);
        return startInBody(branch);
    }

    /** As {@link #inBody}, of a branch that is behind main: its candidate had to be pushed. */
    WorkflowRun inBodyBehindMain(String branch) throws Exception {
        Acme.branch(repository, branch);
        Acme.mainMoves(repository, "before-" + branch);
        return startInBody(branch);
    }

    private WorkflowRun startInBody(String branch) throws Exception {
        WorkflowRun build = start(branch, step(branch, "semaphore '" + name + "-" + branch + "'"));
        awaitBody(branch, build);
        return build;
    }

    void awaitBody(String branch, WorkflowRun build) throws Exception {
        SemaphoreStep.waitForStart(name + "-" + branch + "/1", build);
    }

    /** Ends the body of {@link #inBody}. */
    void letGo(String branch) {
        SemaphoreStep.success(name + "-" + branch + "/1", null);
    }

    /** A build that stands in line for the lock; its body ends at once. */
    WorkflowRun queued(String branch) throws Exception {
        Acme.branch(repository, branch);
        WorkflowRun build = start(branch, step(branch, "echo 'ok'"));
        jenkins.waitForMessage("Waiting for " + lock, build);
        return build;
    }

    /** The next call of this kind to this repository. */
    Fault on(Call call) {
        return acme.server.faults().on(call).when(this::isMine);
    }

    private boolean isMine(RequestRecord request) {
        return request.path().contains("/acme/" + name + "/") || request.path().contains("/acme/" + name + ".git");
    }

    /** The calls that push or merge in this repository, so far. */
    List<Call> changes() {
        return acme.server.requests().stream()
                .filter(this::isMine)
                .map(RequestRecord::call)
                .filter(call -> call == Call.GIT_PUSH || call == Call.MERGE)
                .toList();
    }

    /** What the journal has of the run of a branch. */
    Optional<GateState> record(String branch) {
        try {
            return GateRuns.get().records().recent(500).stream()
                    .filter(state -> state.request().repository().equals(new RepositoryId("acme", name)))
                    .filter(state -> state.request().branch().equals(branch))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The resource of the lock; empty when there is none, as of a lock that nobody holds. */
    Optional<LockableResource> resource() {
        synchronized (LockableResourcesManager.syncResources) {
            return LockableResourcesManager.get().getResources().stream()
                    .filter(resource -> resource.getName().equals(lock))
                    .findFirst();
        }
    }

    /** No open record, and nobody has the lock. */
    void awaitSettled() {
        awaitClosed();
        await().atMost(PATIENCE)
                .until(() -> resource().map(LockableResource::isFree).orElse(true));
    }

    /** No open record. */
    void awaitClosed() {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(openRecords()).isEmpty());
    }

    private List<String> openRecords() throws IOException {
        Path journal = jenkins.jenkins.getRootDir().toPath().resolve("merge-gate/journal");
        try (Stream<Path> files = Files.list(journal)) {
            return files.filter(Files::isRegularFile)
                    .map(Scene::text)
                    .filter(text -> text.contains("acme/" + name + "\"") || text.contains("\"" + name + "\""))
                    .toList();
        }
    }

    /** A record that is closed meanwhile is gone. */
    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    boolean isInMain(String branch) {
        return repository.read("main", Acme.file(branch)).isPresent();
    }

    void assertMerged(WorkflowRun build, String branch) throws Exception {
        jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(build));
        jenkins.assertLogContains("[Merge Gate] MERGED", build);
        assertThat(isInMain(branch)).as("%s in main", branch).isTrue();
    }
}
