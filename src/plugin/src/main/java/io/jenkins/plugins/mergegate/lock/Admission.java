// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.lock;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.mergegate.engine.text.Texts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Whether the gate gives out merge locks; pure. Who holds one is never concerned: he finishes.
 *
 * @param since when it was said; null when nobody ever said anything
 * @param by who said it; null like {@code since}
 * @param reason why, one line; null like {@code since}
 */
public record Admission(
        Mode mode,
        @CheckForNull Instant since,
        @CheckForNull String by,
        @CheckForNull String reason) {
    /** What holds until somebody says otherwise. */
    public static final Admission OPEN = new Admission(Mode.OPEN, null, null, null);

    public enum Mode {
        /** Everybody gets a lock in turn. */
        OPEN,
        /** Who was in line before the drain began still gets a turn, who came later waits. */
        DRAINING,
        /** Nobody gets a lock. */
        PAUSED
    }

    /** Whether a run that has been in line since {@code queuedAt} may take its lock when its turn comes. */
    public boolean mayTake(Instant queuedAt) {
        return switch (mode) {
            case OPEN -> true;
            case DRAINING -> queuedAt.isBefore(since);
            case PAUSED -> false;
        };
    }

    /** Why such a run may not take its lock, part of a sentence; null when it may. */
    @CheckForNull
    String whyNot(Instant queuedAt) {
        if (mayTake(queuedAt)) {
            return null;
        }
        return mode == Mode.PAUSED ? Texts.paused(by, since, reason) : Texts.draining(by, since, reason);
    }

    /** A line as it moves on: those who may not take the lock stand in nobody's way. */
    <T> List<T> order(List<T> line, Function<T, Instant> queuedAt) {
        List<T> ordered = new ArrayList<>();
        List<T> later = new ArrayList<>();
        for (T one : line) {
            (mayTake(queuedAt.apply(one)) ? ordered : later).add(one);
        }
        ordered.addAll(later);
        return ordered;
    }
}
