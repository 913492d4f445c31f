// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rebase of one commit onto another, done by git itself in a work tree that is thrown away. */
public record Rebase(boolean clean, String sha, String commit, String output, String error) {

    /** Replays the commits of head that base does not hold. A head that is up to date and straight stays as it is. */
    public static Rebase of(BareRepository repository, String base, String head, Map<String, String> committer) {
        if (repository.isAncestor(base, head)
                && repository.git("rev-list", "--merges", base + ".." + head).isEmpty()) {
            return new Rebase(true, head, "", "", "");
        }
        Path work = temporary();
        try {
            return replay(repository, work, base, head, committer);
        } finally {
            delete(work);
        }
    }

    private static Rebase replay(
            BareRepository repository, Path work, String base, String head, Map<String, String> committer) {
        Map<String, String> extra = new HashMap<>(committer);
        run(work, Map.of(), "init", "--quiet").orThrow();
        extra.put(
                "GIT_OBJECT_DIRECTORY",
                repository.directory().resolve("objects").toAbsolutePath().toString());
        run(work, extra, "checkout", "--quiet", "--detach", head).orThrow();
        GitProcess.Result result = run(work, extra, "rebase", base);
        if (!result.ok()) {
            String stopped = run(work, extra, "rev-parse", "--verify", "--quiet", "REBASE_HEAD")
                    .text()
                    .strip();
            return new Rebase(false, "", stopped, result.text(), result.error());
        }
        return new Rebase(true, run(work, extra, "rev-parse", "HEAD").orThrow(), "", "", "");
    }

    private static GitProcess.Result run(Path work, Map<String, String> extra, String... arguments) {
        return GitProcess.run(work, extra, new byte[0], List.of(arguments));
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("rebase");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) {
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                    Files.delete(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
