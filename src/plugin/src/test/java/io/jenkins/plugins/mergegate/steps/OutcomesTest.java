// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.steps;

import static io.jenkins.plugins.mergegate.steps.GateJobs.gate;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Queue;
import hudson.model.Result;
import io.jenkins.plugins.mergegate.Acme;
import io.jenkins.plugins.mergegate.config.MergeGateConfiguration;
import io.jenkins.plugins.mergegate.config.RetrySettings;
import io.jenkins.plugins.mergegate.testkit.EmbeddedRepository;
import io.jenkins.plugins.mergegate.testkit.model.MergeStyle;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.BuildWatcherExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Every outcome, and the result of the build that goes with it; in a plain job, without a node. */
@WithJenkins
class OutcomesTest {
    private static final String TESTING = "echo \"testing ${env.MERGE_GATE_SHA}\"";
    private static final String FILE = Acme.file(Acme.BRANCH);

    @RegisterExtension
    static final BuildWatcherExtension WATCHER = new BuildWatcherExtension();

    @TempDir
    static Path directory;

    private static JenkinsRule jenkins;
    private static Acme acme;
    private static GateJobs jobs;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        acme = new Acme(directory);
        acme.setUp();
        jobs = new GateJobs(jenkins, acme);
    }

    @AfterAll
    static void stop() throws Exception {
        jenkins.after();
        acme.close();
    }

    @AfterEach
    void leavesNothing() {
        acme.server.faults().clear();
        GateJobs.assertNoLock();
    }

    @Test
    void aBranchThatIsInMainIsLeftAlone() throws Exception {
        EmbeddedRepository app = jobs.repository();
        Acme.mainMoves(app, "one.txt");
        app.createBranch(Acme.BRANCH, "main");
        Acme.mainMoves(app, "two.txt");
        String main = app.head("main");

        WorkflowRun build = jobs.build(Result.SUCCESS, gate(app, "", TESTING));

        GateJobs.assertOutcome("ALREADY_IN_MAIN", build);
        jenkins.assertLogNotContains("testing", build);
        assertThat(app.pullRequests()).isEmpty();
        assertThat(app.head("main")).isEqualTo(main);
    }

    @Test
    void aGateThatIsSwitchedOffRunsTheBodyAndNothingElse() throws Exception {
        EmbeddedRepository app = jobs.repository();
        String head = Acme.branch(app, Acme.BRANCH);
        Acme.mainMoves(app, "other.txt");
        String main = app.head("main");
        try {
            MergeGateConfiguration.get().setEnabled("false");
            WorkflowRun off = jobs.build(
                    Result.SUCCESS,
                    "def r = " + gate(app, "", TESTING),
                    "echo \"returned ${r.outcome} ${r.attempts.size()} ${r.lock.name} ${r.proof.tree} ${r.headSha}\"");
            GateJobs.assertOutcome("DISABLED", off);
            jenkins.assertLogContains("returned DISABLED 0 null null " + head, off);
            jenkins.assertLogContains("testing " + head, off);

            WorkflowRun red = jobs.build(Result.FAILURE, gate(app, "", "error 'it is red'"));
            GateJobs.assertOutcome("RETEST_FAILED", red);

            MergeGateConfiguration.get().setEnabled("true");
            MergeGateConfiguration.get().setRepositories(List.of("other/*"));
            WorkflowRun elsewhere = jobs.build(Result.SUCCESS, gate(app, "", TESTING));
            GateJobs.assertOutcome("DISABLED", elsewhere);
            jenkins.assertLogContains("testing " + head, elsewhere);
        } finally {
            MergeGateConfiguration.get().setEnabled("true");
            MergeGateConfiguration.get().setRepositories(List.of());
        }
        assertThat(app.head(Acme.BRANCH)).isEqualTo(head);
        assertThat(app.head("main")).isEqualTo(main);
        assertThat(app.pullRequests()).isEmpty();
        assertThat(app.statuses(head)).isEmpty();
    }

    @Test
    void aBusyLockPutsABuildOffThatMayNotWait() throws Exception {
        EmbeddedRepository app = jobs.repository();
        Acme.branch(app, Acme.BRANCH);
        Acme.branch(app, "feature/y");
        WorkflowRun first = jobs.start(gate(app, "", "semaphore 'busy'"));
        SemaphoreStep.waitForStart("busy/1", first);

        WorkflowRun second = jobs.build(Result.NOT_BUILT, gate(app, "feature/y", ", whenBusy: 'defer'", TESTING));

        GateJobs.assertOutcome("DEFERRED/LOCK_BUSY", second);
        jenkins.assertLogContains("held by " + first.getParent().getFullName() + " #1", second);
        assertQueuedAgain(second);
        SemaphoreStep.success("busy/1", null);
        GateJobs.assertOutcome("MERGED", jobs.end(Result.SUCCESS, first));
        assertThat(app.read("main", Acme.file("feature/y"))).isEmpty();
    }

    @Test
    void aPolicyThatStillWaitsPutsTheBuildOffUntilItIsMet() throws Exception {
        EmbeddedRepository app = jobs.repository();
        String head = Acme.branch(app, Acme.BRANCH);
        app.protect("main", rule -> rule.requiredApprovals(1));
        try {
            MergeGateConfiguration.get().setRetry(retryFor("1"));
            WorkflowRun build = jobs.build(Result.NOT_BUILT, gate(app, "", TESTING));

            GateJobs.assertOutcome("DEFERRED/POLICY_PENDING", build);
            assertQueuedAgain(build);
            assertThat(app.read("main", FILE)).isEmpty();
        } finally {
            MergeGateConfiguration.get().setRetry(retryFor("20"));
        }
        assertThat(app.pullRequests())
                .singleElement()
                .matches(pull -> pull.headSha().equals(head) && pull.open());

        app.approve(app.pullRequests().get(0).number(), acme.server.createUser("acme"));
        GateJobs.assertOutcome("MERGED", jobs.build(Result.SUCCESS, gate(app, "", TESTING)));
        assertThat(app.pullRequests()).hasSize(1);
    }

    @Test
    void aRedReTestFailsTheBuildAndAWorseResultStays() throws Exception {
        EmbeddedRepository app = jobs.repository();
        Acme.branch(app, Acme.BRANCH);
        String main = app.head("main");

        assertRed(Result.FAILURE, app, "unstable 'a test failed'");
        assertRed(Result.FAILURE, app, "currentBuild.result = 'UNSTABLE'");
        assertRed(Result.FAILURE, app, "catchError(buildResult: 'FAILURE') { error 'caught' }");
        assertRed(Result.NOT_BUILT, app, "currentBuild.result = 'NOT_BUILT'; error 'no machine'");
        assertRed(Result.ABORTED, app, "timeout(time: 1, unit: 'MILLISECONDS') { semaphore 'never' }");

        assertThat(app.head("main")).isEqualTo(main);
        assertThat(app.pullRequests()).isEmpty();
    }

    @Test
    void aBuildThatWasUnstableBeforeTheReTestMayStillMerge() throws Exception {
        EmbeddedRepository app = jobs.repository();
        Acme.branch(app, Acme.BRANCH);

        WorkflowRun build = jobs.build(Result.UNSTABLE, "unstable 'lint'", gate(app, "", TESTING));

        GateJobs.assertOutcome("MERGED", build);
        assertThat(app.read("main", FILE)).hasValue("work");
    }

    @Test
    void whoPushesDuringTheReTestIsNotOverwritten() throws Exception {
        EmbeddedRepository app = jobs.repository();
        Acme.branch(app, Acme.BRANCH);
        String main = app.head("main");
        WorkflowRun build = jobs.start(gate(app, "", "semaphore 'moved'"));
        SemaphoreStep.waitForStart("moved/1", build);
        String theirs = app.commit(Acme.BRANCH, Map.of("theirs.txt", "more"), "Somebody else's");
        SemaphoreStep.success("moved/1", null);

        GateJobs.assertOutcome("BRANCH_MOVED", jobs.end(Result.FAILURE, build));

        assertThat(app.head(Acme.BRANCH)).isEqualTo(theirs);
        assertThat(app.head("main")).isEqualTo(main);
    }

    @Test
    void aMergeThatKeepsFailingIsHeldAndItsHeadParked() throws Exception {
        EmbeddedRepository app = jobs.repository();
        Acme.branch(app, Acme.BRANCH);
        String main = app.head("main");
        acme.server.resetRequests();
        acme.server.faults().on(Call.MERGE).always().respond(500, "");

        GateJobs.assertOutcome("HELD/NOT_MERGED", jobs.build(Result.FAILURE, gate(app, "", TESTING)));
        assertThat(mergeCalls()).isEqualTo(3);
        acme.server.faults().clear();
        WorkflowRun parked = jobs.build(Result.FAILURE, gate(app, "", TESTING));

        GateJobs.assertOutcome("HELD/NOT_MERGED", parked);
        jenkins.assertLogContains("parked", parked);
        assertThat(mergeCalls()).isEqualTo(3);
        assertThat(app.head("main")).isEqualTo(main);
        app.commit(Acme.BRANCH, Map.of("more.txt", "more"), "A new push");
        GateJobs.assertOutcome("MERGED", jobs.build(Result.SUCCESS, gate(app, "", TESTING)));
    }

    @Test
    void aMergeThatGiteaRefusesIsHeldAfterOneCallAtMost() throws Exception {
        EmbeddedRepository app = jobs.repository();
        app.settings().mergeStyles(MergeStyle.MERGE);
        Acme.branch(app, Acme.BRANCH);
        Acme.branch(app, "feature/y");
        String main = app.head("main");
        acme.server.resetRequests();

        WorkflowRun style = jobs.build(Result.FAILURE, gate(app, ", mergeStyle: 'squash'", TESTING));
        GateJobs.assertOutcome("HELD/MERGE_REFUSED", style);
        jenkins.assertLogNotContains("testing", style);
        assertThat(mergeCalls()).isZero();

        acme.server.faults().on(Call.MERGE).always().respond(403, "{\"message\":\"not for you\"}");
        WorkflowRun forbidden = jobs.build(Result.FAILURE, gate(app, "feature/y", "", TESTING));
        GateJobs.assertOutcome("HELD/MERGE_REFUSED", forbidden);
        jenkins.assertLogContains("not for you", forbidden);
        assertThat(mergeCalls()).isEqualTo(1);
        assertThat(app.head("main")).isEqualTo(main);
    }

    @Test
    void anotherTreeInMainThanTheOneThatWasTestedClosesTheTarget() throws Exception {
        EmbeddedRepository app = jobs.repository();
        Acme.branch(app, Acme.BRANCH);
        Acme.branch(app, "feature/y");
        acme.server.faults().beforeMerge(() -> Acme.mainMoves(app, "other.txt"));

        WorkflowRun build = jobs.build(Result.FAILURE, gate(app, "", TESTING));
        GateJobs.assertOutcome("HELD/PROOF_MISMATCH", build);
        assertThat(app.read("main", FILE)).as("nothing is rolled back").hasValue("work");

        String main = app.head("main");
        WorkflowRun next = jobs.build(Result.FAILURE, gate(app, "feature/y", "", TESTING));
        GateJobs.assertOutcome("HELD/TARGET_HELD", next);
        jenkins.assertLogNotContains("testing", next);
        assertThat(app.head("main")).isEqualTo(main);
    }

    @Test
    void aLostMarkerClosesTheTargetForAllButTheFix() throws Exception {
        EmbeddedRepository app = jobs.repository();
        app.commit("main", Map.of("login.txt", "LOGIN"), "Add the login");
        app.createBranch(Acme.BRANCH, "main");
        app.deleteFile(Acme.BRANCH, "login.txt", "Tidy up");
        Acme.branch(app, "feature/y");
        app.commit("fix", Map.of("login.txt", "LOGIN again"), "Bring the login back");
        String markers = ", markers: ['LOGIN']";

        WorkflowRun build = jobs.build(Result.FAILURE, gate(app, markers, TESTING));
        GateJobs.assertOutcome("HELD/MAIN_REGRESSED", build);
        jenkins.assertLogContains("\"LOGIN\"", build);
        assertThat(app.read("main", "login.txt")).as("nothing is rolled back").isEmpty();

        String main = app.head("main");
        GateJobs.assertOutcome(
                "HELD/TARGET_HELD", jobs.build(Result.FAILURE, gate(app, "feature/y", markers, TESTING)));
        assertThat(app.head("main")).isEqualTo(main);

        app.forceUpdate("fix", app.commitOnTopOf(main, "fix", Map.of("login.txt", "LOGIN again"), "Bring it back"));
        GateJobs.assertOutcome(
                "MERGED", jobs.build(Result.SUCCESS, gate(app, "fix", markers + ", priority: 100", TESTING)));
        assertThat(app.read("main", "login.txt")).hasValue("LOGIN again");
    }

    @Test
    void parametersThatCannotBeAreRefusedByNameBeforeAnyCall() throws Exception {
        EmbeddedRepository app = jobs.repository();
        String head = Acme.branch(app, Acme.BRANCH);
        acme.server.resetRequests();
        String own = "repository: '" + app.fullName() + "', branch: 'feature/x'";

        WorkflowRun build = jobs.build(
                Result.FAILURE,
                "def refused = [",
                "  mergeStyle: [" + own + ", mergeStyle: 'sideways'],",
                "  retest: [" + own + ", retest: 'sometimes'],",
                "  whenBusy: [" + own + ", whenBusy: 'panic'],",
                "  maxCatchUps: [" + own + ", maxCatchUps: -1],",
                "  server: [" + own + ", server: 'nobody'],",
                "  credentialsId: [" + own + ", credentialsId: 'nothing'],",
                "  gitCredentialsId: [" + own + ", gitCredentialsId: 'nothing'],",
                "  target: [" + own + ", target: 'a..b'],",
                "  repository: [repository: 'no slash', branch: 'feature/x'],",
                "  branch: [repository: '" + app.fullName() + "'],",
                "]",
                "refused.each { name, parameters ->",
                "  def r = mergeGate(parameters + [propagate: false]) { error 'it must not run' }",
                "  echo \"REFUSED ${name}: ${r.outcome}/${r.reason} ${r.message.startsWith(name)}\"",
                "}",
                "mergeGate(" + own + ", whenBusy: 'panic') { error 'it must not run' }");

        for (String name : List.of(
                "mergeStyle",
                "retest",
                "whenBusy",
                "maxCatchUps",
                "server",
                "credentialsId",
                "gitCredentialsId",
                "target",
                "repository",
                "branch")) {
            jenkins.assertLogContains("REFUSED " + name + ": HELD/CONFIGURATION true", build);
        }
        jenkins.assertLogNotContains("it must not run", build);
        assertThat(acme.server.requests()).isEmpty();
        assertThat(app.head(Acme.BRANCH)).isEqualTo(head);
    }

    @Test
    void aBranchOrTargetThatIsNotThereIsAMistakeOfTheConfiguration() throws Exception {
        EmbeddedRepository app = jobs.repository();
        Acme.branch(app, Acme.BRANCH);

        GateJobs.assertOutcome("HELD/CONFIGURATION", jobs.build(Result.FAILURE, gate(app, "nowhere", "", TESTING)));
        GateJobs.assertOutcome(
                "HELD/CONFIGURATION", jobs.build(Result.FAILURE, gate(app, ", target: 'nowhere'", TESTING)));
        GateJobs.assertOutcome("HELD/CONFIGURATION", jobs.build(Result.FAILURE, gate(app, "main", "", TESTING)));
        assertThat(app.pullRequests()).isEmpty();
    }

    @Test
    void aMainThatMovesMoreOftenThanAllowedIsHeld() throws Exception {
        EmbeddedRepository app = jobs.repository();
        Acme.branch(app, Acme.BRANCH);
        WorkflowRun build = jobs.start(gate(app, ", maxCatchUps: 0", "semaphore 'limit'"));
        SemaphoreStep.waitForStart("limit/1", build);
        Acme.mainMoves(app, "other.txt");
        String main = app.head("main");
        SemaphoreStep.success("limit/1", null);

        GateJobs.assertOutcome("HELD/CATCH_UP_LIMIT", jobs.end(Result.FAILURE, build));

        assertThat(app.head("main")).isEqualTo(main);
    }

    @Test
    void aServerThatIsAwayParksNothing() throws Exception {
        EmbeddedRepository app = jobs.repository();
        Acme.branch(app, Acme.BRANCH);
        acme.server.faults().on(Call.ANY).always().cut();
        GateJobs.assertOutcome("HELD/GITEA_UNREACHABLE", jobs.build(Result.FAILURE, gate(app, "", TESTING)));

        acme.server.faults().clear();
        GateJobs.assertOutcome("MERGED", jobs.build(Result.SUCCESS, gate(app, "", TESTING)));
    }

    @Test
    void whoAbortsTheReTestAbortsTheBuildWhateverIsPropagated() throws Exception {
        EmbeddedRepository app = jobs.repository();
        Acme.branch(app, Acme.BRANCH);
        String main = app.head("main");
        WorkflowRun build = jobs.start(gate(app, ", propagate: false", "semaphore 'abort'"), "echo 'it went on'");
        SemaphoreStep.waitForStart("abort/1", build);
        build.getExecutor().interrupt();

        jobs.end(Result.ABORTED, build);

        GateJobs.assertOutcome("ABORTED", build);
        jenkins.assertLogNotContains("it went on", build);
        assertThat(app.head("main")).isEqualTo(main);
        GateJobs.assertNoLock();
        GateJobs.assertOutcome("MERGED", jobs.build(Result.SUCCESS, gate(app, "", TESTING)));
    }

    @Test
    void theBranchIsMergedInTheStyleAndUnderTheTitleThatTheStepNames() throws Exception {
        EmbeddedRepository app = jobs.repository();
        String head = Acme.branch(app, Acme.BRANCH);
        app.commit(Acme.BRANCH, Map.of("more.txt", "more"), "More work");
        String before = app.head("main");

        WorkflowRun squash = jobs.build(
                Result.SUCCESS, gate(app, ", mergeStyle: 'squash', title: 'All of it', deleteBranch: true", TESTING));
        GateJobs.assertOutcome("MERGED", squash);
        jenkins.assertLogContains("by its tree alone", squash);
        assertThat(app.log("main")).hasSize(2).endsWith(before);
        assertThat(app.isAncestor(head, "main")).isFalse();
        assertThat(app.pullRequests())
                .singleElement()
                .matches(pull -> pull.title().equals("All of it"));
        assertThat(app.hasBranch(Acme.BRANCH)).isFalse();

        String next = Acme.branch(app, "feature/y");
        WorkflowRun forward =
                jobs.build(Result.SUCCESS, gate(app, "feature/y", ", mergeStyle: 'fast-forward-only'", TESTING));
        GateJobs.assertOutcome("MERGED", forward);
        assertThat(app.head("main")).isEqualTo(next);
        assertThat(app.hasBranch("feature/y")).isTrue();
    }

    @Test
    void anEmptyBodyTestsNothingAndTheLogSaysSo() throws Exception {
        EmbeddedRepository app = jobs.repository();
        Acme.branch(app, Acme.BRANCH);

        WorkflowRun build = jobs.build(
                Result.SUCCESS, "def r = " + gate(app, "", ""), "echo \"retested ${r.retested} ${r.proof.ancestry}\"");

        GateJobs.assertOutcome("MERGED", build);
        jenkins.assertLogContains("No re-test was given: the combined tree is merged without a test.", build);
        jenkins.assertLogContains("retested false true", build);
    }

    @Test
    void aJobWhoseNextBuildWouldAbortThisOneIsWarned() throws Exception {
        EmbeddedRepository app = jobs.repository();
        Acme.branch(app, Acme.BRANCH);
        Acme.branch(app, "feature/y");

        WorkflowRun warned = jobs.build(
                Result.SUCCESS,
                "pipeline {",
                "  agent none",
                "  options { disableConcurrentBuilds(abortPrevious: true) }",
                "  stages { stage('Gate') { steps { " + gate(app, "", TESTING) + " } } }",
                "}");
        jenkins.assertLogContains("Warning: this job has disableConcurrentBuilds(abortPrevious: true)", warned);

        WorkflowRun quiet = jobs.build(
                Result.SUCCESS, "properties([disableConcurrentBuilds()])", gate(app, "feature/y", "", TESTING));
        jenkins.assertLogNotContains("Warning", quiet);
    }

    @Test
    void whatIsReturnedCanBeReadInTheSandboxForEveryOutcome() throws Exception {
        EmbeddedRepository app = jobs.repository();
        for (String branch : List.of("merged", "red", "conflict", "moved", "failing", "busy")) {
            Acme.branch(app, branch);
        }
        app.commit("conflict", Map.of("README.md", "mine"), "Mine");
        app.commit("main", Map.of("README.md", "theirs"), "Theirs");
        String away = ", propagate: false";
        acme.server.faults().on(Call.MERGE).skip(2).always().respond(500, "");

        WorkflowRun build = jobs.start(
                "def show(name, r) {",
                "  def first = r.attempts ? r.attempts[0] : [:]",
                "  def missing = ['outcome', 'reason', 'message', 'server', 'repository', 'branch', 'target', 'pullRequest',",
                "    'headSha', 'baseSha', 'validatedSha', 'validatedTree', 'mergedSha', 'rebased', 'retested', 'catchUps',",
                "    'proof', 'attempts', 'lock', 'regression', 'timings'].findAll { !r.containsKey(it) }",
                "  echo \"${name}: ${r.outcome} ${r.reason} attempts ${r.attempts.size()} ${first.number} ${first.status}"
                        + " ${first['class']} ${first.waitMillis}\"",
                "  echo \"${name} proof ${r.proof.ancestry} ${r.proof.tree} ${r.proof.gitea} rebased ${r.rebased}"
                        + " retested ${r.retested} catchUps ${r.catchUps} missing ${missing}\"",
                "  echo \"${name} lock ${r.lock.name} ${r.lock.token?.length()} ${r.lock.waitMillis >= 0}"
                        + " ${r.lock.holdMillis >= 0} timings ${r.timings.keySet().containsAll(['preflight'])}\"",
                "  echo \"${name} checked ${r.regression.checked} ${r.regression.missing} ${r.regression.skipped}\"",
                "}",
                "def r = " + gate(app, "merged", away + ", markers: ['work']", "echo 'green'"),
                "show('merged', r)",
                "def merged = r.validatedSha",
                "r = " + gate(app, "merged", away, "echo 'green'"),
                "show('again', r)",
                "r = " + gate(app, "red", away, "error 'it is red'"),
                "show('red', r)",
                "r = " + gate(app, "conflict", away, "echo 'green'"),
                "show('conflict', r)",
                "echo r.message",
                "r = " + gate(app, "moved", away, "semaphore 'returned'"),
                "show('moved', r)",
                "r = "
                        + gate(
                                app,
                                "busy",
                                away,
                                "show('busy', " + gate(app, "red", away + ", whenBusy: 'defer'", "") + ")"),
                "r = " + gate(app, "failing", away, "echo 'green'"),
                "show('failing', r)",
                "r = mergeGate(repository: '" + app.fullName()
                        + "', branch: 'red', whenBusy: 'panic', propagate: false) {}",
                "echo \"refused: ${r.outcome} ${r.reason} ${r.attempts} ${r.lock.name} ${r.proof.tree} ${r.timings}\"",
                "echo \"main has ${merged}\"");
        SemaphoreStep.waitForStart("returned/1", build);
        app.commit("moved", Map.of("theirs.txt", "more"), "Somebody else's");
        SemaphoreStep.success("returned/1", null);
        jobs.end(Result.SUCCESS, build);
        cancelQueued(build);

        String lock = "merge-gate/" + acme.server.url().getAuthority() + "/" + app.fullName() + "/main";
        assertShown(
                build,
                "merged: MERGED null attempts 1 1 200 CLAIMS_MERGED 0",
                "merged proof true true true rebased true retested true catchUps 0 missing []",
                "merged lock " + lock + " 36 true true timings true",
                "merged checked 1 [] null",
                "again: ALREADY_IN_MAIN null attempts 0",
                "red: RETEST_FAILED null attempts 0",
                "red proof null null null rebased true retested true catchUps 0 missing []",
                "conflict: CONFLICT null attempts 0",
                "README.md",
                "moved: BRANCH_MOVED null attempts 0",
                "busy: DEFERRED LOCK_BUSY attempts 0",
                "failing: HELD NOT_MERGED attempts 3 1 500",
                "refused: HELD CONFIGURATION [] null null [:]");
        assertThat(app.read("main", Acme.file("merged"))).hasValue("work");
        assertThat(app.read("main", Acme.file("failing"))).isEmpty();
    }

    private void assertShown(WorkflowRun build, String... lines) throws Exception {
        for (String line : lines) {
            jenkins.assertLogContains(line, build);
        }
    }

    private static void assertRed(Result result, EmbeddedRepository app, String body) throws Exception {
        GateJobs.assertOutcome("RETEST_FAILED", jobs.build(result, gate(app, "", body)));
    }

    private static void assertQueuedAgain(WorkflowRun build) {
        assertThat(cancelQueued(build)).as("%s is queued again", build).isTrue();
    }

    private static boolean cancelQueued(WorkflowRun build) {
        Queue queue = jenkins.jenkins.getQueue();
        Queue.Item item = queue.getItem(build.getParent());
        return item != null && queue.cancel(item);
    }

    private static RetrySettings retryFor(String deadlineSeconds) {
        RetrySettings retry = new RetrySettings();
        retry.setBackoffBaseSeconds("0");
        retry.setBackoffMaxSeconds("0");
        retry.setDeadlineSeconds(deadlineSeconds);
        return retry;
    }

    private static long mergeCalls() {
        return acme.server.requests().stream()
                .filter(request -> request.call() == Call.MERGE)
                .count();
    }
}
