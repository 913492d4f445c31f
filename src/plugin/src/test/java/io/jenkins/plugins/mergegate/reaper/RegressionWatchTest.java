// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.reaper;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.mergegate.Acme;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.hold.Hold;
import io.jenkins.plugins.mergegate.hold.HoldDesk;
import io.jenkins.plugins.mergegate.run.GateRuns;
import io.jenkins.plugins.mergegate.testkit.EmbeddedRepository;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Somebody pushes to the target past the gate. Each test has a repository of its own. */
@WithJenkins
class RegressionWatchTest {
    private static final String LOGIN = "login.txt";

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

    /** A repository whose main has a marker, and a first merged branch. */
    private static EmbeddedRepository guarded(String name) throws Exception {
        EmbeddedRepository repository = acme.repository(name);
        repository.commit(
                "main",
                Map.of(LOGIN, "LOGIN", ".merge-gate/markers.yml", "markers:\n- text: LOGIN\n"),
                "A login that must stay");
        gate(name, repository, "first", Result.SUCCESS);
        return repository;
    }

    private static WorkflowRun gate(String name, EmbeddedRepository repository, String branch, Result result)
            throws Exception {
        Acme.branch(repository, branch);
        WorkflowRun build = Acme.job(
                        name + "-" + branch,
                        "mergeGate(repository: 'acme/" + name + "', branch: '" + branch + "') { echo 'ok' }")
                .scheduleBuild2(0)
                .get();
        return jenkins.assertBuildStatus(result, build);
    }

    private static List<Hold> holds(String name) throws IOException {
        return HoldDesk.get().list().stream()
                .filter(hold -> hold.repository().toString().equals("acme/" + name))
                .toList();
    }

    private static long fetches(String name) {
        return acme.server.requests().stream()
                .filter(request -> request.path().contains("/acme/" + name + ".git"))
                .filter(request -> request.call() == Call.GIT_FETCH)
                .count();
    }

    @Test
    void aPushThatLosesAMarkerClosesTheTarget() throws Exception {
        EmbeddedRepository repository = guarded("lost");
        RegressionWatch.get().look();
        assertThat(holds("lost")).isEmpty();

        String tip = repository.commit("main", Map.of(LOGIN, "gone"), "Straight to main");
        RegressionWatch.get().look();

        assertThat(holds("lost")).singleElement().satisfies(hold -> {
            assertThat(hold.scope()).isEqualTo(Hold.Scope.TARGET);
            assertThat(hold.reason()).isEqualTo(Reason.MAIN_REGRESSED);
            assertThat(hold.sha()).isEqualTo(tip);
            assertThat(hold.message()).contains("LOGIN");
        });
        jenkins.assertLogContains("HELD/TARGET_HELD", gate("lost", repository, "second", Result.FAILURE));
    }

    @Test
    void aReleasedTargetIsClosedAgainOnlyByAnotherPush() throws Exception {
        EmbeddedRepository repository = guarded("released");
        repository.commit("main", Map.of(LOGIN, "gone"), "Straight to main");
        RegressionWatch.get().look();
        String id = holds("released").get(0).id();
        assertThat(HoldDesk.get().release(id, "alice", "known, the fix is under way"))
                .isTrue();

        RegressionWatch.get().look();
        assertThat(holds("released")).isEmpty();

        Acme.mainMoves(repository, "other.txt");
        RegressionWatch.get().look();
        assertThat(holds("released")).hasSize(1);
    }

    @Test
    void whatARunFoundAndAPersonReleasedIsNotFoundAgain() throws Exception {
        EmbeddedRepository repository = guarded("found");
        repository.createBranch("loses", "main");
        repository.commit("loses", Map.of(LOGIN, "gone"), "No login any more");
        WorkflowRun build = Acme.job(
                        "found-loses", "mergeGate(repository: 'acme/found', branch: 'loses') { echo 'ok' }")
                .scheduleBuild2(0)
                .get();
        jenkins.assertLogContains("HELD/MAIN_REGRESSED", build);
        String id = holds("found").get(0).id();
        assertThat(HoldDesk.get().release(id, "alice", "meant so")).isTrue();

        RegressionWatch.get().look();

        assertThat(holds("found")).isEmpty();
    }

