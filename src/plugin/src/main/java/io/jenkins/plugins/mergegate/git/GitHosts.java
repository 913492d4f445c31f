// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.Node;
import hudson.model.TaskListener;
import hudson.plugins.git.GitTool;
import hudson.plugins.git.util.GitUtils;
import hudson.slaves.WorkspaceList;
import io.jenkins.plugins.mergegate.engine.git.GitHost;
import io.jenkins.plugins.mergegate.engine.git.LocalGitHost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.gitclient.JGitApacheTool;
import org.jenkinsci.plugins.gitclient.JGitTool;

/** Chooses the machine on which git runs for a step. */
public final class GitHosts {
    private static final String PLAIN_GIT = "git";

    /** What tools that are part of Jenkins call themselves. */
    private static final Set<String> NO_COMMANDS = Set.of(JGitTool.MAGIC_EXENAME, JGitApacheTool.MAGIC_EXENAME);

    private GitHosts() {}

    /**
     * The host of a step. It talks to the agent: not for a thread that must not wait.
     *
     * @param workspace of the step; null outside of {@code node}: then git runs on the controller. The cache of an agent
     *     lies beside the workspace, where containers of the build see it too, and is kept between builds.
     */
    public static GitHost of(@CheckForNull FilePath workspace, @CheckForNull EnvVars env, TaskListener listener)
            throws IOException, InterruptedException {
        if (workspace == null) {
            return new LocalGitHost(onController(), executable(Jenkins.get(), null, listener));
        }
        FilePath directory = workspace.absolutize();
        FilePath temporary = WorkspaceList.tempDir(directory);
        FilePath root = (temporary == null ? directory.child("@tmp") : temporary).child("merge-gate");
        String git = executable(GitUtils.workspaceToNode(workspace), env, listener);
        return root.isRemote()
                ? new AgentGitHost(root, git, onController())
                : new LocalGitHost(Path.of(root.getRemote()), git);
    }

    /** The gate's cache on the controller. */
    public static Path onController() {
        return Jenkins.get().getRootDir().toPath().resolve("merge-gate").resolve("git");
    }

    private static String executable(Node node, EnvVars env, TaskListener listener) {
        GitTool tool = GitUtils.resolveGitTool(null, node, env, listener);
        String git = tool == null ? null : tool.getGitExe();
        return git == null || git.isBlank() || NO_COMMANDS.contains(git) ? PLAIN_GIT : git;
    }
}
