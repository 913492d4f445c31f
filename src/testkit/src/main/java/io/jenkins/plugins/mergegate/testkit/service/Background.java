// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.service;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** What Gitea does in its queues: one thread at a time, after the answer. */
public final class Background implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 5;

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "gitea-background");
        thread.setDaemon(true);
        return thread;
    });

    public Background() {
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Runs the task later; a task that fails harms nobody, and after the end nothing runs any more. */
    public void later(Duration delay, Runnable task) {
        try {
            executor.schedule(() -> quietly(task), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The server is closed.
        }
    }

    private static void quietly(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            // A queue of Gitea logs this and goes on.
        }
    }

    /** Ends what runs: git must not write into a directory that is being deleted. */
    @Override
    public void close() {
        executor.shutdownNow();
        try {
            executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
