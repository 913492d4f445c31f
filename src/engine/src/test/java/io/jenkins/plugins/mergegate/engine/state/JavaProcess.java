// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.state;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A real process that runs a main class of the tests. It is spoken to in lines; closing kills it. */
public final class JavaProcess implements AutoCloseable {
    private static final Duration LIFE = Duration.ofMinutes(3);

    private final Process process;
    private final BufferedReader out;
    private final BufferedWriter in;

    private JavaProcess(Process process) {
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.in = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    }

    public static JavaProcess start(Class<?> main, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new JavaProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** To be called first in a main class: a process that its test forgot ends by itself, and its test sees the end. */
    public static void dieInTime() {
        Thread watchdog = new Thread(() -> {
            long end = System.nanoTime() + LIFE.toNanos();
            while (System.nanoTime() - end < 0) {
                LockSupport.parkNanos(end - System.nanoTime());
            }
            Runtime.getRuntime().halt(99);
        });
        watchdog.setDaemon(true);
        watchdog.start();
    }

    public long pid() {
        return process.pid();
    }

    public void tell(String line) throws IOException {
        in.write(line + "\n");
        in.flush();
    }

    /** The next line of its output; null when it has ended. */
    public String answer() throws IOException {
        return out.readLine();
    }

    public String ask(String line) throws IOException {
        tell(line);
        return answer();
    }

    /** SIGKILL, and returns when it is dead. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
