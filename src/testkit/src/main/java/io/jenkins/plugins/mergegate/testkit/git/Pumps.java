// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.git;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Daemon threads that move bytes between a process and its caller. */
final class Pumps {

    static final ExecutorService POOL = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "git-pump");
        thread.setDaemon(true);
        return thread;
    });

    private Pumps() {}
}
