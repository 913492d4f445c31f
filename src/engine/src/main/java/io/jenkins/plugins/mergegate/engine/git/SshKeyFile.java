// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import io.jenkins.plugins.mergegate.engine.Secret;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;

/** A private key on disk, readable by this user alone, for the time of one git command. Closing it deletes it. */
final class SshKeyFile implements AutoCloseable {
    /** No git command takes this long, so a file of this age was left by a process that died. */
    private static final Duration LEFT_BEHIND = Duration.ofHours(1);

    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> SECRET = PosixFilePermissions.fromString("rw-------");

    private final Path directory;
    private final Path file;

    private SshKeyFile(Path directory, Path file) {
        this.directory = directory;
        this.file = file;
    }

    /** Writes {@code key} below {@code directory}, which is made when it is missing and closed to others. */
    static SshKeyFile write(Path directory, Secret key) throws IOException {
        Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(PRIVATE));
        Files.setPosixFilePermissions(directory, PRIVATE);
        sweep(directory, Instant.now());
        Path path = Files.createTempFile(directory, "key-", "", PosixFilePermissions.asFileAttribute(SECRET));
        SshKeyFile file = new SshKeyFile(directory, path);
        // A stream, not a channel: an interrupt would close the channel.
        try (FileOutputStream out = new FileOutputStream(path.toFile())) {
            out.write(text(key).getBytes(StandardCharsets.UTF_8));
            return file;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** ssh demands a line feed, and no more, at the end of each line. */
    private static String text(Secret key) {
        return key.reveal().strip().lines().collect(Collectors.joining("\n", "", "\n"));
    }

    /** The key as it is named to ssh. */
    String name() {
        return String.valueOf(file.getFileName());
    }

    /**
     * For GIT_SSH_COMMAND, which a shell reads. The key is named from within its directory: ssh expands percent signs in
     * names, and cuts long ones short when it asks for a passphrase. No agent offers other keys, nobody is asked for a
     * password, and no connection is shared with whoever has another key.
     */
    String command(boolean mayAsk) {
        return "cd " + quoted(directory.toString()) + " && exec ssh -i " + name()
                + " -oIdentitiesOnly=yes -oPreferredAuthentications=publickey -oControlPath=none"
                + (mayAsk ? "" : " -oBatchMode=yes");
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    @Override
    public void close() {
        delete(file);
    }

    private static void sweep(Path directory, Instant now) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "key-*")) {
            for (Path file : files) {
                if (file.toFile().lastModified() < now.minus(LEFT_BEHIND).toEpochMilli()) {
                    delete(file);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The result of git counts more; the next key that is written sweeps this one.
        }
    }
}
