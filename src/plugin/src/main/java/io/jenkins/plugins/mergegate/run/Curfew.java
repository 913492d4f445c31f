// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The end of this Jenkins: runs begin nothing new, and those at work stop where the journal was just written, so that
 * each is found between two phases after the restart.
 */
final class Curfew {
    private boolean begun;
    private int atWork;

    /** Whether work may begin; who was let in calls {@link #leave}. */
    synchronized boolean enter() {
        if (!begun) {
            atWork++;
        }
        return !begun;
    }

    synchronized void leave() {
        atWork--;
        notifyAll();
    }

    /** Called where it is safe to stop; does not return after the curfew has begun. */
    synchronized void checkpoint() {
        if (!begun) {
            return;
        }
        leave();
        while (true) {
            try {
                wait();
            } catch (InterruptedException e) {
                // Nothing is to be done any more: the process ends.
                continue;
            }
        }
    }

    /** Begins it and waits until nobody is at work, at most so long. */
    synchronized void begin(Duration patience) throws InterruptedException {
        begun = true;
        long end = System.nanoTime() + patience.toNanos();
        for (long left = patience.toNanos(); atWork > 0 && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }
}
