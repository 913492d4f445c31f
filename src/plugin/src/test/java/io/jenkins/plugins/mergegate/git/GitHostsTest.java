// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.git;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.FreeStyleProject;
import hudson.model.TaskListener;
import hudson.plugins.git.GitTool;
import hudson.slaves.DumbSlave;
import hudson.tools.ToolLocationNodeProperty;
import io.jenkins.plugins.mergegate.engine.git.GitCall;
import io.jenkins.plugins.mergegate.engine.git.GitHost;
import io.jenkins.plugins.mergegate.engine.git.GitResult;
import io.jenkins.plugins.mergegate.engine.git.LocalGitHost;
import io.jenkins.plugins.mergegate.testkit.git.GitFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.gitclient.JGitTool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class GitHostsTest {
    private static JenkinsRule jenkins;
    private static DumbSlave agent;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startAgent(JenkinsRule rule) throws Exception {
        jenkins = rule;
        agent = rule.createOnlineSlave();
    }

    @AfterEach
    void resetTools() throws Exception {
        tools();
        agent.getNodeProperties().clear();
    }

    @Test
    void runsOnTheControllerWithoutAWorkspace() throws Exception {
        GitHost host = GitHosts.of(null, null, TaskListener.NULL);
        assertThat(host).isInstanceOf(LocalGitHost.class);
        assertThat(host.root()).isEqualTo(jenkins.jenkins.getRootDir().toPath().resolve("merge-gate/git") + "");
        assertThat(version(host)).startsWith("git version");
    }

    @Test
    void runsOnTheAgentOfTheWorkspace() throws Exception {
        FilePath workspace = workspace(agent);
        GitHost host = GitHosts.of(workspace, new EnvVars(), TaskListener.NULL);
        assertThat(host).isInstanceOf(AgentGitHost.class);
        assertThat(host.root()).isEqualTo(workspace.getRemote() + "@tmp/merge-gate");
        assertThat(version(host)).startsWith("git version");
    }

    @Test
    void runsLocallyInAWorkspaceOfTheController() throws Exception {
        FreeStyleProject project = jenkins.createFreeStyleProject();
        FilePath workspace = jenkins.buildAndAssertSuccess(project).getWorkspace();
        GitHost host = GitHosts.of(workspace, new EnvVars(), TaskListener.NULL);
        assertThat(host).isInstanceOf(LocalGitHost.class);
        assertThat(host.root()).isEqualTo(workspace.getRemote() + "@tmp/merge-gate");
        assertThat(version(host)).startsWith("git version");
    }

    @Test
    void usesTheToolOfTheNode() throws Exception {
        String global = script("global");
        String onAgent = script("on agent");
        tools(new GitTool("Default", global, List.of()));
        assertThat(version(GitHosts.of(null, null, TaskListener.NULL))).isEqualTo("global\n");
        assertThat(version(GitHosts.of(workspace(agent), null, TaskListener.NULL)))
                .isEqualTo("global\n");
        GitTool.DescriptorImpl descriptor = jenkins.jenkins.getDescriptorByType(GitTool.DescriptorImpl.class);
        agent.getNodeProperties()
                .add(new ToolLocationNodeProperty(
                        new ToolLocationNodeProperty.ToolLocation(descriptor, "Default", onAgent)));
        assertThat(version(GitHosts.of(workspace(agent), null, TaskListener.NULL)))
                .isEqualTo("on agent\n");
        tools(new GitTool("Default", "$THE_GIT", List.of()));
        agent.getNodeProperties().clear();
        assertThat(version(GitHosts.of(workspace(agent), new EnvVars("THE_GIT", onAgent), TaskListener.NULL)))
                .isEqualTo("on agent\n");
    }

    @Test
    void takesPlainGitInsteadOfJGit() throws Exception {
        tools(new JGitTool(List.of()));
        assertThat(version(GitHosts.of(null, null, TaskListener.NULL))).startsWith("git version");
        assertThat(version(GitHosts.of(workspace(agent), null, TaskListener.NULL)))
                .startsWith("git version");
    }

    @Test
    void checksOutTheCandidateOnTheAgent() throws Exception {
        try (RemoteScene scene = new RemoteScene(directory.resolve("gitea"))) {
            FilePath workspace = workspace(agent).child("clone");
            GitFixture clone = GitFixture.clone(scene.repository().cloneUrl(), Path.of(workspace.getRemote()));
            String sha = scene.repository().commit("feature", Map.of("a.txt", "new"), "new");
            GitHost host = GitHosts.of(workspace, null, TaskListener.NULL);
            assertThat(WorkspaceCandidate.checkOut(workspace, host, scene.remote(), scene.id(), "feature", sha))
                    .isTrue();
            assertThat(clone.head()).isEqualTo(sha);
            assertThat(workspace.child("a.txt").readToString()).isEqualTo("new");
            assertThat(WorkspaceCandidate.checkOut(workspace(agent), host, scene.remote(), scene.id(), "feature", sha))
                    .isFalse();
        }
    }

    private static String version(GitHost host) {
        GitResult result = host.run(new GitCall(null, List.of("version"), Map.of(), null, Duration.ofMinutes(1), null));
        assertThat(result.ok()).as(result.toString()).isTrue();
        return result.out();
    }

    private static FilePath workspace(DumbSlave node) throws IOException, InterruptedException {
        FilePath workspace = node.getWorkspaceRoot().child("job");
        workspace.mkdirs();
        return workspace;
    }

    private static void tools(GitTool... tools) {
        jenkins.jenkins.getDescriptorByType(GitTool.DescriptorImpl.class).setInstallations(tools);
        GitTool.onLoaded();
    }

    private String script(String says) throws IOException {
        Path script = Files.writeString(
                directory.resolve("git-" + says.replace(' ', '-')), "#!/bin/sh\necho '" + says + "'\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script.toString();
    }
}
