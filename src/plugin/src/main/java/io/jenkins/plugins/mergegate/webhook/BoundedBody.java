// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.webhook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Reads the bodies of requests of strangers: so many bytes each, for so long, and so many at a time. When there is no room
 * the oldest gives way: a body that is meant comes in a moment, and who sends nothing shall keep nobody out.
 */
final class BoundedBody {
    private static final int CHUNK = 8192;

    /** For one that gives way to be gone. */
    private static final long WAY_SECONDS = 1;

    private final int maxBytes;
    private final Semaphore room;
    private final Function<Runnable, Future<?>> alarm;
    /** Those that are being read, oldest first; without those that give way. */
    private final Queue<Reading> readings = new ConcurrentLinkedQueue<>();

    /**
     * @param atOnce how many are read at a time
     * @param alarm runs what it is given when a body has had its time, unless that is cancelled before
     */
    BoundedBody(int maxBytes, int atOnce, Function<Runnable, Future<?>> alarm) {
        this.maxBytes = maxBytes;
        this.room = new Semaphore(atOnce);
        this.alarm = alarm;
    }

    /** The body did not come in time. */
    static final class TooSlow extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** It gave way to another one. */
    static final class Crowded extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** The whole body; empty when it is too long. */
    Optional<byte[]> read(InputStream in) throws IOException {
        enter();
        Reading reading = new Reading();
        readings.add(reading);
        Future<?> end = alarm.apply(() -> reading.stop(new TooSlow()));
        try {
            return read(in, reading);
        } catch (IOException e) {
            reading.check();
            throw e;
        } finally {
            end.cancel(false);
            readings.remove(reading);
            reading.end();
            room.release();
        }
    }

    private void enter() throws Crowded {
        if (room.tryAcquire()) {
            return;
        }
        Reading oldest = readings.poll();
        if (oldest != null) {
            oldest.stop(new Crowded());
        }
        try {
            if (!room.tryAcquire(WAY_SECONDS, TimeUnit.SECONDS)) {
                throw new Crowded();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Crowded();
        }
    }

    private Optional<byte[]> read(InputStream in, Reading reading) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        int count = in.read(chunk);
        while (count >= 0) {
            if (body.size() + count > maxBytes) {
                return Optional.empty();
            }
            body.write(chunk, 0, count);
            reading.check();
            count = in.read(chunk);
        }
        return Optional.of(body.toByteArray());
    }

    /** One body, by the thread that reads it. A read that waits for the next byte ends when its thread is interrupted. */
    private static final class Reading {
        private final Thread thread = Thread.currentThread();
        private IOException stopped;
        private boolean over;

        synchronized void stop(IOException why) {
            if (!over && stopped == null) {
                stopped = why;
                thread.interrupt();
            }
        }

        synchronized void check() throws IOException {
            if (stopped != null) {
                throw stopped;
            }
        }

        /** The thread goes on with something else, which must not be interrupted. */
        synchronized void end() {
            over = true;
            if (stopped != null) {
                Thread.interrupted();
            }
        }
    }
}
