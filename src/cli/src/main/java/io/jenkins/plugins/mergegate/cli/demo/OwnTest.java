// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli.demo;

import io.jenkins.plugins.mergegate.testkit.git.GitException;
import io.jenkins.plugins.mergegate.testkit.git.GitProcess;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The project's own test on a branch as it is, in a clone of its own: what a build without a gate does. */
final class OwnTest {
    private final Path repository;
    private final Path scratch;

    OwnTest(Path repository, Path scratch) {
        this.repository = repository;
        this.scratch = scratch;
    }

    boolean isGreen(String branch) {
        Path clone = scratch.resolve("clone");
        GitProcess.run(
                        repository,
                        Map.of(),
                        new byte[0],
                        List.of("clone", "-q", "--shared", "-b", branch, repository.toString(), clone.toString()))
                .orThrow();
        try {
            return test(clone);
        } finally {
            Folder.delete(clone);
        }
    }

    private static boolean test(Path directory) {
        try {
            Process process = new ProcessBuilder("sh", "-c", Project.TEST)
                    .directory(directory.toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GitException(-1, "interrupted");
        }
    }
}
