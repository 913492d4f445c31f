// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.git;

import hudson.FilePath;
import hudson.model.Computer;
import hudson.remoting.RemoteOutputStream;
import io.jenkins.plugins.mergegate.engine.git.GitCall;
import io.jenkins.plugins.mergegate.engine.git.GitHost;
import io.jenkins.plugins.mergegate.engine.git.GitResult;
import io.jenkins.plugins.mergegate.engine.git.GitResult.Ending;
import io.jenkins.plugins.mergegate.engine.git.LocalGitHost;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

/**
 * An agent: git runs there, by the engine's own {@link LocalGitHost}.
 *
 * <p>Git runs on the node itself, as the git plugin's checkout does, and not by the step's {@code Launcher}. A launcher that
 * is decorated for docker or Kubernetes hands environment variables over in argument lists, where the token must never be.
 *
 * <p>What crosses the channel are classes of the JDK and of this plugin. Secrets travel inside of the call alone.
 */
public final class AgentGitHost implements GitHost {
    /** How much longer than git itself its answer may take. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    /** Deleting a work tree of a million files takes its time. */
    private static final Duration FILES = Duration.ofMinutes(10);

    /** What git says of itself when nobody reads its output: ended by SIGPIPE. */
    private static final int BROKEN_PIPE = 128 + 13;

    private final String root;
    private final String executable;
    private final AgentCalls calls;
    private final LocalGitHost locks;
    private final String agent;

    /**
     * @param root a directory of its own on the agent, made when missing; its path must be absolute
     * @param gitExecutable git on the agent
     * @param controllerLocks a directory of the controller for locks: all users of an agent's cache are this controller
     */
    public AgentGitHost(FilePath root, String gitExecutable, Path controllerLocks) {
        Computer computer = root.toComputer();
        this.agent = computer == null ? "" : computer.getName();
        this.root = root.getRemote();
        this.executable = gitExecutable;
        this.calls = new AgentCalls(root.getChannel(), computer == null ? "the agent" : computer.getDisplayName());
        this.locks = new LocalGitHost(controllerLocks);
    }

    @Override
    public GitResult run(GitCall call) {
        return ask(call, null);
    }

    @Override
    public GitResult stream(GitCall call, OutputStream sink) {
        if (sink == null) {
            return run(call);
        }
        try (AgentOutput output = new AgentOutput(sink)) {
            GitResult result = ask(call, output);
            return output.failed() && result.ok()
                    ? new GitResult(Ending.EXITED, BROKEN_PIPE, result.out(), result.err())
                    : result;
        }
    }

    private GitResult ask(GitCall call, AgentOutput output) {
        try {
            RemoteOutputStream back = output == null ? null : new RemoteOutputStream(output);
            AgentGitCall work = AgentGitCall.of(root, executable, call, back);
            AgentAnswer answer = calls.ask(work, work.id(), call.timeout().plus(GRACE));
            if (output != null && !output.awaitEnd(GRACE)) {
                return new GitResult(Ending.TIMED_OUT, -1, "", "The output of git did not arrive in time.");
            }
            return answer.toResult();
        } catch (AgentFailure e) {
            return new GitResult(e.ending(), -1, "", redact(e.getMessage(), call));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new GitResult(Ending.INTERRUPTED, -1, "", "Interrupted.");
        }
    }

    private static String redact(String text, GitCall call) {
        return call.credentials() == null ? text : call.credentials().redact(text);
    }

    @Override
    public String root() {
        return root;
    }

    @Override
    public void delete(String path) throws IOException {
        try {
            AgentFileCall work = AgentFileCall.delete(root, path);
            String problem = calls.ask(work, work.id(), FILES);
            if (problem != null) {
                throw new IOException(problem);
            }
        } catch (AgentFailure e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** As {@link GitHost#exists}; also false when the agent does not answer: what is then tried with the path fails too. */
    @Override
    public boolean exists(String path) {
        try {
            AgentFileCall work = AgentFileCall.exists(root, path);
            return calls.ask(work, work.id(), FILES) != null;
        } catch (AgentFailure e) {
            return false;
        }
    }

    @Override
    public Lock lock(String name, Duration wait) throws IOException {
        return locks.lock("agent-" + hash(agent + "\n" + root + "\n" + name), wait);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
