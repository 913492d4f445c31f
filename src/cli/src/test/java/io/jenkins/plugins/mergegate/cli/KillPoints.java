// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The moments of a run, by name. Each is written to a file when it is reached, and at one of them the process dies. */
final class KillPoints {
    private final String deadly;
    private final Path trace;
    private final Map<String, Integer> counts = new HashMap<>();

    KillPoints(String deadly, Path trace) {
        this.deadly = deadly;
        this.trace = trace;
    }

    /** What is done between two moments. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    /** Does {@code work} between the moments before and after it; what comes again is counted. */
    <T> T around(String name, Work<T> work) throws IOException {
        int count = counts.merge(name, 1, Integer::sum);
        String numbered = count == 1 ? name : name + " (" + count + ")";
        reach("before " + numbered);
        T result = work.run();
        reach("after " + numbered);
        return result;
    }

    private void reach(String moment) {
        try {
            Files.writeString(
                    trace, moment + "\n", StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            if (moment.equals(deadly)) {
                die();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing runs after this: no handler, no finally. */
    private static void die() throws IOException {
        new ProcessBuilder("kill", "-9", String.valueOf(ProcessHandle.current().pid())).start();
        while (true) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                // Only the signal ends this.
            }
        }
    }

    static List<String> read(Path trace) {
        try {
            return Files.exists(trace) ? Files.readAllLines(trace) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
