// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Directories that come and go. */
final class Folder {
    private static final int TRIES = 5;

    private Folder() {}

    static Path temporary() {
        try {
            return Files.createTempDirectory("merge-gate-demo-").toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes it with all that is in it. A process that is just ending may still write there: it is tried again. */
    static boolean delete(Path directory) {
        for (int i = 0; i < TRIES && Files.exists(directory); i++) {
            try {
                Files.walkFileTree(directory, new Remover());
            } catch (IOException e) {
                Thread.onSpinWait();
            }
        }
        return !Files.exists(directory);
    }

    /** Removes all it sees. */
    private static final class Remover extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
