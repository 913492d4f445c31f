// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.git;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.Inflater;
import java.util.zip.InflaterOutputStream;

/**
 * The controller's end of git's standard output: takes it compressed from a thread of Remoting and hands it to the sink.
 * After {@link #close} of the owner nothing reaches the sink any more, whatever is still under way.
 */
final class AgentOutput extends OutputStream {
    private static final int BUFFER = 1 << 16;

    private final Inflater inflater = new Inflater();
    private final InflaterOutputStream target;
    private final CountDownLatch end = new CountDownLatch(1);
    private boolean failed;
    private boolean closed;

    AgentOutput(OutputStream sink) {
        this.target = new InflaterOutputStream(sink, inflater, BUFFER);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        if (closed || failed) {
            throw new IOException("Nobody reads this any more.");
        }
        try {
            target.write(bytes, offset, length);
        } catch (IOException | RuntimeException e) {
            failed = true;
            // The sink's own words stay here.
            throw new IOException("The reader of this failed.");
        }
    }

    /** By the agent when all was sent, and by the owner when it stops listening. The sink stays open. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            inflater.end();
        }
        end.countDown();
    }

    /** Whether the agent has said that this was all. */
    boolean awaitEnd(Duration wait) throws InterruptedException {
        return end.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether the sink refused something. */
    synchronized boolean failed() {
        return failed;
    }
}
