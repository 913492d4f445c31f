// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.Result;
import io.jenkins.plugins.mergegate.Acme;
import io.jenkins.plugins.mergegate.testkit.EmbeddedRepository;
import io.jenkins.plugins.mergegate.testkit.faults.Fault;
import io.jenkins.plugins.mergegate.testkit.faults.Hold;
import io.jenkins.plugins.mergegate.testkit.faults.MergeMoment;
import io.jenkins.plugins.mergegate.testkit.model.RefUpdate;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jenkins.plugins.lockableresources.LockableResource;
import org.jenkins.plugins.lockableresources.LockableResourcesManager;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.steps.input.InputAction;
import org.jenkinsci.plugins.workflow.support.steps.input.InputStepExecution;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * Jenkins ends while a build stands in each phase of the gate, and starts again. Each phase has a repository of its own;
 * the job and the repository bear its name. The Gitea lives in the JVM of the test, so it outlives the Jenkins.
 */
class RestartTest {
    /** The build of each job, and the branch of its repository that it brings through the gate. */
    private static final Map<String, String> BRANCHES = branches();

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String LOCKS = "org.jenkins.plugins.lockableresources.LockableResourcesManager.xml";

    /** Lockable resources are saved late: what a crash loses that comes within a second of a change is always lost here. */
    @RegisterExtension
    private final RealJenkinsExtension jenkins = new RealJenkinsExtension()
            .withTimeout(900)
            .javaOptions("-Xmx768m", "-Dorg.jenkins.plugins.lockableresources.SAVE_COALESCE_MS=3600000");

    @TempDir
    Path directory;

    private Acme acme;
    private final Map<String, Hold> holds = new LinkedHashMap<>();

    private static Map<String, String> branches() {
        Map<String, String> branches = new LinkedHashMap<>();
        branches.put("body", "feature/x");
        branches.put("queued", "feature/y");
        branches.put("pushing", "feature/x");
        branches.put("pushed", "feature/x");
        branches.put("merging", "feature/x");
        branches.put("merged", "feature/x");
        branches.put("verifying", "feature/x");
        return branches;
    }

    /** The one that is queued waits for the one in its body. */
    private static String repositoryOf(String job) {
        return job.equals("queued") ? "body" : job;
    }

    @BeforeEach
    void setUp() {
        acme = new Acme(directory);
    }

    @AfterEach
    void tearDown() {
        acme.close();
    }

    @Test
    void anOrderlyRestartInEveryPhase() throws Throwable {
        jenkins.startJenkins();
        setUpJenkins();
        everyPhase();

        CompletableFuture<Boolean> answered = CompletableFuture.supplyAsync(this::answerAMergeCallAtTheLastMoment);
        jenkins.stopJenkins();
        assertThat(answered.get()).isTrue();
        acme.server.faults().clear();
        jenkins.startJenkins();

        everyBuildMerges();
    }

    /** A call that is answered while Jenkins stops: the run comes to a stop behind it. */
    private boolean answerAMergeCallAtTheLastMoment() {
        await().atMost(PATIENCE).until(() -> stopping());
        holds.get("merged").release();
        return true;
    }

    /** Whether Jenkins says so. */
    private boolean stopping() {
        try {
            return jenkins.runRemotely(RestartTest::isStopping);
        } catch (Throwable e) {
            return true;
        }
    }

    private static Boolean isStopping(JenkinsRule rule) {
        return Jenkins.get().isQuietingDown();
    }

    @Test
    void aCrashInEveryPhase() throws Throwable {
        jenkins.startJenkins();
        setUpJenkins();
        String stale = aLockThatIsSavedAndThenReleased();
        everyPhase();

        jenkins.stopJenkinsForcibly();
        Path home = jenkins.getHome().toPath();
        assertThat(home.resolve(LOCKS)).as("locks were saved late").doesNotExist();
        Files.writeString(home.resolve(LOCKS), stale);
        assertThat(home.resolve("jobs/body/builds/1/program.dat")).exists();
        assertThat(filesWithTheToken(home)).isEmpty();
        holds.forEach((name, hold) -> {
            if (!name.equals("merging")) {
                hold.release();
            }
        });
        jenkins.startJenkins();
        // The merge call of the dead Jenkins is still at work when the resumed run looks, and calls again.
        await().atMost(PATIENCE).until(() -> repository("merging").hasWaitingMerge(1));
        holds.get("merging").release();

        aBuildGetsTheLockThatWasReleasedBeforeTheCrash();
        everyBuildMerges();
        assertThat(filesWithTheToken(home)).isEmpty();
    }

