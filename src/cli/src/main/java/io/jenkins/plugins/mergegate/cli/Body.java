// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import io.jenkins.plugins.mergegate.engine.gate.BodyResult;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The re-test: a command for {@code sh}. Its output goes to standard error, its input is empty, it sees no secret. */
final class Body {
    private static final long GRACE_SECONDS = 3;
    private static final long LAST_WORDS_MILLIS = 1_000;
    private static final int SWEEPS = 5;

    /** Ended by Ctrl-C or SIGTERM. A terminal sends Ctrl-C to this process as well, which may hear of it a moment later. */
    private static final Set<Integer> SIGNALLED = Set.of(128 + 2, 128 + 15);

    private static final long SAME_SIGNAL_MILLIS = 500;

    private final String command;
    private final Context context;
    private Process process;
    private boolean stopped;

    Body(String command, Context context) {
        this.command = command;
        this.context = context;
    }

    /** Runs it and waits. @param added to an environment without the gate's own variables and those of git */
    BodyResult run(Path directory, Map<String, String> added) {
        Process started;
        try {
            started = start(directory, added);
        } catch (IOException e) {
            return BodyResult.broken("there is no usable sh on this machine");
        }
        if (started == null) {
            return BodyResult.aborted("The run was stopped");
        }
        Thread pump = new Thread(() -> copy(started.getInputStream(), context.err()), "re-test output");
        pump.setDaemon(true);
        pump.start();
        try {
            int exit = started.waitFor();
            pump.join(LAST_WORDS_MILLIS);
            if (isStopped() || SIGNALLED.contains(exit) && context.stop().await(SAME_SIGNAL_MILLIS)) {
                return BodyResult.aborted("The re-test was stopped");
            }
            return exit == 0 ? BodyResult.green() : BodyResult.red("exit code " + exit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop();
            return BodyResult.aborted("The re-test was interrupted");
        }
    }

    /** Ends it with all its children: politely first, then by force. It does not begin any more either. */
    void stop() {
        Process running;
        synchronized (this) {
            stopped = true;
            running = process;
        }
        if (running == null || !running.isAlive()) {
            return;
        }
        Set<ProcessHandle> tree = tree(Set.of(running.toHandle()));
        tree.forEach(ProcessHandle::destroy);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(GRACE_SECONDS);
        while (tree.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < deadline) {
            pause();
        }
        for (int sweep = 0; sweep < SWEEPS && tree.stream().anyMatch(ProcessHandle::isAlive); sweep++) {
            tree = tree(tree);
            tree.forEach(ProcessHandle::destroyForcibly);
            pause();
        }
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    /** Null when it was stopped before it began. */
    private synchronized Process start(Path directory, Map<String, String> added) throws IOException {
        if (stopped) {
            return null;
        }
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"));
        Map<String, String> environment = builder.environment();
        environment.clear();
        context.environment().forEach((name, value) -> {
            if (!isOurs(name)) {
                environment.put(name, value);
            }
        });
        added.forEach((name, value) -> {
            if (value != null) {
                environment.put(name, value);
            }
        });
        process = builder.start();
        return process;
    }

    /** What must not reach the code under test: the token, and what would turn its git to another repository. */
    private static boolean isOurs(String name) {
        return name.equals(Tokens.VARIABLE) || name.startsWith("MERGE_GATE_GIT_") || name.startsWith("GIT_");
    }

    private static Set<ProcessHandle> tree(Set<ProcessHandle> roots) {
        Set<ProcessHandle> all = new LinkedHashSet<>(roots);
        roots.forEach(root -> root.descendants().forEach(all::add));
        return all;
    }

    private static void copy(InputStream from, PrintStream to) {
        byte[] buffer = new byte[8192];
        try (InputStream in = from) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                to.write(buffer, 0, n);
                to.flush();
            }
        } catch (IOException e) {
            // The process is gone, and with it the rest of its output.
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