    @Test
    void aPushToABranchThatNobodyMergesIntoReadsNoRecord() throws Exception {
        guarded("busy");
        String server = acme.server.url().getAuthority();
        RepositoryId repository = new RepositoryId("acme", "busy");
        try (FileReads reads = new FileReads()) {
            RegressionWatch.get().look(server, repository, "first");
            assertThat(records(reads)).isEmpty();

            RegressionWatch.get().look(server, repository, "main");
            assertThat(records(reads)).isNotEmpty();
        }
    }

    private static List<Path> records(FileReads reads) throws IOException {
        return reads.files().stream()
                .filter(file -> file.toString().contains("merge-gate/journal"))
                .toList();
    }

    @Test
    void oneRecordThatCannotBeReadDoesNotKeepTargetsFromBeingLookedAt() throws Exception {
        EmbeddedRepository repository = guarded("unread");
        GateState run = GateRuns.get().records().recent(1).get(0);
        assertThat(run.request().repository().name()).isEqualTo("unread");
        gate("unread", repository, "second", Result.SUCCESS);
        Path record = GateRuns.get().directory().resolve("journal/closed/" + run.id() + ".json");
        Files.delete(record);
        Files.createDirectory(record);
        repository.commit("main", Map.of(LOGIN, "gone"), "Straight to main");
        try {
            RegressionWatch.get().look();
            assertThat(holds("unread")).hasSize(1);
        } finally {
            Files.delete(record);
        }
    }

    @Test
    void aListOfTargetsWithAnEntryThatIsNoneIsRead() throws Exception {
        EmbeddedRepository repository = guarded("list");
        Files.writeString(
                GateRuns.get().directory().resolve("targets.json"),
                "{\"targets\": [null, {}, {\"server\": \"git.example\", \"repository\": \"acme/list\"}]}");
        repository.commit("main", Map.of(LOGIN, "gone"), "Straight to main");

        RegressionWatch.get().look();

        assertThat(holds("list")).hasSize(1);
    }

    @Test
    void aTargetThatCannotBeReachedDoesNotKeepTheOthersFromBeingLookedAt() throws Exception {
        EmbeddedRepository away = guarded("away");
        EmbeddedRepository other = guarded("other");
        away.commit("main", Map.of(LOGIN, "gone"), "Straight to main");
        other.commit("main", Map.of(LOGIN, "gone"), "Straight to main");
        acme.server
                .faults()
                .on(Call.GIT_INFO)
                .when(request -> request.path().contains("/acme/away.git"))
                .always()
                .respond(500, "out of order");

        RegressionWatch.get().look();
        assertThat(holds("away")).isEmpty();
        assertThat(holds("other")).hasSize(1);

        acme.server.faults().clear();
        RegressionWatch.get().look();
        assertThat(holds("away")).hasSize(1);
    }

    @Test
    void switchedOffNothingIsAsked() throws Exception {
        EmbeddedRepository repository = guarded("off");
        repository.commit("main", Map.of(LOGIN, "gone"), "Straight to main");
        long before = fetches("off");
        String on = "    enabled: true\n    regressionGuard:\n      enabled: true\n    repositories: []";
        for (String off : List.of(
                on.replace("    enabled: true\n    reg", "    enabled: false\n    reg"),
                on.replace("      enabled: true", "      enabled: false"),
                on.replace("[]", "[acme/x]"))) {
            Acme.configure(acme.yaml(off));
            RegressionWatch.get().look();
        }
        assertThat(fetches("off")).isEqualTo(before);

        Acme.configure(acme.yaml(on));
        RegressionWatch.get().look();
        assertThat(holds("off")).hasSize(1);
    }
}
