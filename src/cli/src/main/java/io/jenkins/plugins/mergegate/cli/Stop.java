// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import io.jenkins.plugins.mergegate.engine.Outcome;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A request to stop, by Ctrl-C or SIGTERM. What runs registers how it is stopped and says when it has ended; the signal
 * waits for that, but not for ever.
 */
final class Stop {
    /** Long enough to end one git command, close the lock and write the journal. */
    private static final long PATIENCE_SECONDS = 30;

    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private Runnable how;
    private CountDownLatch ended;
    private int exit = Outcome.ABORTED.exit();

    /** From here on a signal calls {@code how}, once, at once when it came already. */
    synchronized void begin(Runnable how) {
        this.how = how;
        this.ended = new CountDownLatch(1);
        if (isRequested()) {
            how.run();
        }
    }

    /** What was begun is over. */
    synchronized void end() {
        this.how = null;
        ended.countDown();
    }

    /** All is printed, and the process ends with this code. */
    void finish(int code) {
        synchronized (this) {
            exit = code;
        }
        finished.countDown();
    }

    boolean isRequested() {
        return requested.getCount() == 0;
    }

    /** Sleeps unless it is asked to stop. @return whether it was */
    boolean await(long millis) {
        try {
            return requested.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    void request() {
        Runnable action;
        synchronized (this) {
            if (isRequested()) {
                return;
            }
            requested.countDown();
            action = how;
        }
        if (action != null) {
            action.run();
        }
    }

    /** Waits until what was begun has ended. @return whether it has */
    boolean awaitEnd(long seconds) {
        CountDownLatch running;
        synchronized (this) {
            running = ended;
        }
        return await(running, seconds);
    }

    private static boolean await(CountDownLatch latch, long seconds) {
        try {
            return latch.await(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /**
     * Called while Java shuts down. Where something was begun, the process ends with its exit code, or with the one for a
     * run that was stopped when it does not end in time.
     */
    void signal(PrintStream out, PrintStream err) {
        synchronized (this) {
            if (ended == null) {
                return;
            }
        }
        request();
        if (!await(finished, PATIENCE_SECONDS)) {
            err.println("merge-gate: the run did not end in time; run it again or run the reaper to settle it.");
        }
        out.flush();
        err.flush();
        Runtime.getRuntime().halt(exit());
    }

    private synchronized int exit() {
        return exit;
    }
}
