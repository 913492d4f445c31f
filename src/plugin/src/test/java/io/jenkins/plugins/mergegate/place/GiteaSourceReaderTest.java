// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.place;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.EnvVars;
import hudson.model.Run;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.testkit.EmbeddedGitea;
import io.jenkins.plugins.mergegate.testkit.EmbeddedRepository;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import jenkins.branch.BranchSource;
import jenkins.scm.api.SCMFile;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMHeadOrigin;
import jenkins.scm.api.SCMProbe;
import jenkins.scm.api.SCMProbeStat;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMSourceDescriptor;
import jenkins.scm.api.mixin.ChangeRequestCheckoutStrategy;
import org.jenkinsci.plugin.gitea.BranchDiscoveryTrait;
import org.jenkinsci.plugin.gitea.BranchSCMHead;
import org.jenkinsci.plugin.gitea.GiteaSCMSource;
import org.jenkinsci.plugin.gitea.OriginPullRequestDiscoveryTrait;
import org.jenkinsci.plugin.gitea.PullRequestSCMHead;
import org.jenkinsci.plugin.gitea.ReleaseSCMHead;
import org.jenkinsci.plugin.gitea.TagSCMHead;
import org.jenkinsci.plugin.gitea.credentials.PersonalAccessTokenImpl;
import org.jenkinsci.plugin.gitea.servers.GiteaServer;
import org.jenkinsci.plugin.gitea.servers.GiteaServers;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class GiteaSourceReaderTest {
    private static JenkinsRule j;

    @BeforeAll
    static void startJenkins(JenkinsRule rule) {
        j = rule;
    }

    @AfterAll
    static void stopJenkins() throws Exception {
        j.after();
    }

    @Test
    void theJobsOfAGiteaProjectKnowTheirBranchTargetAndToken(@TempDir Path directory) throws Exception {
        try (EmbeddedGitea gitea = EmbeddedGitea.start(directory)) {
            EmbeddedRepository app = gitea.createRepository("acme", "app");
            String token = gitea.createToken(gitea.createUser("acme"));
            SystemCredentialsProvider.getInstance()
                    .getCredentials()
                    .add(new PersonalAccessTokenImpl(CredentialsScope.GLOBAL, "scm", null, token));
            app.commit("main", Map.of("Jenkinsfile", "echo 'hello'"), "Jenkinsfile");
            app.createBranch("next", "main");
            app.commit("task", Map.of("a", "b"), "Work");
            app.openPullRequest("task", "next", "Work");
            WorkflowMultiBranchProject project = project(gitea);

            assertThat(project.getItems()).extracting(WorkflowJob::getName).contains("PR-1", "main", "next");
            Place place = resolve(project.getItem("PR-1"));
            assertThat(place.gitea()).isEqualTo(gitea.url());
            assertThat(place.repository()).hasToString("acme/app");
            assertThat(place.branch()).isEqualTo("task");
            assertThat(place.target()).isEqualTo("next");
            assertThat(place.token().reveal()).isEqualTo(token);
            assertThat(place.remoteUrl()).isEqualTo(app.cloneUrl());
            assertThat(resolve(project.getItem("next")).branch()).isEqualTo("next");
            assertThat(resolve(project.getItem("next")).target()).isEqualTo("main");
        }
    }

    @Test
    void headsSayWhatTheyAre() {
        BranchSCMHead main = new BranchSCMHead("main");

        assertThat(head(new BranchSCMHead("task"))).isEqualTo(Head.branch("task"));
        assertThat(head(new TagSCMHead("v1", 0))).isEqualTo(Head.of(Head.Type.TAG));
        assertThat(head(new ReleaseSCMHead("v1", 1))).isEqualTo(Head.of(Head.Type.TAG));
        assertThat(head(pullRequest(main, "task", SCMHeadOrigin.DEFAULT)))
                .isEqualTo(Head.changeRequest("task", "main"));
        assertThat(head(pullRequest(main, "task", new SCMHeadOrigin.Fork("mallory/app"))))
                .isEqualTo(Head.of(Head.Type.FORK));
        assertThat(head(pullRequest(main, "refs/pull/1/head", SCMHeadOrigin.DEFAULT)))
                .isEqualTo(Head.of(Head.Type.OTHER));
        assertThat(head(pullRequest(main, "task", null))).isEqualTo(Head.of(Head.Type.FORK));
    }

    @Test
    void theSourceSaysItsServerAndItsRepository() {
        Origin origin = SourceReader.find(
                        new GiteaSCMSource("https://example.com/git", "Acme", "App"), new BranchSCMHead("task"))
                .orElseThrow();

        assertThat(origin.kind()).isEqualTo(Origin.Kind.MULTIBRANCH);
        assertThat(origin.gitea()).hasToString("https://example.com/git");
        assertThat(origin.repository()).hasToString("Acme/App");
        assertThat(origin.remote().serverUrl()).hasToString("https://example.com/git");
    }

    @Test
    void aSourceThatCannotBeReadIsOfNothing() {
        Origin origin = SourceReader.find(new GiteaSCMSource("no url", "Acme", "App"), new BranchSCMHead("task"))
                .orElseThrow();

        assertThat(origin).isEqualTo(Origin.unknown(Origin.Kind.MULTIBRANCH, Head.branch("task")));
    }

    private static Head head(SCMHead head) {
        return SourceReader.find(new GiteaSCMSource("https://example.com", "acme", "app"), head)
                .orElseThrow()
                .head();
    }

    private static PullRequestSCMHead pullRequest(BranchSCMHead target, String branch, SCMHeadOrigin origin) {
        return new PullRequestSCMHead(
                "PR-1", 1, target, ChangeRequestCheckoutStrategy.HEAD, origin, "acme", "app", branch);
    }

    private static Place resolve(WorkflowJob job) {
        Run<?, ?> run = job.getLastBuild();
        return Places.resolve(run, new EnvVars(), Fixtures.nothing(), GateConfig.defaults(), true);
    }

    private static WorkflowMultiBranchProject project(EmbeddedGitea gitea) throws Exception {
        GiteaServers.get()
                .setServers(List.of(new GiteaServer("test", gitea.url().toString(), false, null, null)));
        GiteaSCMSource source = new ProbelessSource(gitea.url().toString(), "acme", "app");
        source.setCredentialsId("scm");
        source.setTraits(List.of(
                new BranchDiscoveryTrait(true, false, false),
                new OriginPullRequestDiscoveryTrait(EnumSet.of(ChangeRequestCheckoutStrategy.HEAD))));
        WorkflowMultiBranchProject project = j.createProject(WorkflowMultiBranchProject.class, "app");
        project.getSourcesList().add(new BranchSource(source));
        project.scheduleBuild2(0).getFuture().get();
        j.waitUntilNoActivity();
        return project;
    }

    /** The embedded Gitea serves no files by its API, so every branch is taken to have a Jenkinsfile. */
    public static final class ProbelessSource extends GiteaSCMSource {
        public ProbelessSource(String serverUrl, String owner, String repository) {
            super(serverUrl, owner, repository);
        }

        @Override
        protected SCMProbe createProbe(SCMHead head, SCMRevision revision) {
            return new SCMProbe() {
                @Override
                public SCMProbeStat stat(String path) {
                    return SCMProbeStat.fromType(SCMFile.Type.REGULAR_FILE);
                }

                @Override
                public void close() {
                    // Nothing was opened.
                }

                @Override
                public String name() {
                    return head.getName();
                }

                @Override
                public long lastModified() {
                    return 0;
                }
            };
        }

        @Override
        public SCMSourceDescriptor getDescriptor() {
            return (SCMSourceDescriptor) j.jenkins.getDescriptorOrDie(GiteaSCMSource.class);
        }
    }
}
