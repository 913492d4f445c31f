// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.git;

import hudson.FilePath;
import io.jenkins.plugins.mergegate.engine.git.GitCall;
import io.jenkins.plugins.mergegate.engine.git.GitFailure;
import io.jenkins.plugins.mergegate.engine.git.GitFailure.Kind;
import io.jenkins.plugins.mergegate.engine.git.GitHost;
import io.jenkins.plugins.mergegate.engine.git.GitResult;
import io.jenkins.plugins.mergegate.engine.git.GitResult.Ending;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Git in the work tree of a build. It never gets credentials: what is set in there is the build's own. */
final class WorkspaceGit {
    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final int MAX_LINES = 3;
    private static final int MAX_LENGTH = 600;

    private final GitHost host;
    private final String directory;
    private final Map<String, String> environment;

    /** @param workspace with an absolute path, on the machine of {@code host} */
    WorkspaceGit(GitHost host, FilePath workspace) {
        this.host = host;
        this.directory = workspace.getRemote();
        FilePath parent = workspace.getParent();
        this.environment = Map.of(
                // Git must not find a repository around the workspace.
                "GIT_CEILING_DIRECTORIES",
                parent == null ? "" : parent.getRemote(),
                // What is fetched from is a directory of the gate.
                "GIT_ALLOW_PROTOCOL",
                "file",
                // Large files would have to be downloaded, with credentials.
                "GIT_LFS_SKIP_SMUDGE",
                "1");
    }

    GitResult run(String... arguments) {
        return host.run(new GitCall(directory, List.of(arguments), environment, null, LIMIT, null));
    }

    /** Standard output of a call that must succeed. */
    String read(String... arguments) throws GitFailure {
        GitResult result = run(arguments);
        if (!result.ok()) {
            throw failure(result, arguments[0]);
        }
        return result.out();
    }

    boolean has(String commit) throws GitFailure {
        GitResult result = run("cat-file", "-e", commit + "^{commit}");
        if (result.ending() != Ending.EXITED) {
            throw failure(result, "cat-file");
        }
        return result.ok();
    }

    static GitFailure failure(GitResult result, String command) {
        String text = "git " + command + " in the workspace ";
        return switch (result.ending()) {
            case TIMED_OUT -> new GitFailure(Kind.TIMEOUT, text + "did not end in time.");
            case INTERRUPTED -> new GitFailure(Kind.INTERRUPTED, text + "was interrupted.");
            case NOT_STARTED -> new GitFailure(Kind.OTHER, text + "failed: " + brief(result.err()));
            case EXITED ->
                result.err().contains("dubious ownership")
                        ? new GitFailure(
                                Kind.OTHER,
                                "Git refuses the workspace because it belongs to another user than the one the agent runs as.")
                        : new GitFailure(
                                Kind.OTHER,
                                text + "failed with exit code " + result.exit() + ": " + brief(result.err()));
        };
    }

    /** Few lines, errors first, no control characters. */
    private static String brief(String err) {
        List<String> lines = err.lines()
                .map(line -> line.replaceAll("\\p{Cntrl}+", " ").strip())
                .filter(line -> !line.isEmpty())
                .toList();
        List<String> errors = lines.stream()
                .filter(line -> line.startsWith("fatal:") || line.startsWith("error:"))
                .toList();
        String text =
                (errors.isEmpty() ? lines : errors).stream().limit(MAX_LINES).collect(Collectors.joining(" "));
        return text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "..." : text;
    }
}
