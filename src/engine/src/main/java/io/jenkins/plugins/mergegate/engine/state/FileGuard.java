// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.state;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One at a time, among threads and processes, for a few file operations. It is a lock of the operating system on a file
 * that is never removed, so it is free again when its process dies, and it needs no clean-up.
 */
public final class FileGuard {
    /** A lock of the operating system belongs to the whole process, so threads need one of their own. */
    private static final ConcurrentMap<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Waiters come at random times, so that none keeps coming at the wrong one. */
    private static final long MAX_PAUSE_NANOS = Duration.ofMillis(2).toNanos();

    private final Path file;
    private final Duration patience;

    public FileGuard(Path file) {
        this(file, PATIENCE);
    }

    FileGuard(Path file, Duration patience) {
        this.file = file.toAbsolutePath();
        this.patience = patience;
    }

    /** What is done under the guard. */
    @FunctionalInterface
    public interface Work<T> {
        T run() throws IOException;
    }

    /**
     * Does {@code work} alone. Must not be nested. An interrupt stays pending until after the work, so that a run that
     * is being stopped can still release what it holds.
     *
     * @throws IOException of the work, or when a process that was stopped in the middle keeps the guard too long
     */
    public <T> T call(Work<T> work) throws IOException {
        return run(work, true).orElse(null);
    }

    /** Does {@code work}, which must not return null, unless somebody else is at it: then nothing, at once. */
    public <T> Optional<T> tryCall(Work<T> work) throws IOException {
        return run(work, false);
    }

    private <T> Optional<T> run(Work<T> work, boolean wait) throws IOException {
        Files.createDirectories(DurableFiles.directory(file));
        // One file must not be opened under two names: closing either channel would free the lock of the other.
        Path real = DurableFiles.directory(file).toRealPath().resolve(DurableFiles.name(file));
        ReentrantLock threads = THREADS.computeIfAbsent(real, path -> new ReentrantLock(true));
        if (wait) {
            threads.lock();
        } else if (!threads.tryLock()) {
            return Optional.empty();
        }
        boolean interrupted = Thread.interrupted();
        try (RandomAccessFile open = new RandomAccessFile(real.toFile(), "rw");
                FileLock lock = wait ? lock(open) : tryLock(open)) {
            return lock == null ? Optional.empty() : Optional.ofNullable(work.run());
        } finally {
            threads.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private FileLock lock(RandomAccessFile open) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                FileLock lock = tryLock(open);
                if (lock != null) {
                    return lock;
                }
                if (System.nanoTime() - end > 0) {
                    throw new IOException("Another process keeps " + file + " locked");
                }
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1, MAX_PAUSE_NANOS));
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static FileLock tryLock(RandomAccessFile open) throws IOException {
        try {
            return open.getChannel().tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // The same class in another class loader holds it.
        }
    }
}
