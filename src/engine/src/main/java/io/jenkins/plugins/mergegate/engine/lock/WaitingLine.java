// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.lock;

import io.jenkins.plugins.mergegate.engine.state.DurableFiles;
import io.jenkins.plugins.mergegate.engine.state.StateId;
import io.jenkins.plugins.mergegate.engine.state.StateJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The runs that wait for one lock: a directory with a ticket file for each. Asking again refreshes the ticket, which
 * sets the time of its file. A ticket does not outlive its process, nor one whose run stopped asking; a run that comes
 * back after that gets its old place again, because the place follows from the request. Everything here is safe
 * without the guard of the lock: a ticket is seen as a whole or not at all, and one too few or too many only shifts a
 * place.
 */
final class WaitingLine {
    private static final String SUFFIX = ".ticket";
    /** For tickets of processes that cannot be looked at. */
    private static final Duration STALE = Duration.ofMinutes(2);
    /** For tickets of live processes: the run was given up without a release. */
    private static final Duration ABANDONED = Duration.ofMinutes(10);

    private final Path directory;
    private final ProcessJudge judge;

    WaitingLine(Path directory, ProcessJudge judge) {
        this.directory = directory;
        this.judge = judge;
    }

    /** Puts the ticket in line or says that its run still waits, drops the dead, and returns the live line. */
    List<Ticket> join(Ticket ticket, Instant now) throws IOException {
        Path own = file(ticket.token());
        if (!read(own).equals(Optional.of(ticket)) || !touch(own, now)) {
            DurableFiles.replaceVolatile(own, StateJson.write(ticket));
            touch(own, now);
        }
        List<Ticket> line = new ArrayList<>();
        for (Path file : DurableFiles.list(directory, SUFFIX)) {
            Optional<Ticket> other = file.equals(own) ? Optional.of(ticket) : live(file, now);
            if (other.isPresent()) {
                line.add(other.get());
            } else {
                Files.deleteIfExists(file);
            }
        }
        return with(ticket, line);
    }

    /** The live line; {@code ticket} is in it whatever others think, for its run is asking right now. */
    List<Ticket> with(Ticket ticket, Instant now) throws IOException {
        return with(ticket, live(now));
    }

    private static List<Ticket> with(Ticket ticket, List<Ticket> line) {
        line.removeIf(other -> other.token().equals(ticket.token()));
        line.add(ticket);
        line.sort(Ticket.ORDER);
        return line;
    }

    /** Gives up a place. */
    void leave(String token) throws IOException {
        Files.deleteIfExists(file(token));
    }

    /** The runs that wait, in no order. */
    List<Ticket> live(Instant now) throws IOException {
        List<Ticket> line = new ArrayList<>();
        for (Path file : DurableFiles.list(directory, SUFFIX)) {
            live(file, now).ifPresent(line::add);
        }
        return line;
    }

    private static boolean touch(Path file, Instant now) throws IOException {
        try {
            Files.setLastModifiedTime(file, FileTime.from(now));
            return true;
        } catch (NoSuchFileException e) {
            return false; // Somebody took it for dead in this very moment.
        }
    }

    private Optional<Ticket> live(Path file, Instant now) throws IOException {
        Optional<Ticket> ticket = read(file);
        return ticket.isPresent() && isLive(ticket.get(), file, now) ? ticket : Optional.empty();
    }

    private boolean isLive(Ticket ticket, Path file, Instant now) throws IOException {
        Instant refreshed;
        try {
            refreshed = Files.getLastModifiedTime(file).toInstant();
        } catch (NoSuchFileException e) {
            return false;
        }
        return switch (judge.judge(ticket.process())) {
            case NO -> false;
            case YES -> !refreshed.isBefore(now.minus(ABANDONED));
            case UNKNOWN -> !refreshed.isBefore(now.minus(STALE));
        };
    }

    private static Optional<Ticket> read(Path file) throws IOException {
        Optional<byte[]> content = DurableFiles.read(file);
        return content.isEmpty()
                ? Optional.empty()
                : StateJson.read(content.get(), Ticket.class).filter(Ticket::isSound);
    }

    private Path file(String token) {
        return directory.resolve(StateId.digest(32, token) + SUFFIX);
    }
}
