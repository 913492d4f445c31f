// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class CurfewTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Curfew curfew = new Curfew();

    @Test
    void lettingInEndsWhenItBegins() throws Exception {
        assertThat(curfew.enter()).isTrue();
        curfew.leave();

        curfew.begin(LONG);

        assertThat(curfew.enter()).isFalse();
    }

    @Test
    void itWaitsForThoseAtWork() {
        curfew.enter();
        CompletableFuture<Void> begun = begin(LONG);

        assertThat(begun).isNotDone();
        curfew.leave();

        await().until(begun::isDone);
    }

    @Test
    void itDoesNotWaitForEver() {
        curfew.enter();

        await().until(begin(Duration.ofMillis(50))::isDone);
    }

    @Test
    void whoComesToACheckpointStopsThereForGood() throws Exception {
        CountDownLatch work = new CountDownLatch(1);
        AtomicBoolean wentOn = new AtomicBoolean();
        Thread worker = new Thread(() -> {
            curfew.enter();
            curfew.checkpoint();
            try {
                work.await();
            } catch (InterruptedException e) {
                return;
            }
            curfew.checkpoint();
            wentOn.set(true);
        });
        worker.setDaemon(true);
        worker.start();
        await().until(() -> worker.getState() == Thread.State.WAITING);
        CompletableFuture<Void> begun = begin(LONG);
        await().until(() -> !curfew.enter() || leave());
        assertThat(begun).isNotDone();

        work.countDown();

        await().until(begun::isDone);
        worker.interrupt();
        await().until(() -> worker.getState() == Thread.State.WAITING);
        assertThat(wentOn).isFalse();
    }

    private boolean leave() {
        curfew.leave();
        return false;
    }

    private CompletableFuture<Void> begin(Duration patience) {
        return CompletableFuture.runAsync(() -> {
            try {
                curfew.begin(patience);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
