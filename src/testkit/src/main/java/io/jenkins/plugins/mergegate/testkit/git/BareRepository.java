// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Questions to one bare repository, and the one way its refs move: compare and swap. */
public final class BareRepository {

    /** The object name that stands for "there is no such ref". */
    public static final String ZERO = "0".repeat(40);

    private final Path directory;

    public BareRepository(Path directory) {
        this.directory = directory;
    }

    public static BareRepository create(Path directory, Path hooks, String defaultBranch) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        BareRepository repository = new BareRepository(directory);
        repository.git("init", "--quiet", "--bare", "--initial-branch=" + defaultBranch);
        repository.git("config", "core.hooksPath", hooks.toAbsolutePath().toString());
        repository.git("config", "http.receivepack", "true");
        repository.git("config", "uploadpack.allowFilter", "true");
        repository.git("config", "uploadpack.allowAnySHA1InWant", "true");
        repository.git("config", "receive.advertisePushOptions", "true");
        repository.git("config", "gc.auto", "0");
        return repository;
    }

    public Path directory() {
        return directory;
    }

    public String git(String... arguments) {
        return attempt(arguments).orThrow();
    }

    public GitProcess.Result attempt(String... arguments) {
        return GitProcess.run(directory, Map.of(), new byte[0], List.of(arguments));
    }

    String git(Map<String, String> extra, byte[] input, String... arguments) {
        return GitProcess.run(directory, extra, input, List.of(arguments)).orThrow();
    }

    /** The commit a revision names, if there is one. */
    public Optional<String> commit(String revision) {
        GitProcess.Result result =
                attempt("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}");
        return result.ok() ? Optional.of(result.text().strip()) : Optional.empty();
    }

    public Optional<String> branch(String name) {
        return commit("refs/heads/" + name);
    }

    public String tree(String revision) {
        return git("rev-parse", "--verify", revision + "^{tree}");
    }

    public List<String> branches() {
        return lines(git("for-each-ref", "--format=%(refname:lstrip=2)", "refs/heads"));
    }

    /** The content of a file at a revision, if it is there. */
    public Optional<String> read(String revision, String path) {
        GitProcess.Result result = attempt("cat-file", "blob", revision + ":" + path);
        return result.ok() ? Optional.of(result.text()) : Optional.empty();
    }

    public boolean isAncestor(String ancestor, String descendant) {
        GitProcess.Result result = attempt("merge-base", "--is-ancestor", ancestor, descendant);
        if (result.exit() > 1) {
            result.orThrow();
        }
        return result.ok();
    }

    public Optional<String> mergeBase(String one, String other) {
        GitProcess.Result result = attempt("merge-base", one, other);
        return result.ok() ? Optional.of(result.text().strip()) : Optional.empty();
    }

    public int count(String range) {
        return Integer.parseInt(git("rev-list", "--count", range));
    }

    /** The files that differ between two revisions. */
    public List<String> changedFiles(String from, String to) {
        return lines(git("diff", "--name-only", from, to));
    }

    /** Moves the ref only if it still is where the caller saw it; ZERO stands for "not there". */
    public boolean swap(String ref, String expected, String wanted) {
        GitProcess.Result result = wanted.equals(ZERO)
                ? attempt("update-ref", "-d", ref, expected)
                : attempt("update-ref", ref, wanted, expected);
        return result.ok();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static List<String> lines(String text) {
        return Arrays.stream(text.split("\n")).filter(line -> !line.isEmpty()).toList();
    }
}
