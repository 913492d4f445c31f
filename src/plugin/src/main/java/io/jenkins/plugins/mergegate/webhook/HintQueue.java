// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.webhook;

import hudson.security.ACL;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.security.ImpersonatingExecutorService;
import jenkins.util.ContextResettingExecutorService;

/**
 * Hints that wait to be followed, one after the other, on a thread of its own. A hint that equals one that waits is the same
 * hint. It never blocks and holds a fixed number: one too many is refused.
 */
final class HintQueue {
    private static final Logger LOGGER = Logger.getLogger(HintQueue.class.getName());

    private final int capacity;
    private final Set<Runnable> waiting = new HashSet<>();
    private final ExecutorService thread;

    HintQueue(String name, int capacity) {
        this.capacity = capacity;
        ThreadPoolExecutor one = new ThreadPoolExecutor(
                1,
                1,
                1,
                TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(),
                new NamingThreadFactory(new DaemonThreadFactory(), name));
        one.allowCoreThreadTimeOut(true);
        thread = new ImpersonatingExecutorService(new ContextResettingExecutorService(one), ACL.SYSTEM2);
    }

    /** @return false when there is no room for it */
    boolean offer(Runnable hint) {
        synchronized (waiting) {
            if (waiting.contains(hint)) {
                return true;
            }
            if (waiting.size() >= capacity) {
                return false;
            }
            waiting.add(hint);
        }
        thread.execute(() -> follow(hint));
        return true;
    }

    /** Those that wait; not the one that is being followed. */
    Set<Runnable> waiting() {
        synchronized (waiting) {
            return Set.copyOf(waiting);
        }
    }

    private void follow(Runnable hint) {
        synchronized (waiting) {
            // From now on the same hint means something new.
            waiting.remove(hint);
        }
        try {
            hint.run();
        } catch (RuntimeException | Error e) {
            LOGGER.log(Level.WARNING, "A hint of a webhook could not be followed: " + hint, e);
        }
    }
}
