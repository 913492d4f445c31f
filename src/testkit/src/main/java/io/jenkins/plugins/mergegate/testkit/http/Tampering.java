// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.http;

import io.jenkins.plugins.mergegate.testkit.faults.Effect;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Faults that act on the body on its way out. */
final class Tampering {

    private static final int SLICES_PER_SECOND = 20;

    private Tampering() {}

    static Response apply(Response response, Optional<Effect.Answer> answer) {
        Effect.Answer wanted = answer.orElse(null);
        if (wanted instanceof Effect.Truncate truncate) {
            return rewritten(response, (bytes, out) -> truncated(bytes, truncate.bytes(), out));
        }
        if (wanted instanceof Effect.Throttle throttle) {
            return rewritten(response, (bytes, out) -> throttled(bytes, throttle.bytesPerSecond(), out));
        }
        return response;
    }

    private interface Rewriter {
        void write(byte[] bytes, OutputStream out) throws IOException;
    }

    private static Response rewritten(Response response, Rewriter rewriter) {
        return new Response(response.status(), response.headers(), response.length(), out -> {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            response.body().write(all);
            rewriter.write(all.toByteArray(), out);
        });
    }

    private static void truncated(byte[] bytes, int count, OutputStream out) throws IOException {
        out.write(bytes, 0, Math.min(count, bytes.length));
        out.flush();
        if (count < bytes.length) {
            throw new IOException("truncated on purpose");
        }
    }

    private static void throttled(byte[] bytes, int perSecond, OutputStream out) throws IOException {
        int slice = Math.max(1, perSecond / SLICES_PER_SECOND);
        for (int from = 0; from < bytes.length; from += slice) {
            int length = Math.min(slice, bytes.length - from);
            out.write(bytes, from, length);
            out.flush();
            pause(length * 1_000_000_000L / Math.max(1, perSecond));
        }
    }

    private static void pause(long nanos) throws IOException {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }
}
