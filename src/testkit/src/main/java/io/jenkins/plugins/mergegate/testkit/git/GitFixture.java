// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Real git in a directory, with a fixed author, committer and date and a scrubbed environment. */
public final class GitFixture {

    private final Path directory;
    private final Map<String, String> extra;

    public GitFixture(Path directory) {
        this(directory, Map.of());
    }

    private GitFixture(Path directory, Map<String, String> extra) {
        this.directory = directory;
        this.extra = Map.copyOf(extra);
    }

    /** A new repository with a work tree and the branch main. */
    public static GitFixture init(Path directory) {
        GitFixture git = new GitFixture(create(directory));
        git.run("init", "--quiet", "--initial-branch=main");
        return git;
    }

    /** A clone of the address, which may carry a user and a token. */
    public static GitFixture clone(String url, Path directory) {
        GitFixture git = new GitFixture(create(directory));
        git.run("clone", "--quiet", url, ".");
        return git;
    }

    /** The same directory with one more environment variable, for instance GIT_AUTHOR_DATE. */
    public GitFixture with(String name, String value) {
        Map<String, String> more = new HashMap<>(extra);
        more.put(name, value);
        return new GitFixture(directory, more);
    }

    public Path directory() {
        return directory;
    }

    /** Runs git and returns its output without the last newline; throws with git's error text. */
    public String run(String... arguments) {
        return attempt(arguments).orThrow();
    }

    /** Runs git with text on its input. */
    public String runWithInput(String input, String... arguments) {
        byte[] bytes = input.getBytes(StandardCharsets.UTF_8);
        return GitProcess.run(directory, extra, bytes, List.of(arguments)).orThrow();
    }

    /** Runs git and returns whatever happened. */
    public GitProcess.Result attempt(String... arguments) {
        return GitProcess.run(directory, extra, new byte[0], List.of(arguments));
    }

    /** Writes a file of the work tree. */
    public GitFixture write(String path, String content) {
        try {
            Path file = directory.resolve(path);
            Path parent = file.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.writeString(file, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a file, commits it and returns the new sha. */
    public String commit(String path, String content, String message) {
        write(path, content);
        run("add", "--", path);
        run("commit", "--quiet", "--allow-empty", "-m", message);
        return head();
    }

    /** The sha of HEAD. */
    public String head() {
        return run("rev-parse", "HEAD");
    }

    private static Path create(Path directory) {
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
