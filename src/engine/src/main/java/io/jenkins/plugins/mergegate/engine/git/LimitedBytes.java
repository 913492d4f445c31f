// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps what is written to it up to a limit. Fails beyond, so that whoever writes can stop. */
final class LimitedBytes extends OutputStream {
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final int limit;
    private boolean exceeded;

    LimitedBytes(int limit) {
        this.limit = limit;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        if (exceeded || length > limit - kept.size()) {
            exceeded = true;
            throw new IOException("More than " + limit + " bytes.");
        }
        kept.write(bytes, offset, length);
    }

    synchronized boolean isExceeded() {
        return exceeded;
    }

    synchronized String text() {
        return kept.toString(StandardCharsets.UTF_8);
    }
}
