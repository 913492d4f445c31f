// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLocksTest {
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    @Test
    void excludesThreads() throws Exception {
        GitHost host = new LocalGitHost(directory);
        AtomicInteger inside = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Callable<Integer>> work = IntStream.range(0, 40)
                .<Callable<Integer>>mapToObj(i -> () -> {
                    GitHost.Lock lock = host.lock("one", LONG);
                    int now = inside.incrementAndGet();
                    Thread.yield();
                    inside.decrementAndGet();
                    lock.close();
                    return now;
                })
                .toList();
        for (var result : threads.invokeAll(work)) {
            assertThat(result.get()).isEqualTo(1);
        }
        threads.shutdown();
    }

    @Test
    void givesUpInTimeAndMayBeClosedTwice() throws IOException {
        GitHost host = new LocalGitHost(directory);
        GitHost.Lock lock = host.lock("one", SHORT);
        assertThatThrownBy(() -> host.lock("one", SHORT)).isInstanceOf(IOException.class);
        host.lock("two", SHORT).close();
        lock.close();
        lock.close();
        GitHost.Lock next = host.lock("one", SHORT);
        assertThatThrownBy(() -> host.lock("one", SHORT)).isInstanceOf(IOException.class);
        next.close();
        assertThatThrownBy(() -> host.lock("../one", SHORT)).isInstanceOf(IOException.class);
    }

    @Test
    void endsTheWaitWhenInterrupted() throws IOException {
        GitHost host = new LocalGitHost(directory);
        GitHost.Lock lock = host.lock("one", SHORT);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> host.lock("one", LONG)).isInstanceOf(IOException.class);
        assertThat(Thread.interrupted()).isTrue();
        lock.close();
    }

    @Test
    void excludesProcessesAndOutlivesNone() throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader reader = other.inputReader();
        assertThat(reader.readLine()).isEqualTo("held");
        GitHost host = new LocalGitHost(directory);
        assertThatThrownBy(() -> host.lock("one", SHORT)).isInstanceOf(IOException.class);
        other.destroyForcibly();
        host.lock("one", LONG).close();
    }

    /** Another process that takes the lock and never gives it back. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            new LocalGitHost(Path.of(arguments[0])).lock("one", LONG);
            System.out.println("held");
            System.in.read();
        }
    }
}
