// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.lock;

import io.jenkins.plugins.mergegate.engine.state.DurableFiles;
import io.jenkins.plugins.mergegate.engine.state.FileGuard;
import io.jenkins.plugins.mergegate.engine.state.StateId;
import io.jenkins.plugins.mergegate.engine.state.StateJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where the files of the locks are. Of each lock: {@code <key>.lease}, its guard {@code <key>.guard} (never removed),
 * the directory {@code <key>.line} of those who wait, and for a moment {@code <key>.<digest>.grave}, a lease that is
 * being taken away from its holder.
 */
final class LeaseFiles {
    private static final String LEASE = ".lease";
    private static final String GRAVE = ".grave";
    private static final int SLUG = 80;

    private final Path directory;

    LeaseFiles(Path stateDir) {
        this.directory = stateDir.resolve("locks");
    }

    /** A lease file that is there; {@code lease} is null when its content is damaged. */
    record Found(Lease lease, byte[] content, Instant written) {}

    /**
     * A name for files: readable, and a digest that keeps different locks apart. Gitea ignores case in hosts, owners
     * and repositories, git does not in branches.
     */
    static String key(LockName name) {
        String repository = (name.host() + "/" + name.repository()).toLowerCase(Locale.ROOT);
        String slug = (repository + "/" + name.target()).replaceAll("[^A-Za-z0-9.-]+", "_");
        return slug.substring(0, Math.min(SLUG, slug.length())) + "-" + StateId.digest(16, repository, name.target());
    }

    /** The keys of all leases. */
    List<String> keys() throws IOException {
        return DurableFiles.list(directory, LEASE).stream()
                .map(file -> DurableFiles.stem(file, LEASE))
                .toList();
    }

    Optional<Found> read(String key) throws IOException {
        return read(key, lease(key));
    }

    private static Optional<Found> read(String key, Path file) throws IOException {
        Optional<byte[]> content = DurableFiles.read(file);
        if (content.isEmpty()) {
            return Optional.empty();
        }
        Optional<Lease> lease = StateJson.read(content.get(), Lease.class).filter(read -> read.isSound(key));
        try {
            Instant written = Files.getLastModifiedTime(file).toInstant();
            return Optional.of(new Found(lease.orElse(null), content.get(), written));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** @return false when there is one */
    boolean create(String key, Lease lease, Instant now) throws IOException {
        DurableFiles.sweep(directory, now);
        return DurableFiles.create(lease(key), StateJson.write(lease));
    }

    void replace(String key, Lease lease) throws IOException {
        DurableFiles.replace(lease(key), StateJson.write(lease));
    }

    void remove(String key) throws IOException {
        Files.deleteIfExists(lease(key));
    }

    /**
     * Takes a lease away from its holder. The file is renamed first and looked at again under its new name, so that
     * even somebody who does not respect the guard cannot make this remove another lease than the one that was judged.
     *
     * @return false when it was another one, which is put back
     */
    boolean bury(String key, Found judged) throws IOException {
        Path grave = directory.resolve(key + "." + StateId.digest(16, tokenOf(judged)) + GRAVE);
        Files.deleteIfExists(grave);
        DurableFiles.move(lease(key), grave);
        Optional<byte[]> buried = DurableFiles.read(grave);
        boolean same = buried.isPresent() && java.util.Arrays.equals(buried.get(), judged.content());
        if (!same && buried.isPresent()) {
            DurableFiles.create(lease(key), buried.get());
        }
        Files.deleteIfExists(grave);
        return same;
    }

    Path line(String key) {
        return directory.resolve(key + ".line");
    }

    FileGuard guard(String key) {
        return new FileGuard(directory.resolve(key + ".guard"));
    }

    private Path lease(String key) {
        return directory.resolve(key + LEASE);
    }

    private static String tokenOf(Found found) {
        return found.lease() == null ? null : found.lease().token();
    }
}
