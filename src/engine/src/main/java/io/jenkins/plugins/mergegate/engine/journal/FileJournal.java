// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.journal;

import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.gate.Journal;
import io.jenkins.plugins.mergegate.engine.gate.Phase;
import io.jenkins.plugins.mergegate.engine.state.DurableFiles;
import io.jenkins.plugins.mergegate.engine.state.FileGuard;
import io.jenkins.plugins.mergegate.engine.state.StateId;
import io.jenkins.plugins.mergegate.engine.state.StateJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A file for each run: {@code journal/<id>.json}, or {@code journal/closed/<id>.json} when the run is over. Where a
 * crash left both, the closed one counts: it is written first, and the open one removed after it. So a write costs two
 * syncs (file and directory), also the closing one, and none when it changes nothing. A damaged file is set aside as
 * {@code *.damaged} and skipped.
 */
public final class FileJournal implements Journal {
    private static final String JSON = ".json";
    private static final String DAMAGED = ".damaged";
    private static final int KEEP_CLOSED = 200;
    private static final Comparator<GateState> BY_START =
            Comparator.comparing(GateState::startedAt).thenComparing(GateState::id);

    private final Path open;
    private final Path closed;
    private final int keepClosed;
    /** What this process wrote last of each open run. */
    private final ConcurrentMap<String, byte[]> synced = new ConcurrentHashMap<>();

    private final AtomicInteger closedHere = new AtomicInteger();

    /** Keeps the 200 runs that were closed last, and all that are not closed. */
    public FileJournal(Path stateDir) {
        this(stateDir, KEEP_CLOSED);
    }

    /** @param keepClosed how many closed runs are kept; for a while it may be one in a hundred more */
    public FileJournal(Path stateDir, int keepClosed) {
        this.open = stateDir.resolve("journal");
        this.closed = open.resolve("closed");
        this.keepClosed = keepClosed;
    }

    /** A record that could not be read and was set aside. */
    public record Damaged(String id, Path file) {}

    /** @throws io.jenkins.plugins.mergegate.engine.InvalidInput when the id cannot name a file */
    @Override
    public void write(GateState state) throws IOException {
        String id = StateId.check(state.id());
        byte[] content = StateJson.write(state);
        if (state.phase() == Phase.CLOSED) {
            DurableFiles.replace(closed(id), content);
            Files.deleteIfExists(open(id));
            tidy();
            synced.remove(id);
        } else if (!isThere(id, content)) {
            DurableFiles.replace(open(id), content);
            if (Files.deleteIfExists(closed(id))) {
                DurableFiles.syncDirectory(closed(id));
            }
            synced.put(id, content);
        }
    }

    /**
     * Puts back the record of a run that is not over, as another store has it; also in the place of a damaged one.
     *
     * @return false when there is one already, which is as new or newer
     * @throws io.jenkins.plugins.mergegate.engine.InvalidInput when the id cannot name a file
     */
    public boolean restore(GateState state) throws IOException {
        String id = StateId.check(state.id());
        return read(id).isEmpty() && DurableFiles.create(open(id), StateJson.write(state));
    }

    /**
     * A run that waits writes the same again and again; the file must still say it, for another process may settle it.
     */
    private boolean isThere(String id, byte[] content) throws IOException {
        return Arrays.equals(content, synced.get(id))
                && DurableFiles.read(open(id))
                        .filter(found -> Arrays.equals(content, found))
                        .isPresent()
                && !Files.exists(closed(id));
    }

    /** The record of a run, open or closed. */
    public Optional<GateState> read(String id) throws IOException {
        if (!StateId.isValid(id)) {
            return Optional.empty();
        }
        // A run may be closed between the two looks.
        for (Path file : List.of(closed(id), open(id), closed(id))) {
            Optional<GateState> state = load(file);
            if (state.isPresent()) {
                return state;
            }
        }
        return Optional.empty();
    }

    /** Runs that are not CLOSED, oldest first. */
    public List<GateState> unfinished() throws IOException {
        List<GateState> states = new ArrayList<>();
        for (Path file : DurableFiles.list(open, JSON)) {
            if (!Files.exists(closed(DurableFiles.stem(file, JSON)))) {
                load(file).ifPresent(states::add);
            }
        }
        states.sort(BY_START);
        return states;
    }

    /** The most recently started runs, newest first, at most {@code limit}; without those that cannot be read. */
    public List<GateState> recent(int limit) throws IOException {
        List<GateState> states = new ArrayList<>();
        each(states::add);
        return states.stream()
                .sorted(BY_START.reversed())
                .limit(Math.max(0, limit))
                .toList();
    }

