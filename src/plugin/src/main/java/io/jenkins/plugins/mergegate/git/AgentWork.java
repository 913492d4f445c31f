// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.git;

import hudson.remoting.Channel;
import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Logger;
import jenkins.agents.ControllerToAgentCallable;

/**
 * On the agent: what runs there for the gate. The controller can wait for the end of a call that it has cancelled, and no
 * call outlives the connection: nobody would learn what it did.
 */
final class AgentWork {
    private static final Logger LOGGER = Logger.getLogger(AgentWork.class.getName());
    private static final ConcurrentMap<String, Running> RUNNING = new ConcurrentHashMap<>();

    private AgentWork() {}

    static <T> T run(String id, Supplier<T> work) {
        Running running = new Running();
        RUNNING.put(id, running);
        running.watch();
        try {
            return work.get();
        } finally {
            running.unwatch();
            RUNNING.remove(id);
            running.end.countDown();
            // The answer is sent by this thread: an interruptible channel must not break by it.
            Thread.interrupted();
        }
    }

    /** Waits until the call {@code id} has ended, or for so long. */
    record End(String id, long millis) implements ControllerToAgentCallable<Boolean, InterruptedException> {
        private static final long serialVersionUID = 1L;

        @Override
        public Boolean call() throws InterruptedException {
            Running running = RUNNING.get(id);
            return running == null || running.end.await(millis, TimeUnit.MILLISECONDS);
        }
    }

    /** One call: it is interrupted when the channel closes or the agent's process ends. */
    private static final class Running extends Channel.Listener {
        private static final long STOP_SECONDS = 5;

        final CountDownLatch end = new CountDownLatch(1);
        private final Thread thread = Thread.currentThread();
        private final Channel channel = Channel.current();
        private final Thread hook = new Thread(this::stop, "merge-gate stops");

        void watch() {
            if (channel != null) {
                channel.addListener(this);
            }
            try {
                Runtime.getRuntime().addShutdownHook(hook);
            } catch (IllegalStateException e) {
                thread.interrupt();
            }
        }

        void unwatch() {
            if (channel != null) {
                channel.removeListener(this);
            }
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // It runs already.
            }
        }

        @Override
        public void onClosed(Channel closed, IOException cause) {
            thread.interrupt();
        }

        private void stop() {
            thread.interrupt();
            try {
                if (!end.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                    LOGGER.fine("A call of the gate does not end.");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
