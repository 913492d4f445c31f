// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.steps;

import hudson.init.Terminator;
import hudson.util.ClassLoaderSanityThreadFactory;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import jenkins.util.ContextResettingExecutorService;

/** The threads of all {@link BackgroundExecution}s: a few, and none while there is no work. */
public final class BackgroundPool {
    private static final int THREADS = 8;
    private static final long IDLE_SECONDS = 60;

    private static ExecutorService threads;

    private BackgroundPool() {}

    /** @param work is told whether it was interrupted because Jenkins goes down */
    static synchronized Future<?> submit(Consumer<BooleanSupplier> work) {
        if (threads == null) {
            ThreadPoolExecutor pool = new ThreadPoolExecutor(
                    THREADS,
                    THREADS,
                    IDLE_SECONDS,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    new NamingThreadFactory(
                            new ClassLoaderSanityThreadFactory(new DaemonThreadFactory()), "Merge Gate step"));
            pool.allowCoreThreadTimeOut(true);
            threads = new ContextResettingExecutorService(pool);
        }
        ExecutorService current = threads;
        return current.submit(() -> work.accept(current::isShutdown));
    }

    /** Jenkins goes down: work is interrupted, and begun anew by {@link BackgroundExecution#onResume}. */
    @Terminator
    public static synchronized void close() {
        if (threads != null) {
            threads.shutdownNow();
            threads = null;
        }
    }
}
