// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import io.jenkins.plugins.mergegate.engine.gitea.GiteaFailure;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Tells the server something although it stumbles. Gives up within seconds: the lock may be held meanwhile. What is told
 * must be harmless when it is told twice.
 */
final class Insistence {
    private static final long[] PAUSES_MILLIS = {200, 800};
    /** A server that took so long to fail is not asked again. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private Insistence() {}

    interface Call {
        void run() throws GiteaFailure;
    }

    /** @throws GiteaFailure of the last try; at once when trying again cannot help, or the thread is interrupted */
    static void on(Call call) throws GiteaFailure {
        long began = System.nanoTime();
        for (int tries = 0; ; tries++) {
            try {
                call.run();
                return;
            } catch (GiteaFailure failure) {
                boolean hopeless = failure.kind() != GiteaFailure.Kind.UNREACHABLE
                        || tries == PAUSES_MILLIS.length
                        || System.nanoTime() - began > PATIENCE.toNanos();
                if (hopeless || !pause(PAUSES_MILLIS[tries])) {
                    throw failure;
                }
            }
        }
    }

    private static boolean pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