    /**
     * Every run there is, one after the other, in any order. A file that cannot be read hides none of the others.
     *
     * @return one line for each file that could not be read
     */
    public List<String> each(Consumer<GateState> reader) throws IOException {
        List<String> unread = new ArrayList<>();
        for (Path file : DurableFiles.list(open, JSON)) {
            if (!Files.exists(closed(DurableFiles.stem(file, JSON)))) {
                tryLoad(file, unread).ifPresent(reader);
            }
        }
        // Listed only now: a run that was closed meanwhile is among them.
        for (Path file : DurableFiles.list(closed, JSON)) {
            tryLoad(file, unread).ifPresent(reader);
        }
        return unread;
    }

    private static Optional<GateState> tryLoad(Path file, List<String> unread) {
        try {
            return load(file);
        } catch (IOException e) {
            unread.add(file + ": " + e);
            return Optional.empty();
        }
    }

    /** What was set aside so far. A run among them may have merged something: git knows. */
    public List<Damaged> damaged() throws IOException {
        return Stream.concat(DurableFiles.list(open, DAMAGED).stream(), DurableFiles.list(closed, DAMAGED).stream())
                .map(file -> new Damaged(idOf(file), file))
                .toList();
    }

    /** Kept by whoever settles a run. Its name is a short digest, so that the files do not grow with the runs. */
    public FileGuard settling(String id) {
        return new FileGuard(open.resolve("settling").resolve(StateId.digest(2, id) + ".guard"));
    }

    private static Optional<GateState> load(Path file) throws IOException {
        Optional<byte[]> content = DurableFiles.read(file);
        if (content.isEmpty()) {
            return Optional.empty();
        }
        Optional<GateState> state = parse(file, content.get());
        return state.isPresent() ? state : setAside(file);
    }

    private static Optional<GateState> parse(Path file, byte[] content) {
        return StateJson.read(content, GateState.class)
                .filter(state ->
                        state.isWhole() && DurableFiles.stem(file, JSON).equals(state.id()));
    }

    /** The record may have been written anew since it was read; then it is put back, unless a newer one is there. */
    private static Optional<GateState> setAside(Path file) throws IOException {
        Path aside = file.resolveSibling(
                DurableFiles.stem(file, JSON) + "." + Instant.now().toEpochMilli() + DAMAGED);
        try {
            DurableFiles.move(file, aside);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        Optional<byte[]> content = DurableFiles.read(aside);
        Optional<GateState> state = content.isEmpty() ? Optional.empty() : parse(file, content.get());
        if (state.isPresent()) {
            DurableFiles.create(file, content.get());
            Files.deleteIfExists(aside);
        }
        return state;
    }

    /** Never fails: the record is written, and the next one tidies up again. */
    private void tidy() {
        // To look through thousands of files would cost more than the write itself.
        if (closedHere.getAndIncrement() % Math.max(1, keepClosed / 100) != 0) {
            return;
        }
        try {
            prune();
        } catch (IOException e) {
            // A few files more than asked for.
        }
        DurableFiles.sweep(open, Instant.now());
        DurableFiles.sweep(closed, Instant.now());
    }

    /** An open twin goes first, for good: without its closed record it would count as unfinished. */
    private void prune() throws IOException {
        List<Path> files = DurableFiles.list(closed, JSON);
        if (files.size() <= keepClosed) {
            return;
        }
        record Aged(Path file, FileTime closedAt) {}
        List<Aged> aged = new ArrayList<>();
        for (Path file : files) {
            try {
                aged.add(new Aged(file, Files.getLastModifiedTime(file)));
            } catch (NoSuchFileException e) {
                // Another process prunes too.
            }
        }
        aged.sort(Comparator.comparing(Aged::closedAt).reversed());
        List<Path> old = aged.stream().skip(keepClosed).map(Aged::file).toList();
        for (Path file : old) {
            Files.deleteIfExists(open(DurableFiles.stem(file, JSON)));
        }
        DurableFiles.syncDirectory(open.resolve("any"));
        for (Path file : old) {
            Files.deleteIfExists(file);
        }
    }

    private static String idOf(Path damaged) {
        String stem = DurableFiles.stem(damaged, DAMAGED);
        return stem.substring(0, Math.max(0, stem.indexOf('.')));
    }

    private Path open(String id) {
        return open.resolve(id + JSON);
    }

    private Path closed(String id) {
        return closed.resolve(id + JSON);
    }
}
