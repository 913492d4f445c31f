// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.lock;

import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.state.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** A process that uses the lock as the lines of its input say; answers each with one line. */
final class LockWorker {
    static final LockName NAME = new LockName("git.example.org", RepositoryId.parse("team/app"), "main");

    private final LeaseFileLock lock;

    private LockWorker(Path stateDir) {
        lock = new LeaseFileLock(stateDir, Duration.ofHours(2), Clock.systemUTC(), LocalProcesses.self());
    }

    public static void main(String[] arguments) throws IOException {
        JavaProcess.dieInTime();
        LockWorker worker = new LockWorker(Path.of(arguments[0]));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            System.out.println(worker.answer(words[0], words[words.length - 1]));
        }
    }

    private Object answer(String command, String argument) throws IOException {
        return switch (command) {
            case "ready" -> "ready";
            case "acquire" -> acquire(argument);
            case "find" -> lock.find(NAME, argument).isPresent();
            case "release" -> {
                lock.release(NAME, argument);
                yield "released";
            }
            case "reclaim" -> lock.reclaim(NAME, argument);
            case "count" -> count(Path.of(argument));
            case "churn" -> churn();
            default -> throw new IllegalArgumentException(command);
        };
    }

    private String acquire(String token) throws IOException {
        LockRequest request = new LockRequest(NAME, token, "worker", 0, Instant.now());
        while (lock.tryAcquire(request) instanceof LockAttempt.Busy busy) {
            LockSupport.parkNanos(busy.position() * 2_000_000L);
        }
        return "acquired";
    }

    /** Twenty times: reads a number, adds one, writes it, all under the lock and with nothing else to protect it. */
    private String count(Path counter) throws IOException {
        for (int round = 0; round < 20; round++) {
            String token = UUID.randomUUID().toString();
            acquire(token);
            int value = Integer.parseInt(Files.readString(counter));
            Thread.yield();
            Files.writeString(counter, Integer.toString(value + 1));
            lock.release(NAME, token);
        }
        return "counted";
    }

    /** Takes and releases the lock until it is killed; says so each time. */
    private String churn() throws IOException {
        while (true) {
            String token = UUID.randomUUID().toString();
            acquire(token);
            System.out.println("round");
            lock.release(NAME, token);
        }
    }
}
