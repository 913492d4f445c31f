// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.mergegate.Acme;
import io.jenkins.plugins.mergegate.testkit.EmbeddedRepository;
import io.jenkins.plugins.mergegate.testkit.model.PullRequest;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jenkins.plugins.git.GitSCMSource;
import jenkins.plugins.git.traits.BranchDiscoveryTrait;
import jenkins.scm.api.mixin.ChangeRequestCheckoutStrategy;
import org.jenkinsci.plugin.gitea.OriginPullRequestDiscoveryTrait;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.BuildWatcherExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * Jenkinsfiles that whoever may push a branch, or open a pull request, wrote to use the gate's account on something
 * else. Each is refused before the account speaks to the server.
 */
@WithJenkins
class ForeignScriptTest {
    private static final String LIES = "'CHANGE_BRANCH=other', 'BRANCH_NAME=other', 'GIT_BRANCH=origin/other'";
    private static final String BODY = " { echo 'the body ran' }";

    @RegisterExtension
    static final BuildWatcherExtension WATCHER = new BuildWatcherExtension();

    @TempDir
    static Path directory;

    private static JenkinsRule jenkins;
    private static Acme acme;
    private static GateJobs jobs;

    private EmbeddedRepository app;
    private EmbeddedRepository other;
    private String main;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        acme = new Acme(directory);
        acme.setUp();
        jobs = new GateJobs(jenkins, acme);
        jobs.connectGitea();
    }

    @AfterAll
    static void stop() throws Exception {
        jenkins.after();
        acme.close();
    }

    /** A branch that is ready to be merged, here and in another repository, and a second target. */
    @BeforeEach
    void setUp() {
        app = jobs.repository();
        other = jobs.repository();
        Acme.branch(app, "other");
        Acme.branch(other, "other");
        app.createBranch("release", "main");
        main = app.head("main");
        acme.server.resetRequests();
    }

    @Test
    void aBranchReachesNothingButItself() throws Exception {
        script("wrong-repository", "mergeGate(repository: '" + other.fullName() + "', branch: 'other')");
        script("wrong-branch", "mergeGate(branch: 'other')");
        script("wrong-target", "mergeGate(target: 'release')");
        script("wrong-priority", "mergeGate(priority: 100)");
        script("wrong-environment", "withEnv(['CHANGE_TARGET=release', 'CHANGE_ID=1']) { mergeGate()" + BODY + " }");

        WorkflowMultiBranchProject project = branches();

        for (String field : List.of("repository", "branch", "target", "priority")) {
            assertRefused(field, project.getItem("wrong-" + field).getLastBuild());
        }
        assertRefused("target", project.getItem("wrong-environment").getLastBuild());
        assertNothingHappened();
    }

    @Test
    void theEnvironmentDoesNotLendABranchAnotherName() throws Exception {
        script("task", "mergeGate(deleteBranch: true)");

        WorkflowRun build = branches().getItem("task").getLastBuild();

        jenkins.assertBuildStatus(Result.SUCCESS, build);
        GateJobs.assertOutcome("MERGED", build);
        assertThat(app.hasBranch("task")).isFalse();
        assertThat(app.hasBranch("other")).isTrue();
        assertThat(app.read("main", Acme.file("task"))).hasValue("work");
        assertThat(app.read("main", Acme.file("other"))).isEmpty();
        assertThat(other.pullRequests()).isEmpty();
    }

    @Test
    void aPullRequestReachesNothingButItself() throws Exception {
        Map<String, PullRequest> pulls = new LinkedHashMap<>();
        Map<String, String> calls = Map.of(
                "repository", "mergeGate(repository: '" + other.fullName() + "', branch: 'other')",
                "branch", "mergeGate(branch: 'other')",
                "target", "mergeGate(target: 'release')",
                "priority", "mergeGate(priority: 100)");
        calls.forEach((name, call) -> {
            script("wrong-" + name, call);
            pulls.put(name, app.openPullRequest("wrong-" + name, "main", "Work"));
        });
        GiteaSources.Own source = new GiteaSources.Own(acme.server.url().toString(), app.owner(), app.name());
        source.setCredentialsId("scm");
        source.setTraits(List.of(new OriginPullRequestDiscoveryTrait(EnumSet.of(ChangeRequestCheckoutStrategy.HEAD))));
        WorkflowMultiBranchProject project = GateJobs.project(jenkins, source);

        for (Map.Entry<String, PullRequest> pull : pulls.entrySet()) {
            WorkflowRun build =
                    project.getItem("PR-" + pull.getValue().number()).getLastBuild();
            assertRefused(pull.getKey(), build);
        }
        assertThat(app.pullRequests()).hasSize(pulls.size()).allMatch(PullRequest::open);
        assertThat(jobs.requestsOfTheGate()).isEmpty();
        assertThat(app.head("main")).isEqualTo(main);
    }

    /** Its branch has the name of a branch of the repository, so that name alone must not do. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPullRequestOfAForkNeverReachesGitea(boolean trusted) throws Exception {
        String script = "mergeGate(branch: 'other', target: 'main')" + BODY;
        app.commit("main", Map.of("Jenkinsfile", script), "Jenkinsfile");
        main = app.head("main");
        script("of-the-fork", "mergeGate(branch: 'other', target: 'main', repository: '" + app.fullName() + "')");
        long number = app.openPullRequest("of-the-fork", "main", "Work").number();
        acme.server.resetRequests();
        GiteaSources.Forked source = new GiteaSources.Forked(
                acme.server.url().toString(), app.owner(), app.name(), number, "other", trusted);
        source.setCredentialsId("scm");

        WorkflowRun build =
                GateJobs.project(jenkins, source).getItem("PR-" + number).getLastBuild();

        assertRefused("branch", build);
        jenkins.assertLogContains("fork", build);
        boolean ofTheFork = JenkinsRule.getLog(build).contains("[Pipeline] withEnv");
        assertThat(ofTheFork).as("whose Jenkinsfile ran").isEqualTo(trusted);
        assertThat(jobs.requestsOfTheGate()).isEmpty();
        assertThat(app.head("main")).isEqualTo(main);
        assertThat(app.pullRequests()).hasSize(1);
    }

    private static void assertRefused(String field, WorkflowRun build) throws Exception {
        jenkins.assertBuildStatus(Result.FAILURE, build);
        GateJobs.assertOutcome("HELD/CONFIGURATION", build);
        jenkins.assertLogContains("[Merge Gate] HELD/CONFIGURATION: " + field + " ", build);
        jenkins.assertLogNotContains("the body ran", build);
    }

    private void assertNothingHappened() {
        assertThat(jobs.requestsOfTheGate()).isEmpty();
        assertThat(app.head("main")).isEqualTo(main);
        assertThat(app.pullRequests()).isEmpty();
        assertThat(other.pullRequests()).isEmpty();
    }

    /** A branch whose Jenkinsfile makes this call, with an environment that lies. */
    private void script(String branch, String call) {
        Acme.branch(app, branch);
        String script = call.startsWith("withEnv") ? call : "withEnv([" + LIES + "]) { " + call + BODY + " }";
        app.commit(branch, Map.of("Jenkinsfile", script), "Jenkinsfile");
    }

    private WorkflowMultiBranchProject branches() throws Exception {
        GitSCMSource source = new GitSCMSource(app.cloneUrl());
        source.setTraits(List.of(new BranchDiscoveryTrait()));
        return GateJobs.project(jenkins, source);
    }
}
