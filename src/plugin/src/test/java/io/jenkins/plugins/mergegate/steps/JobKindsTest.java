// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import hudson.model.queue.QueueTaskFuture;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.mergegate.Acme;
import io.jenkins.plugins.mergegate.testkit.EmbeddedRepository;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jenkins.plugins.git.GitSCMSource;
import jenkins.plugins.git.traits.BranchDiscoveryTrait;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.mixin.ChangeRequestCheckoutStrategy;
import jenkins.scm.impl.trait.WildcardSCMHeadFilterTrait;
import org.jenkinsci.plugin.gitea.OriginPullRequestDiscoveryTrait;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.BuildWatcherExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The same four branches, with four different ends, in every kind of job; all four builds run at once. */
@WithJenkins
class JobKindsTest {
    private static final String AGENT = "linux";
    private static final String SAY =
            "echo \"testing ${env.MERGE_GATE_BRANCH} at ${env.MERGE_GATE_SHA} for ${env.MERGE_GATE_TARGET}\"";
    private static final String LOOK =
            "sh 'test \"$(git rev-parse HEAD)\" = \"$MERGE_GATE_SHA\" && test -f other.txt && ! git status --short | grep .'";

    @RegisterExtension
    static final BuildWatcherExtension WATCHER = new BuildWatcherExtension();

    @TempDir
    static Path directory;

    private static JenkinsRule jenkins;
    private static Acme acme;
    private static GateJobs jobs;

    private EmbeddedRepository app;

    /** Where the gate runs; {@code %s} is the call of the step. */
    enum Kind {
        SCRIPTED("%s"),
        SCRIPTED_ON_AN_AGENT("node('linux') { git url: '%URL', branch: 'main'; %s }"),
        DECLARATIVE("pipeline { agent none; stages { stage('Gate') { steps { %s } } } }"),
        DECLARATIVE_ON_AN_AGENT("pipeline { agent { label 'linux' }; stages { stage('Gate') { steps { git url: '%URL',"
                + " branch: 'main'; %s } } } }"),
        BRANCH_SCRIPTED("%s"),
        BRANCH_SCRIPTED_ON_AN_AGENT("node('linux') { checkout scm; %s }"),
        BRANCH_DECLARATIVE("pipeline { agent none; stages { stage('Gate') { steps { %s } } } }"),
        BRANCH_DECLARATIVE_ON_AN_AGENT(
                "pipeline { agent { label 'linux' }; stages { stage('Gate') { steps { %s } } } }"),
        PULL_REQUEST_DECLARATIVE_ON_AN_AGENT(
                "pipeline { agent { label 'linux' }; stages { stage('Gate') { steps { %s } } } }");

        private final String script;

        Kind(String script) {
            this.script = script;
        }

        boolean isMultibranch() {
            return isPullRequest() || name().startsWith("BRANCH_");
        }

        boolean isPullRequest() {
            return name().startsWith("PULL_REQUEST_");
        }

        boolean isOnAgent() {
            return name().endsWith("_ON_AN_AGENT");
        }

