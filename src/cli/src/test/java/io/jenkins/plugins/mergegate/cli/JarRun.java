// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of the built jar. Its output goes to files, so that nothing has to be read while it runs. */
final class JarRun implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 300;

    private final Process process;
    private final Path out;
    private final Path err;

    private JarRun(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static JarRun start(List<String> command, Map<String, String> environment, Path files) {
        Path out = files.resolveSibling(files.getFileName() + ".out");
        Path err = files.resolveSibling(files.getFileName() + ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return new JarRun(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Sends a signal to the process, or to its whole group as a terminal does. */
    void signal(String name, boolean group) {
        try {
            new ProcessBuilder("kill", "-" + name, "--", (group ? "-" : "") + pid())
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** SIGKILL to this one process; returns when it is dead. Its children live on, as they would. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Waits for its end. */
    JarResult await() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                kill();
                throw new AssertionError("The process did not end: " + result());
            }
            return result();
        } catch (InterruptedException e) {
            kill();
            throw new AssertionError(e);
        }
    }

    private JarResult result() {
        try {
            return new JarResult(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