    /** A build that merged and goes on with something else, its lock taken on disk and released in memory. */
    private String aLockThatIsSavedAndThenReleased() throws Throwable {
        EmbeddedRepository repository = acme.repository("released");
        Acme.branch(repository, "feature/x");
        Acme.branch(repository, "feature/y");
        jenkins.runRemotely(RestartTest::startWithTwoInputs, "released");
        String saved = jenkins.runRemotely(RestartTest::locksAfterFirstInput, "released");
        jenkins.runRemotely(RestartTest::goOn, "released");
        jenkins.runRemotely(RestartTest::awaitInput, "released", "After");
        return saved;
    }

    private void aBuildGetsTheLockThatWasReleasedBeforeTheCrash() throws Throwable {
        jenkins.runRemotely(RestartTest::start, "next", "released", "feature/y");
        jenkins.runRemotely(RestartTest::assertMerged, "next");
        jenkins.runRemotely(RestartTest::goOn, "released");
        jenkins.runRemotely(RestartTest::assertMerged, "released");
        assertThat(merges("released")).hasSize(2);
    }

    private void setUpJenkins() throws Throwable {
        jenkins.runRemotely(
                RestartTest::configure, acme.token, acme.yaml().replace("deadlineSeconds: 20", "deadlineSeconds: 600"));
    }

    /** Brings a build to a standstill in each phase. */
    private void everyPhase() throws Throwable {
        for (String job : BRANCHES.keySet()) {
            if (repositoryOf(job).equals(job)) {
                acme.repository(job);
            }
            Acme.branch(repository(job), BRANCHES.get(job));
        }
        Acme.mainMoves(repository("pushing"), "other.txt");
        Acme.mainMoves(repository("pushed"), "other.txt");
        holds.put("pushing", on(Call.GIT_PUSH, "pushing").hang());
        holds.put("pushed", on(Call.GIT_PUSH, "pushed").hangAfterWork());
        holds.put("merging", on(Call.MERGE, "merging").hangDuring(MergeMoment.BEFORE_PUSH));
        holds.put("merged", on(Call.MERGE, "merged").hangDuring(MergeMoment.AFTER_PUSH));
        CompletableFuture<Hold> look = new CompletableFuture<>();
        on(Call.MERGE, "verifying")
                .runAfter(() -> look.complete(on(Call.GIT_FETCH, "verifying").hang()));

        jenkins.runRemotely(RestartTest::startInNode, "body", BRANCHES.get("body"));
        jenkins.runRemotely(RestartTest::awaitInput, "body", "Go");
        for (String job : BRANCHES.keySet()) {
            if (!job.equals("body")) {
                jenkins.runRemotely(RestartTest::start, job, repositoryOf(job), BRANCHES.get(job));
            }
        }
        holds.put("verifying", look.get());
        holds.forEach(
                (name, hold) -> assertThat(hold.awaitArrival(PATIENCE)).as(name).isTrue());
        jenkins.runRemotely(RestartTest::awaitMessage, "queued", "Waiting for");
    }

    private void everyBuildMerges() throws Throwable {
        jenkins.runRemotely(RestartTest::awaitInput, "body", "Go");
        jenkins.runRemotely(RestartTest::goOn, "body");
        for (String job : BRANCHES.keySet()) {
            jenkins.runRemotely(RestartTest::assertMerged, job);
        }
        Map<String, Integer> changes = new TreeMap<>();
        BRANCHES.keySet().forEach(job -> changes.merge(repositoryOf(job), 1, Integer::sum));
        changes.forEach((name, count) ->
                assertThat(merges(name)).as("merges into " + name).hasSize(count));
        BRANCHES.forEach((job, branch) -> assertThat(repository(job).read("main", Acme.file(branch)))
                .as(job)
                .isPresent());
        for (String pushed : List.of("pushing", "pushed")) {
            assertThat(repository(pushed).refLog("feature/x"))
                    .filteredOn(update -> update.cause() == RefUpdate.Cause.PUSH)
                    .as("pushes of " + pushed)
                    .hasSize(1);
        }
        assertThat(jenkins.runRemotely(RestartTest::locked)).isEmpty();
        assertThat(openRecords()).isEmpty();
    }

    private EmbeddedRepository repository(String job) {
        return acme.server.repository("acme", repositoryOf(job));
    }

    private Fault on(Call call, String repository) {
        return acme.server
                .faults()
                .on(call)
                .when(request -> request.path().contains("/acme/" + repository + "/")
                        || request.path().contains("/acme/" + repository + ".git/"));
    }