        /** A multibranch job gives no parameter at all. */
        String script(EmbeddedRepository app, String branch, String body) {
            String call = isMultibranch() ? "mergeGate { " + body + " }" : GateJobs.gate(app, branch, "", body);
            return script.replace("%URL", app.cloneUrl()).replace("%s", call);
        }
    }

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        acme = new Acme(directory);
        acme.setUp();
        jobs = new GateJobs(jenkins, acme);
        DumbSlave agent = jenkins.createSlave(AGENT, AGENT, null);
        agent.setNumExecutors(8);
        jenkins.waitOnline(agent);
        jobs.connectGitea();
    }

    @AfterAll
    static void stop() throws Exception {
        jenkins.after();
        acme.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyKindOfJobReachesEveryKindOfEnd(Kind kind) throws Exception {
        app = jobs.repository();
        String look = kind.isOnAgent() ? SAY + "; " + LOOK : SAY;
        Map<String, String> bodies = Map.of("merged", look, "red", "error 'it is red'", "conflict", SAY, "draft", SAY);
        app.commit("main", Map.of("Jenkinsfile", kind.script(app, "merged", look)), "Jenkinsfile");
        Map<String, String> scripts = new LinkedHashMap<>();
        for (String branch : List.of("merged", "red", "conflict", "draft")) {
            Acme.branch(app, branch);
            scripts.put(branch, kind.script(app, branch, bodies.get(branch)));
        }
        app.commit("red", Map.of("Jenkinsfile", scripts.get("red")), "Another re-test");
        app.commit("conflict", Map.of("README.md", "mine"), "Mine");
        app.commit("main", Map.of("README.md", "theirs", "other.txt", "on main"), "Theirs");
        app.openPullRequest("draft", "main", "WIP: not yet");
        String conflict = app.head("conflict");

        Map<String, WorkflowRun> builds = builds(kind, scripts);

        assertEnd(builds.get("merged"), Result.SUCCESS, "MERGED");
        assertEnd(builds.get("red"), Result.FAILURE, "RETEST_FAILED");
        assertEnd(builds.get("conflict"), Result.FAILURE, "CONFLICT");
        assertEnd(builds.get("draft"), Result.FAILURE, "HELD/MERGE_REFUSED");
        jenkins.assertLogContains("conflicts in README.md", builds.get("conflict"));
        jenkins.assertLogNotContains("testing", builds.get("conflict"));
        jenkins.assertLogContains("testing merged at " + app.head("merged") + " for main", builds.get("merged"));
        assertThat(app.isAncestor(app.head("merged"), "main")).isTrue();
        assertThat(app.read("main", Acme.file("merged"))).hasValue("work");
        assertThat(app.read("main", Acme.file("red"))).isEmpty();
        assertThat(app.read("main", Acme.file("draft"))).isEmpty();
        assertThat(app.read("main", "README.md")).hasValue("theirs");
        assertThat(app.head("conflict")).isEqualTo(conflict);
        GateJobs.assertNoLock();
    }

    private static void assertEnd(WorkflowRun build, Result result, String outcome) throws Exception {
        jenkins.assertBuildStatus(result, build);
        GateJobs.assertOutcome(outcome, build);
    }

    private Map<String, WorkflowRun> builds(Kind kind, Map<String, String> scripts) throws Exception {
        return kind.isMultibranch() ? ofProject(kind, scripts) : ofJobs(scripts);
    }

    private Map<String, WorkflowRun> ofJobs(Map<String, String> scripts) throws Exception {
        Map<String, QueueTaskFuture<WorkflowRun>> queued = new LinkedHashMap<>();
        for (Map.Entry<String, String> script : scripts.entrySet()) {
            queued.put(script.getKey(), jobs.queue(script.getValue()));
        }
        Map<String, WorkflowRun> builds = new LinkedHashMap<>();
        for (Map.Entry<String, QueueTaskFuture<WorkflowRun>> build : queued.entrySet()) {
            builds.put(build.getKey(), build.getValue().get());
        }
        return builds;
    }

    private Map<String, WorkflowRun> ofProject(Kind kind, Map<String, String> scripts) throws Exception {
        Map<String, String> names = new LinkedHashMap<>();
        for (String branch : scripts.keySet()) {
            names.put(branch, kind.isPullRequest() ? "PR-" + pullRequest(branch) : branch);
        }
        WorkflowMultiBranchProject project = GateJobs.project(jenkins, source(kind));
        assertThat(project.getItems())
                .extracting(WorkflowJob::getName)
                .containsExactlyInAnyOrderElementsOf(names.values());
        Map<String, WorkflowRun> builds = new LinkedHashMap<>();
        names.forEach((branch, name) -> builds.put(branch, project.getItem(name).getLastBuild()));
        return builds;
    }

    private long pullRequest(String branch) {
        return app.pullRequests().stream()
                .filter(pull -> pull.head().equals(branch))
                .findFirst()
                .orElseGet(() -> app.openPullRequest(branch, "main", "Work on " + branch))
                .number();
    }

    private SCMSource source(Kind kind) {
        if (kind.isPullRequest()) {
            GiteaSources.Own source = new GiteaSources.Own(acme.server.url().toString(), app.owner(), app.name());
            source.setCredentialsId("scm");
            source.setTraits(
                    List.of(new OriginPullRequestDiscoveryTrait(EnumSet.of(ChangeRequestCheckoutStrategy.HEAD))));
            return source;
        }
        GitSCMSource source = new GitSCMSource(app.cloneUrl());
        source.setTraits(List.of(new BranchDiscoveryTrait(), new WildcardSCMHeadFilterTrait("*", "main")));
        return source;
    }
}
