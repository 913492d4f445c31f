// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import io.jenkins.plugins.mergegate.engine.Secret;
import io.jenkins.plugins.mergegate.engine.git.GitResult.Ending;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** This machine: runs the {@code git} command in a scrubbed environment. */
public final class LocalGitHost implements GitHost {
    private final Path root;
    private final String executable;
    private final Map<String, String> environment;
    private final AskPass askPass;

    /** @param root a directory of its own for mirrors and work trees; made when missing */
    public LocalGitHost(Path root) {
        this(root, "git", false, System.getenv());
    }

    /** For tests: {@code localRemotes} lets a path on this machine be a remote. */
    public LocalGitHost(Path root, boolean localRemotes) {
        this(root, "git", localRemotes, System.getenv());
    }

    /** @param executable the name or the path of git */
    public LocalGitHost(Path root, String executable) {
        this(root, executable, false, System.getenv());
    }

    LocalGitHost(Path root, String executable, boolean localRemotes, Map<String, String> inherited) {
        this.root = root.toAbsolutePath().normalize();
        this.executable = executable;
        this.environment = GitEnvironment.of(inherited, localRemotes);
        // The root may lie inside somebody's work tree: git must not look for a repository above it.
        this.environment.put("GIT_CEILING_DIRECTORIES", ceilings(this.root));
        this.askPass = new AskPass(this.root);
    }

    @Override
    public GitResult run(GitCall call) {
        return stream(call, null);
    }

    @Override
    public GitResult stream(GitCall call, OutputStream sink) {
        try {
            Files.createDirectories(root);
            return redact(await(call, sink), call.credentials());
        } catch (IOException | RuntimeException e) {
            String text = "git could not be started: " + e.getMessage();
            return redact(new GitResult(Ending.NOT_STARTED, -1, "", text), call.credentials());
        }
    }

    private GitResult await(GitCall call, OutputStream sink) throws IOException {
        if (call.credentials() instanceof GitCredentials.SshKey key) {
            try (SshKeyFile file = SshKeyFile.write(root.resolve("keys"), key.privateKey())) {
                return await(call, sink, access(file, key.passphrase()));
            }
        }
        return call.credentials() instanceof GitCredentials.Password password
                ? await(call, sink, askPass.environment(password))
                : await(call, sink, Map.of());
    }

    private Map<String, String> access(SshKeyFile file, Secret passphrase) throws IOException {
        Map<String, String> access = new HashMap<>();
        access.put("GIT_SSH_COMMAND", file.command(passphrase != null));
        // Git cannot tell from such a command that it is ssh.
        access.put("GIT_SSH_VARIANT", "ssh");
        if (passphrase != null) {
            access.putAll(askPass.environment(file.name(), passphrase));
        }
        return access;
    }

    private GitResult await(GitCall call, OutputStream sink, Map<String, String> access) throws IOException {
        return new GitProcess(start(call, access), call.stdin(), sink).await(call.timeout());
    }

    /** @param access what lets this one process use its credentials */
    private Process start(GitCall call, Map<String, String> access) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(executable);
        command.addAll(call.arguments());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(call.directory() == null ? root.toFile() : new File(call.directory()));
        Map<String, String> variables = builder.environment();
        variables.clear();
        variables.putAll(environment);
        variables.putAll(call.environment());
        variables.putAll(access);
        return builder.start();
    }

    private static String ceilings(Path root) {
        return Stream.of(root, root.resolve("mirrors"), root.resolve("worktrees"), root.resolve("checkouts"))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static GitResult redact(GitResult result, GitCredentials credentials) {
        if (credentials == null) {
            return result;
        }
        return new GitResult(
                result.ending(), result.exit(), credentials.redact(result.out()), credentials.redact(result.err()));
    }

    @Override
    public String root() {
        return root.toString();
    }

    @Override
    public void delete(String path) throws IOException {
        Path target = Path.of(path).toAbsolutePath().normalize();
        if (target.equals(root) || !target.startsWith(root)) {
            throw new IOException("Refusing to delete what is not below the work directory.");
        }
        FileTree.delete(target);
    }

    @Override
    public boolean exists(String path) {
        return Files.exists(Path.of(path), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public Lock lock(String name, Duration wait) throws IOException {
        Path locks = root.resolve("locks");
        Path file = locks.resolve(name + ".lock").normalize();
        if (!locks.equals(file.getParent())) {
            throw new IOException("A lock needs a plain name.");
        }
        Files.createDirectories(locks);
        return FileLocks.lock(file, wait);
    }
}
