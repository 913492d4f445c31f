// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Locks that exclude threads of this process and other processes on the machine. The operating system releases them when
 * the process dies, so a killed run leaves no lock behind. The files stay: removing one would let two owners in.
 */
final class FileLocks {
    private static final long POLL_MILLIS = 20;

    // A file lock belongs to the whole process, so threads need a lock of their own; one for all hosts of the process.
    private static final ConcurrentMap<Path, Semaphore> THREADS = new ConcurrentHashMap<>();

    private FileLocks() {}

    static GitHost.Lock lock(Path file, Duration wait) throws IOException {
        long deadline = System.nanoTime() + wait.toNanos();
        Path path = file.toAbsolutePath().normalize();
        Semaphore threads = THREADS.computeIfAbsent(path, p -> new Semaphore(1, true));
        boolean locked = false;
        try {
            if (!threads.tryAcquire(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                throw new IOException("Another run holds " + path + ".");
            }
            try {
                FileChannel channel = acquire(path, deadline);
                locked = true;
                return new Held(channel, threads);
            } finally {
                if (!locked) {
                    threads.release();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for " + path + ".", e);
        }
    }

    private static FileChannel acquire(Path path, long deadline) throws IOException, InterruptedException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            while (true) {
                if (tryLock(channel) != null) {
                    locked = true;
                    return channel;
                }
                if (System.nanoTime() - deadline >= 0) {
                    throw new IOException("Another process holds " + path + ".");
                }
                Thread.sleep(POLL_MILLIS);
            }
        } finally {
            if (!locked) {
                channel.close();
            }
        }
    }

    /** Null when it is taken, by another process or by this class in another class loader. */
    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static final class Held implements GitHost.Lock {
        private final FileChannel channel;
        private final Semaphore threads;
        private final AtomicBoolean closed = new AtomicBoolean();

        Held(FileChannel channel, Semaphore threads) {
            this.channel = channel;
            this.threads = threads;
        }

        @Override
        public void close() {
            if (!closed.compareAndSet(false, true)) {
                return;
            }
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                threads.release();
            }
        }
    }
}
