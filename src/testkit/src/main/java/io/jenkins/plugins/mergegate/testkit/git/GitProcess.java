// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** One run of the git command, in an environment that knows nothing of this machine. */
public final class GitProcess {

    private GitProcess() {}

    /** What one git command answered. */
    public record Result(int exit, byte[] output, String error) {

        public boolean ok() {
            return exit == 0;
        }

        public String text() {
            return new String(output, StandardCharsets.UTF_8);
        }

        /** The output without the last newline, or an exception with git's own words. */
        public String orThrow() {
            if (!ok()) {
                throw new GitException(exit, error.isBlank() ? text() : error);
            }
            return text().stripTrailing();
        }
    }

    /** Runs git in the directory; the extra variables win over the scrubbed environment. */
    public static Result run(Path directory, Map<String, String> extra, byte[] input, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add("git");
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        GitEnvironment.scrub(builder.environment());
        builder.environment().putAll(extra);
        try {
            return await(builder.start(), input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Result await(Process process, byte[] input) throws IOException {
        try {
            CompletableFuture<byte[]> error = drain(process.getErrorStream());
            CompletableFuture<Void> fed = input.length == 0 ? closed(process) : feed(process, input);
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            process.getInputStream().transferTo(output);
            fed.join();
            String words = new String(error.join(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output.toByteArray(), words);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GitException(-1, "interrupted");
        } finally {
            process.destroy();
        }
    }

    private static CompletableFuture<Void> closed(Process process) throws IOException {
        process.getOutputStream().close();
        return CompletableFuture.completedFuture(null);
    }

    private static CompletableFuture<Void> feed(Process process, byte[] input) {
        return CompletableFuture.runAsync(
                () -> {
                    try (OutputStream stdin = process.getOutputStream()) {
                        stdin.write(input);
                    } catch (IOException e) {
                        // Git closed its input early; its exit code and words tell why.
                    }
                },
                Pumps.POOL);
    }

    private static CompletableFuture<byte[]> drain(InputStream stream) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (stream) {
                        return stream.readAllBytes();
                    } catch (IOException e) {
                        return new byte[0];
                    }
                },
                Pumps.POOL);
    }
}
