// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Deletes directories: follows no symbolic link, opens read-only ones, and does not mind another who deletes too. */
final class FileTree {
    private FileTree() {}

    static void delete(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            deleteChildren(path);
        }
        try {
            Files.deleteIfExists(path);
        } catch (java.nio.file.DirectoryNotEmptyException e) {
            // Somebody wrote while this deleted: once more, then it is an error.
            deleteChildren(path);
            Files.deleteIfExists(path);
        }
    }

    private static void deleteChildren(Path directory) throws IOException {
        open(directory);
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
            for (Path child : children) {
                delete(child);
            }
        } catch (NoSuchFileException e) {
            return;
        } catch (java.nio.file.DirectoryIteratorException e) {
            if (!(e.getCause() instanceof NoSuchFileException)) {
                throw e.getCause();
            }
        }
    }

    /** A directory without write permission keeps its children; its owner may change that. */
    private static void open(Path directory) {
        File file = directory.toFile();
        if (!Files.isWritable(directory) || !Files.isReadable(directory) || !Files.isExecutable(directory)) {
            boolean opened =
                    file.setReadable(true, true) & file.setWritable(true, true) & file.setExecutable(true, true);
            if (!opened) {
                // The deletion that follows names the error.
                return;
            }
        }
    }
}
