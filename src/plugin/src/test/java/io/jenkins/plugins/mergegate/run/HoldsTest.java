// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Item;
import hudson.model.Result;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.security.AuthorizationStrategy;
import hudson.security.SecurityRealm;
import io.jenkins.plugins.mergegate.Acme;
import io.jenkins.plugins.mergegate.config.MergeGateConfiguration;
import io.jenkins.plugins.mergegate.config.MergeGatePermissions;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.hold.Hold;
import io.jenkins.plugins.mergegate.hold.HoldDesk;
import io.jenkins.plugins.mergegate.hold.SampleHolds;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.logging.Level;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.BuildWatcherExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What raises a hold, whom it stops, and what ends it; each test has a repository of its own. */
@WithJenkins
class HoldsTest {
    @RegisterExtension
    static final BuildWatcherExtension WATCHER = new BuildWatcherExtension();

    private static final String BODY = "echo 'the body ran'";
    private static final String AUDIT = "io.jenkins.plugins.mergegate.audit";

    /** A run that was not woken looks again ten seconds after it looked last. */
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    @TempDir
    static Path directory;

    private static Acme acme;
    private static JenkinsRule jenkins;
    private static int count;

    private final LogRecorder audit =
            new LogRecorder().record(AUDIT, Level.INFO).capture(100);
    private Scene scene;
    private String name;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        acme = new Acme(directory);
        acme.setUp();
    }

    @AfterAll
    static void stop() throws Exception {
        acme.close();
        jenkins.after();
    }

    @BeforeEach
    void setUp() {
        name = "held" + ++count;
        scene = new Scene(jenkins, acme, name);
    }

    @AfterEach
    void tearDown() throws Exception {
        audit.close();
        acme.server.faults().clear();
        MergeGateConfiguration.get().setHoldExpiryHours("0");
        jenkins.jenkins.setSecurityRealm(SecurityRealm.NO_AUTHENTICATION);
        jenkins.jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
        SampleHolds.clear();
    }

    @Test
    void aMarkerThatIsGoneClosesTheTarget() throws Exception {
        Hold hold = closeTarget();

        assertThat(hold.scope()).isEqualTo(Hold.Scope.TARGET);
        assertThat(hold.reason()).isEqualTo(Reason.MAIN_REGRESSED);
        assertTargetClosed(hold, gate("one", ""));
    }

    @Test
    void aMergeOfAnotherTreeThanTheTestedOneClosesTheTarget() throws Exception {
        scene.on(Call.MERGE).run(() -> Acme.mainMoves(scene.repository, "other.txt"));
        WorkflowRun build = gate("one", "");
        says("HELD/PROOF_MISMATCH", build);

        Hold hold = onlyHold();
        assertThat(hold.reason()).isEqualTo(Reason.PROOF_MISMATCH);
        assertThat(hold.scope()).isEqualTo(Hold.Scope.TARGET);
        assertThat(hold.by()).isEqualTo(GateRuns.holder(build));
        assertTargetClosed(hold, gate("two", ""));
    }

    @Test
    void aMergeThatKeepsFailingParksItsHeadAlone() throws Exception {
        scene.on(Call.MERGE).always().respond(500, "{\"message\":\"token " + acme.token + " is no good\"}");
        says("HELD/NOT_MERGED", gate("one", ""));
        acme.server.faults().clear();

        Hold hold = onlyHold();
        assertThat(hold.scope()).isEqualTo(Hold.Scope.BRANCH);
        assertThat(hold.branch()).isEqualTo("one");
        says("MERGED", gate("two", ""));
        WorkflowRun parked = again("one");
        says("HELD/NOT_MERGED", parked);
        jenkins.assertLogContains("is parked by hold " + hold.id(), parked);
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            String api = web.goTo("merge-gate/api/json", "application/json")
                    .getWebResponse()
                    .getContentAsString();
            assertThat(api).contains(hold.id()).doesNotContain(acme.token);
        }

        assertThat(HoldDesk.get().releaseByPerson(hold.id(), "the server is well again"))
                .isTrue();
        says("MERGED", again("one"));
    }

    @Test
    void whoWaitsForTheLockIsHeldAtOnceWhereverInTheLine() throws Exception {
        WorkflowRun holder = scene.inBody("holder");
        Acme.branch(scene.repository, "fix");
        WorkflowRun first =
                job("fix", "fix", ", priority: 100").scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("Waiting for " + scene.lock, first);
        List<WorkflowRun> others = List.of(scene.queued("second"), scene.queued("third"));
        // All of them have just looked, so none looks again by itself for a while.
        await().until(() -> others.stream().allMatch(this::hasAsked));

        HoldDesk.get()
                .raise(Hold.regressed(
                        acme.server.url().getAuthority(),
                        new RepositoryId("acme", name),
                        "main",
                        null,
                        "main regressed",
                        "somebody",
                        Instant.now()));

        await().atMost(AT_ONCE).untilAsserted(() -> {
            for (WorkflowRun build : others) {
                says("HELD/TARGET_HELD", build);
            }
        });
        assertThat(first.isBuilding()).as("it passes holds, and waits on").isTrue();
        assertThat(holder.isBuilding()).isTrue();
        scene.letGo("holder");
        says("HELD/TARGET_HELD", jenkins.waitForCompletion(holder));
        says("MERGED", jenkins.waitForCompletion(first));
        for (String branch : List.of("holder", "second", "third")) {
            assertThat(scene.isInMain(branch)).as(branch).isFalse();
        }
    }

    private boolean hasAsked(WorkflowRun build) {
        String branch = build.getParent().getName().substring(name.length() + 1);
        return scene.record(branch).filter(state -> state.lock() != null).isPresent();
    }

    @Test
    void theFixPassesForWhoMayManageTheGate() throws Exception {
        closeTarget();
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ, Item.BUILD)
                .everywhere()
                .to("dev", "boss")
                .grant(MergeGatePermissions.MANAGE)
                .everywhere()
                .to("boss"));
        Acme.branch(scene.repository, "fix");
        WorkflowJob almost = job("almost", "fix", ", priority: 99");
        WorkflowJob fix = job("fix", "fix", ", priority: 100");

        says("HELD/TARGET_HELD", startedBy("boss", almost));
        says("HELD/CONFIGURATION", startedBy("dev", fix));
        WorkflowRun passed = startedBy("boss", fix);
        says("MERGED", passed);

        assertThat(scene.isInMain("fix")).isTrue();
        assertThat(HoldDesk.get().list())
                .as("the target stays closed for the others")
                .hasSize(1);
        says("HELD/TARGET_HELD", gate("one", ""));
    }

    @Test
    void aReleaseWithAReasonOpensTheTarget() throws Exception {
        Hold hold = closeTarget();
        assertTargetClosed(hold, gate("one", ""));

        assertThat(HoldDesk.get().releaseByPerson(hold.id(), "reverted in #42")).isTrue();

        says("MERGED", again("one"));
        assertThat(SampleHolds.released().get(0)).satisfies(line -> {
            assertThat(line.hold()).isEqualTo(hold);
            assertThat(line.reason()).isEqualTo("reverted in #42");
        });
        assertThat(HoldDesk.get().releaseByPerson(hold.id(), "once more")).isFalse();
    }

    @Test
    void anOldHoldEndsByItself() throws Exception {
        Hold hold = closeTarget();
        SampleHolds.age(hold.id(), Duration.ofHours(25));
        says("HELD/TARGET_HELD", gate("one", ""));

        MergeGateConfiguration.get().setHoldExpiryHours("26");
        says("HELD/TARGET_HELD", again("one"));
        MergeGateConfiguration.get().setHoldExpiryHours("25");

        says("MERGED", again("one"));
        assertThat(HoldDesk.get().rows()).isEmpty();
        assertThat(auditOf(hold, "expired")).singleElement().asString().endsWith("it is older than 25 hours");

        Hold anew = closeTarget();
        assertThat(anew.id()).isEqualTo(hold.id());
        assertThat(anew.since()).isAfter(hold.since());
        assertTargetClosed(anew, gate("two", ""));
    }

    @Test
    void aDamagedHoldHoldsOnUntilSomebodyReleasesIt() throws Exception {
        MergeGateConfiguration.get().setHoldExpiryHours("1");
        Hold hold = closeTarget();
        Files.writeString(SampleHolds.file(hold.id()), "{\"id\":");
        says("HELD/TARGET_HELD", gate("one", ""));

        assertThat(HoldDesk.get().releaseByPerson(hold.id(), "nothing was wrong"))
                .isTrue();

        says("MERGED", again("one"));
        assertThat(auditOf(hold, "released")).singleElement().asString().endsWith("nothing was wrong");
    }

    @Test
    void theAuditLogHasOneLineForEachChange() throws Exception {
        Hold hold = closeTarget();
        closeTarget();
        assertThat(auditOf(hold, "raised"))
                .as("raised once")
                .singleElement()
                .asString()
                .contains("acme/" + name + " main", hold.by(), "MAIN_REGRESSED");

        HoldDesk.get().release("t-0000000000000000", "somebody", "no such hold");
        HoldDesk.get().release(hold.id(), "eve\nHold t-1 on it released by boss", "why\r\n\u001b[2Jnot\u2028there");

        assertThat(auditOf(hold, "released"))
                .singleElement()
                .asString()
                .matches("[^\\p{Cntrl}\u2028]*")
                .contains("by eve Hold t-1", "why   [2Jnot there");
        assertThat(audit.getMessages()).hasSize(2);
    }

    private List<String> auditOf(Hold hold, String what) {
        return audit.getMessages().stream()
                .filter(line -> line.startsWith("Hold " + hold.id() + " ") && line.contains(" " + what + " by "))
                .toList();
    }

    /** A build looks for a marker that main has lost. */
    private Hold closeTarget() throws Exception {
        WorkflowJob guard = Acme.job(
                name + "-guard-" + ++count,
                "regressionGuard(server: 'acme', repository: 'acme/" + name + "', markers: ['gone'])");
        jenkins.buildAndAssertStatus(Result.FAILURE, guard);
        return onlyHold();
    }

    private static Hold onlyHold() throws Exception {
        assertThat(HoldDesk.get().list()).hasSize(1);
        return HoldDesk.get().list().get(0);
    }

    private void assertTargetClosed(Hold hold, WorkflowRun build) throws Exception {
        says("HELD/TARGET_HELD", build);
        jenkins.assertBuildStatus(Result.FAILURE, build);
        jenkins.assertLogContains(hold.id(), build);
        jenkins.assertLogNotContains("the body ran", build);
    }

    /** A build of a new branch, to its end. @param more further parameters, beginning with a comma */
    private WorkflowRun gate(String branch, String more) throws Exception {
        Acme.branch(scene.repository, branch);
        return jenkins.waitForCompletion(
                job(branch, branch, more).scheduleBuild2(0).waitForStart());
    }

    /** The next build of a branch. */
    private WorkflowRun again(String branch) throws Exception {
        WorkflowJob job = jenkins.jenkins.getItemByFullName(name + "-" + branch, WorkflowJob.class);
        return jenkins.waitForCompletion(job.scheduleBuild2(0).waitForStart());
    }

    private WorkflowJob job(String suffix, String branch, String more) throws Exception {
        return Acme.job(
                name + "-" + suffix,
                "mergeGate(repository: 'acme/" + name + "', branch: '" + branch + "'" + more + ") { " + BODY + " }");
    }

    private static WorkflowRun startedBy(String user, WorkflowJob job) throws Exception {
        try (ACLContext as = ACL.as2(User.getById(user, true).impersonate2())) {
            CauseAction cause = new CauseAction(new Cause.UserIdCause());
            return jenkins.waitForCompletion(job.scheduleBuild2(0, cause).waitForStart());
        }
    }

    private static void says(String outcome, WorkflowRun build) throws Exception {
        jenkins.assertLogContains("[Merge Gate] " + outcome + ": ", build);
    }
}
