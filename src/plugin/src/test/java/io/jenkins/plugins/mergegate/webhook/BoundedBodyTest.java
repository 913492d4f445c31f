// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedBodyTest {
    private static final int MAX = 100_000;

    private final AtomicLong now = new AtomicLong();
    private final BoundedBody bodies = new BoundedBody(MAX, 1000, now::get);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8192, 8193, MAX - 1, MAX})
    void readsWhatFits(int size) throws IOException {
        byte[] sent = new byte[size];
        Arrays.fill(sent, (byte) 'x');

        assertThat(bodies.read(new ByteArrayInputStream(sent)))
                .hasValueSatisfying(body -> assertThat(body).isEqualTo(sent));
    }

    @Test
    void oneByteTooManyIsTooLong() throws IOException {
        assertThat(bodies.read(new ByteArrayInputStream(new byte[MAX + 1]))).isEmpty();
    }

    @Test
    void aStreamThatNeverEndsIsReadNoFurtherThanItMay() throws IOException {
        AtomicLong given = new AtomicLong();
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 0;
            }

            @Override
            public int read(byte[] into, int from, int count) {
                given.addAndGet(count);
                return count;
            }
        };

        assertThat(bodies.read(endless)).isEmpty();
        assertThat(given.get()).isLessThan(MAX + 10_000);
    }

    @Test
    void aTrickleIsGivenUp() {
        InputStream trickle = new InputStream() {
            @Override
            public int read() {
                return 0;
            }

            @Override
            public int read(byte[] into, int from, int count) {
                now.addAndGet(300);
                return 1;
            }
        };

        assertThatThrownBy(() -> bodies.read(trickle)).isInstanceOf(BoundedBody.TooSlow.class);
        assertThat(now).hasValue(1200);
    }
}
