// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import io.jenkins.plugins.mergegate.engine.git.GitResult.Ending;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One running process: its streams are served at once, its time is bounded, and it never outlives the wait for it. */
final class GitProcess {
    private static final int SIGINT = 128 + 2;
    private static final int SIGTERM = 128 + 15;
    private static final int MAX_OUT = 64 << 20;
    private static final int MAX_ERR = 1 << 20;

    /** How long standard output may stay open after the process ended. Then it cannot be trusted to be whole. */
    private static final Duration OUT_LINGER = Duration.ofSeconds(5);

    /** The same for standard error, which a shared ssh connection in the background keeps open on purpose. */
    private static final Duration ERR_LINGER = Duration.ofSeconds(1);

    private final Process process;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final Thread outPump;
    private final Thread errPump;

    /** @param sink where standard output goes, null to keep it for the result */
    GitProcess(Process process, String stdin, OutputStream sink) {
        this.process = process;
        OutputStream out = sink == null ? new Capped(kept, MAX_OUT) : sink;
        this.outPump = pump("git stdout", () -> drain(process.getInputStream(), out));
        this.errPump = pump("git stderr", () -> drain(process.getErrorStream(), new Capped(errors, MAX_ERR)));
        pump("git stdin", () -> feed(process.getOutputStream(), stdin));
    }

    GitResult await(Duration timeout) {
        Ending ending = Ending.EXITED;
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                ending = Ending.TIMED_OUT;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ending = Ending.INTERRUPTED;
        }
        if (ending != Ending.EXITED) {
            killTree();
        }
        if (!joinPumps() && ending == Ending.EXITED) {
            ending = Ending.TIMED_OUT;
        }
        int exit = ending == Ending.EXITED ? process.exitValue() : -1;
        if (exit == SIGINT || exit == SIGTERM) {
            ending = Ending.INTERRUPTED;
            exit = -1;
        }
        return new GitResult(ending, exit, text(kept), text(errors));
    }

    /** The descendants are listed before their parent dies: afterwards nobody knows whose children they were. */
    private void killTree() {
        List<ProcessHandle> tree = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        tree.forEach(ProcessHandle::destroyForcibly);
        // What was started between the listing and the kill.
        tree.forEach(handle -> handle.descendants().forEach(ProcessHandle::destroyForcibly));
        boolean interrupted = Thread.interrupted();
        try {
            process.waitFor(OUT_LINGER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether all of standard output was read. An interruption waits: what there is must be read first. */
    private boolean joinPumps() {
        boolean interrupted = Thread.interrupted();
        boolean whole = false;
        try {
            whole = join(outPump, OUT_LINGER);
            join(errPump, ERR_LINGER);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        closeStreams();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return whole;
    }

    private static boolean join(Thread pump, Duration wait) throws InterruptedException {
        pump.join(wait.toMillis());
        return !pump.isAlive();
    }

    private void closeStreams() {
        for (AutoCloseable stream :
                List.of(process.getInputStream(), process.getErrorStream(), process.getOutputStream())) {
            try {
                stream.close();
            } catch (Exception e) {
                // It is closed already; the process is gone.
            }
        }
    }

    private static Thread pump(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void drain(InputStream in, OutputStream out) {
        byte[] buffer = new byte[1 << 16];
        // Closed when the sink fails: git then ends instead of waiting for a reader.
        try (in) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
            }
        } catch (IOException e) {
            // The process was killed: what came until then counts.
        }
    }

    private static void feed(OutputStream out, String text) {
        try (out) {
            if (text != null) {
                out.write(text.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // It ended without reading all of it; the exit code tells why.
        }
    }

    private static String text(ByteArrayOutputStream bytes) {
        synchronized (bytes) {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }

    /** Keeps the beginning and swallows the rest, so that the process is never blocked. */
    private static final class Capped extends OutputStream {
        private final ByteArrayOutputStream target;
        private final int limit;

        Capped(ByteArrayOutputStream target, int limit) {
            this.target = target;
            this.limit = limit;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            synchronized (target) {
                target.write(bytes, offset, Math.min(length, limit - target.size()));
            }
        }
    }
}
