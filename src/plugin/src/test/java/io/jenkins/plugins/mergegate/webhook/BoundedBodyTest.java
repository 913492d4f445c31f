// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BoundedBodyTest {
    private static final int MAX = 100_000;

    /** What ends the bodies when their time is over, oldest first. */
    private final Queue<FutureTask<?>> alarms = new ConcurrentLinkedQueue<>();

    private final BoundedBody bodies = new BoundedBody(MAX, 2, stop -> {
        FutureTask<?> alarm = new FutureTask<>(stop, null);
        alarms.add(alarm);
        return alarm;
    });

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8192, 8193, MAX - 1, MAX})
    void readsWhatFits(int size) throws IOException {
        byte[] sent = new byte[size];
        Arrays.fill(sent, (byte) 'x');

        assertThat(bodies.read(new ByteArrayInputStream(sent)))
                .hasValueSatisfying(body -> assertThat(body).isEqualTo(sent));
        assertThat(alarms).singleElement().matches(FutureTask::isCancelled);
    }

    @Test
    void oneByteTooManyIsTooLong() throws IOException {
        assertThat(bodies.read(new ByteArrayInputStream(new byte[MAX + 1]))).isEmpty();
    }

    @Test
    void aStreamThatNeverEndsIsReadNoFurtherThanItMay() throws IOException {
        List<Integer> given = new ArrayList<>();
        InputStream endless = stream(count -> {
            given.add(count);
            return count;
        });

        assertThat(bodies.read(endless)).isEmpty();
        assertThat(given.stream().mapToInt(Integer::intValue).sum()).isLessThan(MAX + 10_000);
    }

    @Test
    void aTrickleIsGivenUp() {
        List<Integer> reads = new ArrayList<>();
        InputStream trickle = stream(count -> {
            reads.add(count);
            if (reads.size() == 4) {
                alarms.remove().run();
            }
            return 1;
        });

        assertThatThrownBy(() -> bodies.read(trickle)).isInstanceOf(BoundedBody.TooSlow.class);
        assertThat(reads).hasSize(4);
        assertThat(Thread.interrupted()).as("left behind").isFalse();
    }

    @Test
    void aBodyOfWhichNothingComesIsGivenUp() throws Exception {
        Stalled stalled = new Stalled();

        alarms.remove().run();

        assertThat(stalled.failure()).isInstanceOf(BoundedBody.TooSlow.class);
    }

    @Test
    void whenThereIsNoRoomTheOldestGivesWay() throws Exception {
        Stalled first = new Stalled();
        Stalled second = new Stalled();

        assertThat(bodies.read(new ByteArrayInputStream(new byte[10]))).isPresent();

        assertThat(first.failure()).isInstanceOf(BoundedBody.Crowded.class);
        assertThat(second.task.isDone()).isFalse();
        second.out.write(7);
        second.out.close();
        assertThat(second.task.get())
                .hasValueSatisfying(body -> assertThat(body).containsExactly(7));
        for (int i = 0; i < 5; i++) {
            assertThat(bodies.read(new ByteArrayInputStream(new byte[10]))).isPresent();
        }
    }

    @Test
    void aStreamThatBreaksSaysSoAndLeavesRoom() throws IOException {
        for (int i = 0; i < 5; i++) {
            InputStream broken = stream(count -> {
                throw new IOException("broken");
            });
            assertThatThrownBy(() -> bodies.read(broken))
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessage("broken");
        }
        assertThat(bodies.read(new ByteArrayInputStream(new byte[10]))).isPresent();
    }

    private interface Read {
        int bytes(int wanted) throws IOException;
    }

    private static InputStream stream(Read read) {
        return new InputStream() {
            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] into, int from, int count) throws IOException {
                return read.bytes(count);
            }
        };
    }

    /** A body of which nothing has come yet; being read by a thread of its own, which waits. */
    private final class Stalled {
        private final PipedOutputStream out = new PipedOutputStream();
        private final FutureTask<Optional<byte[]>> task;

        Stalled() throws IOException {
            PipedInputStream in = new PipedInputStream(out);
            Callable<Optional<byte[]>> read = () -> bodies.read(in);
            task = new FutureTask<>(read);
            Thread thread = new Thread(task, "stalled");
            thread.setDaemon(true);
            thread.start();
            await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        }

        Throwable failure() throws Exception {
            try {
                task.get(30, TimeUnit.SECONDS);
                throw new AssertionError("it was read to its end");
            } catch (ExecutionException e) {
                return e.getCause();
            }
        }
    }
}
