// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import io.jenkins.plugins.mergegate.engine.git.GitFailure.Kind;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs git in one repository or work tree, with bounded time, and turns what went wrong into {@link GitFailure}. */
final class Git {
    private static final Duration LOCAL = Duration.ofMinutes(10);
    private static final Duration NETWORK = Duration.ofMinutes(15);

    private final GitHost host;
    private final Remote remote;
    private final String directory;
    private final Map<String, String> location;

    private Git(GitHost host, Remote remote, String directory, Map<String, String> location) {
        this.host = host;
        this.remote = remote;
        this.directory = directory;
        this.location = location;
    }

    /** Git for the bare repository at {@code path}, which is named outright: git never looks for another one. */
    static Git bare(GitHost host, Remote remote, String path) {
        return new Git(host, remote, null, Map.of("GIT_DIR", path));
    }

    /** Git outside of any repository. */
    Git nowhere() {
        return new Git(host, remote, null, Map.of());
    }

    /** Git inside the work tree at {@code path}. */
    Git worktree(String path) {
        return new Git(host, remote, path, Map.of());
    }

    /** The same with more variables. */
    Git with(Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(location);
        all.putAll(variables);
        return new Git(host, remote, directory, all);
    }

    /** A call that stays on this machine. */
    GitResult run(String... arguments) {
        return host.run(new GitCall(directory, List.of(arguments), location, null, LOCAL, null));
    }

    /** A call that stays on this machine and must succeed: its standard output. */
    String read(String... arguments) throws GitFailure {
        GitResult result = run(arguments);
        if (!result.ok()) {
            throw failure(result, arguments);
        }
        return result.out();
    }

    /** As {@link #run}, with standard input, and with standard output going to {@code sink} as it comes. */
    GitResult stream(String stdin, OutputStream sink, String... arguments) {
        return host.stream(new GitCall(directory, List.of(arguments), location, stdin, LOCAL, null), sink);
    }

    /** A call that talks to the remote, with its credentials. */
    GitResult remote(String... arguments) {
        Map<String, String> variables = new HashMap<>(location);
        String httpHost = RemoteUrl.httpHost(remote.url());
        if (httpHost != null) {
            variables.put(AskPass.HOST, httpHost);
        }
        return host.run(new GitCall(directory, List.of(arguments), variables, null, NETWORK, remote.credentials()));
    }

    static GitFailure failure(GitResult result, String... arguments) {
        Kind kind = GitMessages.kind(result);
        String command = arguments[0];
        String text =
                switch (kind) {
                    case TIMEOUT -> "git " + command + " did not end in time.";
                    case INTERRUPTED -> "git " + command + " was interrupted.";
                    default -> "git " + command + " failed" + exit(result) + ": " + GitMessages.brief(result.err());
                };
        return new GitFailure(kind, text, GitMessages.isDamage(result, List.of(arguments)));
    }

    private static String exit(GitResult result) {
        return result.ending() == GitResult.Ending.EXITED ? " with exit code " + result.exit() : "";
    }
}
