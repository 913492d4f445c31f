// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.hold;

import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.state.DurableFiles;
import io.jenkins.plugins.mergegate.engine.state.FileGuard;
import io.jenkins.plugins.mergegate.engine.state.StateId;
import io.jenkins.plugins.mergegate.engine.state.StateJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A file for each hold: {@code holds/<id>.json}; a released one becomes {@code holds/released/<id>.<millis>.json} with
 * who, why and when, and stays. A file that cannot be read is listed as a damaged hold, which goes on holding.
 */
public final class FileHoldStore implements HoldStore {
    private static final String JSON = ".json";

    private final Path holds;
    private final Path released;
    private final Clock clock;
    private final int expiryHours;
    private final FileGuard guard;

    /** @param expiryHours how long a hold holds, 0 = until it is released */
    public FileHoldStore(Path stateDir, Clock clock, int expiryHours) {
        this.holds = stateDir.resolve("holds");
        this.released = holds.resolve("released");
        this.clock = clock;
        this.expiryHours = expiryHours;
        this.guard = new FileGuard(holds.resolve("holds.guard"));
    }

    /**
     * Raising a damaged hold again repairs it; raising one that has expired begins it anew.
     *
     * @throws io.jenkins.plugins.mergegate.engine.InvalidInput when the id cannot name a file
     */
    @Override
    public void raise(Hold hold) throws IOException {
        Path file = file(StateId.check(hold.id()));
        guard.call(() -> {
            DurableFiles.sweep(holds, clock.instant());
            if (read(file).filter(found -> stillHolds(found, hold.since())).isEmpty()) {
                DurableFiles.replace(file, StateJson.write(hold));
            }
            return null;
        });
    }

    private boolean stillHolds(Hold found, Instant now) {
        return !found.damaged() && !Holds.isExpired(found, now, expiryHours);
    }

    @Override
    public List<Hold> list() throws IOException {
        List<Hold> found = new ArrayList<>();
        for (Path file : DurableFiles.list(holds, JSON)) {
            if (StateId.isValid(DurableFiles.stem(file, JSON))) {
                read(file).ifPresent(found::add);
            }
        }
        found.sort(Comparator.comparing(Hold::since).thenComparing(Hold::id));
        return found;
    }

    /** The line about the release is written first: after a crash between the two, the hold holds on. */
    @Override
    public boolean release(String id, String by, String reason) throws IOException {
        if (!StateId.isValid(id)) {
            return false;
        }
        return guard.call(() -> {
            Optional<Hold> hold = read(file(id));
            if (hold.isEmpty()) {
                return false;
            }
            Instant now = clock.instant();
            ReleasedHold line = new ReleasedHold(hold.get(), by, reason, now);
            DurableFiles.replace(released.resolve(id + "." + now.toEpochMilli() + JSON), StateJson.write(line));
            Files.deleteIfExists(file(id));
            DurableFiles.syncDirectory(file(id));
            return true;
        });
    }

    /** What was released so far, latest first. */
    public List<ReleasedHold> released() throws IOException {
        List<ReleasedHold> lines = new ArrayList<>();
        for (Path file : DurableFiles.list(released, JSON)) {
            Optional<byte[]> content = DurableFiles.read(file);
            if (content.isPresent()) {
                StateJson.read(content.get(), ReleasedHold.class)
                        .filter(line -> line.hold() != null && line.releasedAt() != null)
                        .ifPresent(lines::add);
            }
        }
        lines.sort(Comparator.comparing(ReleasedHold::releasedAt).reversed());
        return lines;
    }

    /** Empty only when there is no such file. */
    private static Optional<Hold> read(Path file) {
        String id = DurableFiles.stem(file, JSON);
        try {
            Optional<byte[]> content = DurableFiles.read(file);
            if (content.isEmpty()) {
                return Optional.empty();
            }
            return StateJson.read(content.get(), Hold.class)
                    .filter(hold -> isSound(hold, id))
                    .or(() -> damaged(id, file));
        } catch (IOException e) {
            return damaged(id, file);
        }
    }

    private static boolean isSound(Hold hold, String id) {
        return id.equals(hold.id())
                && hold.scope() != null
                && hold.server() != null
                && hold.repository() != null
                && hold.target() != null
                && hold.reason() != null
                && hold.message() != null
                && hold.since() != null
                && (hold.scope() == Hold.Scope.TARGET || hold.sha() != null);
    }

    private static Optional<Hold> damaged(String id, Path file) {
        Hold.Scope scope = Holds.scopeOf(id);
        Reason reason = scope == Hold.Scope.TARGET ? Reason.TARGET_HELD : Reason.NOT_MERGED;
        String message = "The file of this hold is damaged. What it held is held until somebody releases it.";
        return Optional.of(new Hold(id, scope, null, null, null, null, null, reason, message, null, since(file)));
    }

    private static Instant since(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            return Instant.EPOCH;
        }
    }

    private Path file(String id) {
        return holds.resolve(id + JSON);
    }
}
