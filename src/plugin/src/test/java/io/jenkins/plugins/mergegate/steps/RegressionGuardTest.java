// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.mergegate.Acme;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.hold.Hold;
import io.jenkins.plugins.mergegate.hold.HoldDesk;
import io.jenkins.plugins.mergegate.run.GateRuns;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class RegressionGuardTest {
    private static final String WHERE = "server: 'acme', repository: 'acme/app'";
    private static final String SHOW =
            "def r = regressionGuard(%s)%necho \"got ${r.regressed} ${r.missing} ${r.checked} ${r.skipped}\"";

    @TempDir
    private Path folder;

    private JenkinsRule rule;
    private Acme acme;
    private int jobs;

    @BeforeEach
    void setUp(JenkinsRule j) throws Exception {
        rule = j;
        acme = new Acme(folder);
        acme.setUp();
        acme.app.commit("main", Map.of("a.txt", "first needle\nsecond pin\n"), "Add needles");
    }

    @AfterEach
    void close() {
        acme.close();
    }

    @Test
    void allMarkersAreThere() throws Exception {
        Run<?, ?> build = show(Result.SUCCESS, "markers: ['needle', 'pin'], " + WHERE);
        rule.assertLogContains("got false [] 2 null", build);
        rule.assertLogContains("[Merge Gate] All 2 markers are in main.", build);
        assertThat(HoldDesk.get().list()).isEmpty();
    }

    @Test
    void aLostMarkerClosesTheTarget() throws Exception {
        Run<?, ?> build = show(Result.FAILURE, "markers: ['needle', 'gone'], " + WHERE);
        rule.assertLogContains("ERROR: main regressed: missing \"gone\".", build);
        assertThat(HoldDesk.get().list()).singleElement().satisfies(hold -> {
            assertThat(hold.scope()).isEqualTo(Hold.Scope.TARGET);
            assertThat(hold.reason()).isEqualTo(Reason.MAIN_REGRESSED);
            assertThat(hold.repository().toString()).isEqualTo("acme/app");
            assertThat(hold.target()).isEqualTo("main");
            assertThat(hold.sha()).isEqualTo(acme.app.head("main"));
            assertThat(hold.by()).isEqualTo(GateRuns.holder(build));
        });
        Run<?, ?> again = show(Result.SUCCESS, "markers: ['needle', 'gone'], propagate: false, " + WHERE);
        rule.assertLogContains("got true [gone] 2 null", again);
        assertThat(HoldDesk.get().list()).hasSize(1);
    }

    @Test
    void markersComeFromAFileToo() throws Exception {
        acme.app.commit("main", Map.of(".merge-gate/markers.yml", "markers:\n  - text: needle\n"), "Usual");
        acme.app.commit("main", Map.of("ci/own.yml", "markers:\n  - text: pin\n  - text: gone\n"), "Own");
        rule.assertLogContains("got false [] 1 null", show(Result.SUCCESS, WHERE));
        Run<?, ?> own = show(Result.SUCCESS, "markersFile: 'ci/own.yml', propagate: false, " + WHERE);
        rule.assertLogContains("got true [gone] 2 null", own);
    }

    @Test
    void itFailsOpen() throws Exception {
        Run<?, ?> none = show(Result.SUCCESS, WHERE);
        rule.assertLogContains("Warning: nothing was looked for: no markers", none);
        rule.assertLogContains("got false [] 0 no markers", none);
        Run<?, ?> nowhere = show(Result.SUCCESS, "markers: ['needle'], target: 'nowhere', " + WHERE);
        rule.assertLogContains("Warning: nothing was looked for: The remote has no branch nowhere.", nowhere);
        Run<?, ?> file = show(Result.SUCCESS, "markers: ['needle'], markersFile: 'ci/none.yml', " + WHERE);
        rule.assertLogContains("All 1 markers are in main. Warning: some were not looked for: ci/none.yml", file);
        acme.server.faults().on(Call.GIT_INFO).always().respond(500, "");
        Run<?, ?> broken = show(Result.SUCCESS, "markers: ['gone'], " + WHERE);
        rule.assertLogContains("[Merge Gate] Warning: nothing was looked for: ", broken);
        assertThat(HoldDesk.get().list()).isEmpty();
    }

    @Test
    void whatCannotBeUsedIsRefused() throws Exception {
        refused("markers must be one line of 1 to 1000 characters.", "markers: ['a', ''], " + WHERE);
        refused("markers must be one line", "markers: ['a', null], " + WHERE);
        refused("markersFile must be a path inside the repository", "markersFile: '../x', " + WHERE);
        refused("repository ", "server: 'acme'");
    }

    @Test
    void aHoldThatCannotBeWrittenIsToldAbout() throws Exception {
        Path directory = rule.jenkins.getRootDir().toPath().resolve("merge-gate");
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("holds"), "in the way");
        Run<?, ?> build = show(Result.FAILURE, "markers: ['gone'], propagate: false, " + WHERE);
        rule.assertLogContains("main regressed: missing \"gone\".", build);
        rule.assertLogContains("The hold could not be written: ", build);
    }

    @Test
    void declarativeOnAnAgent() throws Exception {
        rule.createSlave("agent", "agent", null);
        Run<?, ?> build = build(
                Result.SUCCESS,
                "pipeline {",
                "  agent { label 'agent' }",
                "  stages {",
                "    stage('Guard') {",
                "      steps {",
                "        regressionGuard(markers: ['needle'], " + WHERE + ")",
                "        verifyInMain(sha: '" + acme.app.head("main") + "', " + WHERE + ")",
                "      }",
                "    }",
                "  }",
                "}");
        rule.assertLogContains("All 1 markers are in main.", build);
        rule.assertLogContains(" is in main (", build);
    }

    private void refused(String text, String arguments) throws Exception {
        rule.assertLogContains("ERROR: " + text, show(Result.FAILURE, arguments));
    }

    private Run<?, ?> show(Result expected, String arguments) throws Exception {
        return build(expected, String.format(SHOW, arguments));
    }

    private Run<?, ?> build(Result expected, String... script) throws Exception {
        WorkflowJob job = Acme.job("job-" + ++jobs, script);
        return rule.assertBuildStatus(expected, job.scheduleBuild2(0));
    }
}
