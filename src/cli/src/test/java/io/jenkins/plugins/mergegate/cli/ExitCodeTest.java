// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command in a process whose standard output breaks in the middle. */
class ExitCodeTest {
    @TempDir
    private Path folder;

    /** Main, but printing a result is a mistake. */
    static final class Broken {
        public static void main(String[] args) {
            Main.run(args, new BrokenStream(), System.err);
        }
    }

    /** Nothing can be printed. */
    private static final class BrokenStream extends PrintStream {
        BrokenStream() {
            super(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        }

        @Override
        public void println(String text) {
            throw new AssertionError(text);
        }
    }

    @Test
    void aGateThatBreaksIsHeldNotAborted() throws Exception {
        assertThat(exit("gate", "--repository", "a/b", "--branch", "task")).isEqualTo(30);
    }

    @Test
    void aReaperThatBreaksHasFailed() throws Exception {
        assertThat(exit("reaper", "--once")).isEqualTo(1);
    }

    private int exit(String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Broken.class.getName()));
        command.addAll(List.of(args));
        command.addAll(List.of(
                "--gitea",
                "http://127.0.0.1:1",
                "--state-dir",
                folder.resolve("state").toString(),
                "--work-dir",
                folder.resolve("work").toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().put("GITEA_TOKEN", "token");
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