    private List<RefUpdate> merges(String repository) {
        return acme.server.repository("acme", repository).refLog("main").stream()
                .filter(update -> update.cause() == RefUpdate.Cause.MERGE)
                .toList();
    }

    private List<String> openRecords() throws IOException {
        try (Stream<Path> files = Files.list(jenkins.getHome().toPath().resolve("merge-gate/journal"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .toList();
        }
    }

    /** Also in what was written while a build ran; the archives of the installed plugins are left out. */
    private List<Path> filesWithTheToken(Path home) throws IOException {
        assertThat(home.resolve("credentials.xml")).content().contains("<id>gitea</id>");
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(path -> !path.startsWith(home.resolve("plugins")))
                    .toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(acme.token)) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    // What follows runs inside of Jenkins.

    private static void configure(JenkinsRule rule, String token, String yaml) throws Throwable {
        Acme.setUp(token, yaml);
    }

    private static void start(JenkinsRule rule, String job, String repository, String branch) throws Throwable {
        Acme.job(
                        job,
                        "def r = mergeGate(repository: 'acme/" + repository + "', branch: '" + branch + "') {",
                        "  echo \"tested ${env.MERGE_GATE_SHA}\"",
                        "}",
                        "echo \"outcome ${r.outcome}\"")
                .scheduleBuild2(0)
                .waitForStart();
    }

    private static void startInNode(JenkinsRule rule, String job, String branch) throws Throwable {
        Acme.job(
                        job,
                        "node {",
                        "  def r = mergeGate(repository: 'acme/" + job + "', branch: '" + branch + "') {",
                        "    echo \"tested ${env.MERGE_GATE_SHA}\"",
                        "    input id: 'Go', message: 'Go on?'",
                        "  }",
                        "  echo \"outcome ${r.outcome}\"",
                        "}")
                .scheduleBuild2(0)
                .waitForStart();
    }

    private static void startWithTwoInputs(JenkinsRule rule, String job) throws Throwable {
        Acme.job(
                        job,
                        "def r = mergeGate(repository: 'acme/" + job + "', branch: 'feature/x') {",
                        "  echo \"tested ${env.MERGE_GATE_SHA}\"",
                        "  input id: 'Go', message: 'Go on?'",
                        "}",
                        "echo \"outcome ${r.outcome}\"",
                        "input id: 'After', message: 'Go on?'")
                .scheduleBuild2(0)
                .waitForStart();
    }

    private static WorkflowRun build(String job) {
        return Jenkins.get().getItemByFullName(job, WorkflowJob.class).getBuildByNumber(1);
    }

    private static void awaitMessage(JenkinsRule rule, String job, String text) throws Throwable {
        rule.waitForMessage(text, build(job));
    }

    private static void awaitInput(JenkinsRule rule, String job, String id) throws Throwable {
        await().atMost(PATIENCE).until(() -> {
            assertThat(build(job).isBuilding()).as(job + " goes on").isTrue();
            return inputs(job).stream().anyMatch(input -> input.getId().equals(id));
        });
    }

    private static List<InputStepExecution> inputs(String job) throws Exception {
        InputAction action = build(job).getAction(InputAction.class);
        return action == null ? List.of() : action.getExecutions();
    }

    private static void goOn(JenkinsRule rule, String job) throws Throwable {
        inputs(job).get(0).doProceedEmpty();
    }

    private static String locksAfterFirstInput(JenkinsRule rule, String job) throws Throwable {
        awaitInput(rule, job, "Go");
        String saved = Jenkins.XSTREAM2.toXML(LockableResourcesManager.get());
        assertThat(saved).contains("acme/released", "released#1");
        return saved;
    }

    private static void assertMerged(JenkinsRule rule, String job) throws Throwable {
        WorkflowRun build = build(job);
        await().atMost(PATIENCE).until(() -> !build.isLogUpdated());
        rule.assertBuildStatus(Result.SUCCESS, build);
        rule.assertLogContains("outcome MERGED", build);
        for (String once : List.of("\ntested ", "[Pipeline] // mergeGate", "\nFinished: ")) {
            assertThat(JenkinsRule.getLog(build).split(Pattern.quote(once), -1))
                    .as("once in the log of " + job + ": " + once)
                    .hasSize(2);
        }
    }

    private static ArrayList<String> locked(JenkinsRule rule) {
        synchronized (LockableResourcesManager.syncResources) {
            ArrayList<String> locked = new ArrayList<>();
            for (LockableResource resource : LockableResourcesManager.get().getResources()) {
                if (!resource.isFree()) {
                    locked.add(resource.getName());
                }
            }
            return locked;
        }
    }
}
