// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFilesTest {
    @TempDir
    private Path directory;

    @Test
    void replacesAndReads() throws IOException {
        Path file = directory.resolve("sub/file.json");

        assertThat(DurableFiles.read(file)).isEmpty();
        DurableFiles.replace(file, bytes("one"));
        DurableFiles.replace(file, bytes("two"));

        assertThat(DurableFiles.read(file)).contains(bytes("two"));
        assertThat(DurableFiles.list(directory.resolve("sub"), "")).containsExactly(file);
    }

    @Test
    void createsOnlyOnce() throws IOException {
        Path file = directory.resolve("file");

        assertThat(DurableFiles.create(file, bytes("one"))).isTrue();
        assertThat(DurableFiles.create(file, bytes("two"))).isFalse();

        assertThat(file).hasContent("one");
        assertThat(DurableFiles.list(directory, "")).containsExactly(file);
    }

    @Test
    void createsOnlyOnceWithoutHardLinks() throws IOException {
        Path file = directory.resolve("file");

        assertThat(DurableFiles.createPlain(file, bytes("one"))).isTrue();
        assertThat(DurableFiles.createPlain(file, bytes("two"))).isFalse();

        assertThat(file).hasContent("one");
    }

    @Test
    void oneOfManyCreatorsWins() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 30; round++) {
                Path file = directory.resolve("file" + round);
                List<Callable<Boolean>> creators = new ArrayList<>();
                for (int creator = 0; creator < 8; creator++) {
                    creators.add(() -> DurableFiles.create(file, bytes("content")));
                }
                int winners = 0;
                for (Future<Boolean> created : pool.invokeAll(creators)) {
                    winners += created.get() ? 1 : 0;
                }
                assertThat(winners).isEqualTo(1);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aReaderNeverSeesHalfAFile() throws Exception {
        Path file = directory.resolve("file");
        byte[] ones = bytes("1".repeat(100_000));
        byte[] twos = bytes("2".repeat(50_000));
        DurableFiles.replace(file, ones);
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            Future<?> writer = pool.submit(() -> {
                for (int round = 0; round < 100; round++) {
                    DurableFiles.replaceVolatile(file, round % 2 == 0 ? twos : ones);
                }
                done.set(true);
                return null;
            });
            while (!done.get() && !writer.isDone()) {
                assertThat(DurableFiles.read(file).orElseThrow()).isIn(ones, twos);
            }
            writer.get();
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void anInterruptBreaksNothingAndStaysPending() throws IOException {
        Path file = directory.resolve("file");
        Thread.currentThread().interrupt();
        try {
            DurableFiles.replace(file, bytes("one"));
            assertThat(DurableFiles.create(directory.resolve("other"), bytes("two")))
                    .isTrue();
            DurableFiles.move(file, directory.resolve("sub/moved"));
            assertThat(DurableFiles.read(directory.resolve("sub/moved"))).contains(bytes("one"));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void anErrorLeavesNoTemporaryFile() throws IOException {
        Path occupied = Files.createDirectories(directory.resolve("occupied/by-a-directory"));
        Path notADirectory = Files.writeString(directory.resolve("plain"), "x");

        assertThatThrownBy(() -> DurableFiles.replace(occupied.getParent(), bytes("one")))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> DurableFiles.replace(notADirectory.resolve("file"), bytes("one")))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> DurableFiles.list(notADirectory, "")).isInstanceOf(IOException.class);

        assertThat(DurableFiles.list(directory, ".tmp")).isEmpty();
    }

    @Test
    void sweepsOnlyOldTemporaryFiles() throws IOException {
        Instant now = Instant.parse("2026-01-01T12:00:00Z");
        Path old = touched(".a.json.1.tmp", now.minusSeconds(3601));
        Path young = touched(".a.json.2.tmp", now.minusSeconds(3599));
        Path other = touched("a.json", now.minusSeconds(7200));

        DurableFiles.sweep(directory, now);
        DurableFiles.sweep(directory.resolve("missing"), now);

        assertThat(old).doesNotExist();
        assertThat(young).exists();
        assertThat(other).exists();
    }

    private Path touched(String name, Instant time) throws IOException {
        Path file = Files.createFile(directory.resolve(name));
        return Files.setLastModifiedTime(file, FileTime.from(time));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
