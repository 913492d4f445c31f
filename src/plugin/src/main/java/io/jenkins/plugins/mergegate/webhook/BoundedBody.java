// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.webhook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Reads the body of a request of a stranger: so many bytes, for so long, and not one more. */
final class BoundedBody {
    private static final int CHUNK = 8192;

    private final int maxBytes;
    private final long maxNanos;
    private final LongSupplier nanoTime;

    /** @param nanoTime the clock */
    BoundedBody(int maxBytes, long maxNanos, LongSupplier nanoTime) {
        this.maxBytes = maxBytes;
        this.maxNanos = maxNanos;
        this.nanoTime = nanoTime;
    }

    /** The body did not come in time. */
    static final class TooSlow extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** The whole body; empty when it is too long. */
    Optional<byte[]> read(InputStream in) throws IOException {
        long start = nanoTime.getAsLong();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        int count = in.read(chunk);
        while (count >= 0) {
            if (body.size() + count > maxBytes) {
                return Optional.empty();
            }
            body.write(chunk, 0, count);
            if (nanoTime.getAsLong() - start > maxNanos) {
                throw new TooSlow();
            }
            count = in.read(chunk);
        }
        return Optional.of(body.toByteArray());
    }
}
