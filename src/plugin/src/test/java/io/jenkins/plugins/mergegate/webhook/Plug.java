// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.webhook;

import java.util.concurrent.CountDownLatch;

/** Keeps a queue from following anything until it is pulled out. */
final class Plug implements Runnable, AutoCloseable {
    private final CountDownLatch there = new CountDownLatch(1);
    private final CountDownLatch pulled = new CountDownLatch(1);

    private Plug() {}

    static Plug in(HintQueue queue) throws InterruptedException {
        Plug plug = new Plug();
        if (!queue.offer(plug)) {
            throw new IllegalStateException("the queue is full");
        }
        plug.there.await();
        return plug;
    }

    boolean isThere() {
        return pulled.getCount() == 1;
    }

    @Override
    public void run() {
        there.countDown();
        try {
            pulled.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        pulled.countDown();
    }
}
