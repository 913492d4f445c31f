// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileGuardTest {
    @TempDir
    private Path directory;

    /** Keeps the guard until it is killed or told to go on. */
    static final class Keeper {
        public static void main(String[] arguments) throws IOException {
            JavaProcess.dieInTime();
            new FileGuard(Path.of(arguments[0])).call(() -> {
                System.out.println("kept");
                return System.in.read();
            });
        }
    }

    @Test
    void letsOneThreadInAtATime() throws Exception {
        Path file = directory.resolve("sub/a.guard");
        AtomicInteger inside = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Integer>> work = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                work.add(() -> new FileGuard(file).call(() -> {
                    int now = inside.incrementAndGet();
                    Thread.yield();
                    inside.decrementAndGet();
                    return now;
                }));
            }
            for (Future<Integer> seen : pool.invokeAll(work)) {
                assertThat(seen.get()).isEqualTo(1);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void isFreeAgainAfterAnError() throws IOException {
        FileGuard guard = new FileGuard(directory.resolve("a.guard"));

        assertThatThrownBy(() -> guard.call(() -> {
                    throw new IOException("disk");
                }))
                .hasMessage("disk");

        assertThat(guard.<Integer>call(() -> 1)).isEqualTo(1);
    }

    @Test
    void worksInAnInterruptedThread() throws IOException {
        Thread.currentThread().interrupt();
        try {
            assertThat(new FileGuard(directory.resolve("a.guard")).<Integer>call(() -> 1))
                    .isEqualTo(1);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void losesPatienceWithAnotherProcessAndIsFreeWhenThatIsKilled() throws Exception {
        Path file = directory.resolve("a.guard");
        try (JavaProcess keeper = JavaProcess.start(Keeper.class, file)) {
            assertThat(keeper.answer()).isEqualTo("kept");

            assertThatThrownBy(() -> new FileGuard(file, Duration.ofMillis(20)).call(() -> 1))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("a.guard");

            assertThat(new FileGuard(file).<Integer>tryCall(() -> 1)).isEmpty();

            keeper.kill();
            assertThat(new FileGuard(file).<Integer>tryCall(() -> 1)).contains(1);
            assertThat(new FileGuard(file).<Integer>call(() -> 1)).isEqualTo(1);
        }
    }
}
