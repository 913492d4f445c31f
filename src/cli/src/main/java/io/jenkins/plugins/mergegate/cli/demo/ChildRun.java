// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli.demo;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A run of the gate in a process of its own, whose re-test takes long. Never outlives this object. */
final class ChildRun implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final Path sign;
    private List<ProcessHandle> family = List.of();

    private ChildRun(Process process, Path sign) {
        this.process = process;
        this.sign = sign;
    }

    static ChildRun start(Scene scene, String branch) {
        Path directory = scene.playground().directory();
        Path sign = directory.resolve("testing");
        String test = "touch '" + sign + "'; exec sleep " + PATIENCE_SECONDS;
        List<String> command = new ArrayList<>(List.of(
                java(), "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), scene.mainClass()));
        command.addAll(List.of("gate", "--branch", branch, "--retest", test));
        command.addAll(scene.playground().options());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("child.log").toFile());
        builder.environment().putAll(scene.playground().environment());
        try {
            return new ChildRun(builder.start(), sign);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String java() {
        return ProcessHandle.current()
                .info()
                .command()
                .orElse(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    }

    String name() {
        return "pid " + process.pid();
    }

    /** Waits until its re-test runs: it has the lock then. */
    void awaitTest(Scene scene) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!Files.exists(sign)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException("the other process did not come as far as its test");
            }
            scene.pause();
        }
    }

    /** Kills it, and then its test, which would live on as an orphan. @return its exit code */
    int kill() {
        try (Stream<ProcessHandle> descendants = process.descendants()) {
            family = descendants.toList();
        }
        process.destroyForcibly();
        try {
            int exit = process.waitFor();
            for (ProcessHandle one : family) {
                one.destroyForcibly();
                one.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
            return exit;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopped();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the test of the other process does not end", e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
        family.forEach(ProcessHandle::destroyForcibly);
    }
}
