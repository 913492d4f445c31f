// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.state;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Whole-file operations that are seen entirely or not at all, whatever dies in the middle. Everything is first written
 * to a temporary file in the same directory. An interrupt of the calling thread breaks none of them: it stays pending.
 */
public final class DurableFiles {
    private static final String TEMP = ".tmp";
    /** No write takes this long, so a temporary file of this age was left by a process that died. */
    private static final Duration TEMP_AGE = Duration.ofHours(1);

    private DurableFiles() {}

    /** Puts {@code content} in the place of {@code file}; when this returns, it survives a power cut. */
    public static void replace(Path file, byte[] content) throws IOException {
        rename(writeTemp(file, content, true), file);
        syncDirectory(file);
    }

    /** Like {@link #replace}, but not synced: for what means nothing after a power cut. */
    public static void replaceVolatile(Path file, byte[] content) throws IOException {
        rename(writeTemp(file, content, false), file);
    }

    /**
     * Creates {@code file} with its content in one step. It fails exactly as O_CREAT|O_EXCL does, and nobody ever sees
     * the file half-written.
     *
     * @return false when the file exists
     */
    public static boolean create(Path file, byte[] content) throws IOException {
        Path temp = writeTemp(file, content, true);
        try {
            Files.createLink(file, temp);
        } catch (FileAlreadyExistsException e) {
            // A network file system may have made the link and lost its own answer.
            if (!isSame(temp, file)) {
                return false;
            }
        } catch (UnsupportedOperationException | FileSystemException e) {
            if (!createPlain(file, content)) {
                return false;
            }
        } finally {
            Files.deleteIfExists(temp);
        }
        syncDirectory(file);
        return true;
    }

    /** For file systems without hard links: a crash in the middle leaves a file that is seen as damaged. */
    static boolean createPlain(Path file, byte[] content) throws IOException {
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            return false;
        }
        try {
            write(file, content, true);
            return true;
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** Renames within one file system; when this returns, it survives a power cut. */
    public static void move(Path from, Path to) throws IOException {
        Files.createDirectories(directory(to));
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        syncDirectory(to);
        if (!directory(from).equals(directory(to))) {
            syncDirectory(from);
        }
    }

    /** The content; empty when there is no such file. */
    public static Optional<byte[]> read(Path file) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The files of a directory whose names end in {@code suffix}, by name; none when there is no such directory. */
    public static List<Path> list(Path directory, String suffix) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(directory, entry -> name(entry).endsWith(suffix))) {
            entries.forEach(files::add);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (NotDirectoryException e) {
            throw new IOException(directory + " is not a directory", e);
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        Collections.sort(files);
        return files;
    }

    /** The name of a file without a suffix of that length. */
    public static String stem(Path file, String suffix) {
        String name = name(file);
        return name.substring(0, name.length() - suffix.length());
    }

    /** Removes temporary files that killed processes left in a directory. Never fails: it is tried again next time. */
    public static void sweep(Path directory, Instant now) {
        try {
            for (Path file : list(directory, TEMP)) {
                Instant touched = Files.getLastModifiedTime(file).toInstant();
                if (touched.isBefore(now.minus(TEMP_AGE))) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            // Leftovers cost a little room and nothing else.
        }
    }

    /** Makes renames, links and removals in the directory of {@code file} survive a power cut. */
    public static void syncDirectory(Path file) throws IOException {
        if (java.io.File.separatorChar == '\\') {
            return; // Windows cannot open a directory, and its renames are ordered by the journal of NTFS.
        }
        boolean interrupted = false;
        try {
            while (!force(directory(file))) {
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
            return true;
        } catch (ClosedByInterruptException e) {
            return false;
        }
    }

    private static Path writeTemp(Path file, byte[] content, boolean sync) throws IOException {
        Files.createDirectories(directory(file));
        Path temp = directory(file).resolve("." + name(file) + "." + UUID.randomUUID() + TEMP);
        try {
            write(temp, content, sync);
            return temp;
        } catch (IOException e) {
            Files.deleteIfExists(temp);
            throw e;
        }
    }

    /** A stream, not a channel: an interrupt would close the channel. */
    private static void write(Path file, byte[] content, boolean sync) throws IOException {
        try (FileOutputStream out = new FileOutputStream(file.toFile())) {
            out.write(content);
            if (sync) {
                out.getFD().sync();
            }
        }
    }

    private static void rename(Path temp, Path file) throws IOException {
        try {
            Files.move(temp, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(temp);
            throw e;
        }
    }

    private static boolean isSame(Path one, Path other) throws IOException {
        try {
            return Files.isSameFile(one, other);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** The directory a file stands in. */
    static Path directory(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a root is no file");
    }

    static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
