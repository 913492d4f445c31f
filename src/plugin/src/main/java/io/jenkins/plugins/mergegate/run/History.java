// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.lock.LeaseFileLock;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The last runs of this Jenkins in memory, newest first, for pages: nobody who looks waits for a file or a writer. It
 * follows {@link Records}, which tells it what was written; once after a start it is filled from the index.
 */
public final class History {
    private static final Comparator<Key> NEWEST_FIRST =
            Comparator.comparing(Key::startedAt).thenComparing(Key::id).reversed();

    private final int limit;
    private final Map<String, RunSummary> byId = new ConcurrentHashMap<>();
    private final ConcurrentNavigableMap<Key, RunSummary> all = new ConcurrentSkipListMap<>(NEWEST_FIRST);
    private final Map<String, ConcurrentNavigableMap<Key, RunSummary>> byTarget = new ConcurrentHashMap<>();
    private volatile boolean complete;

    private record Key(Instant startedAt, String id) {
        static Key of(RunSummary run) {
            return new Key(run.startedAt(), run.id());
        }
    }

    /** @param limit how many are kept; a run that goes on is never dropped */
    History(int limit) {
        this.limit = limit;
    }

    /** What was written just now. */
    void note(GateState state) {
        if (isOfBuild(state)) {
            put(RunSummary.of(state));
        }
    }

    /** What was read from the index: unless something newer of that run was written since. */
    synchronized void found(GateState state) {
        if (isOfBuild(state) && !byId.containsKey(state.id())) {
            put(RunSummary.of(state));
        }
    }

    /** The index was read. */
    void completed() {
        complete = true;
    }

    /** Whether it knows all that could be read of the index; false for a moment after a start. */
    public boolean isComplete() {
        return complete;
    }

    /** Newest first; may be gone through while it changes. */
    public Collection<RunSummary> newest() {
        return Collections.unmodifiableCollection(all.values());
    }

    /** Those that a run wanted into, in any order. */
    public List<LockName> targets() {
        return byTarget.values().stream()
                .flatMap(runs -> runs.values().stream().limit(1))
                .map(RunSummary::target)
                .toList();
    }

    /** As {@link #newest}, of one target. */
    public Collection<RunSummary> newest(LockName target) {
        Map<Key, RunSummary> runs = byTarget.get(LeaseFileLock.key(target));
        return runs == null ? List.of() : Collections.unmodifiableCollection(runs.values());
    }

    /** Null for one that is not known. */
    @CheckForNull
    public RunSummary find(@CheckForNull String id) {
        return id == null ? null : byId.get(id);
    }

    /** The command may leave records of its own in the same index: no build runs them. */
    static boolean isOfBuild(GateState state) {
        return state.owner() == null && state.request() != null && state.phaseSince() != null;
    }

    private synchronized void put(RunSummary run) {
        RunSummary before = byId.put(run.id(), run);
        if (before != null && !Key.of(before).equals(Key.of(run))) {
            remove(before);
        }
        all.put(Key.of(run), run);
        byTarget.computeIfAbsent(LeaseFileLock.key(run.target()), key -> new ConcurrentSkipListMap<>(NEWEST_FIRST))
                .put(Key.of(run), run);
        if (byId.size() > limit) {
            dropOldest();
        }
    }

    private void dropOldest() {
        for (RunSummary old : all.descendingMap().values()) {
            if (old.isOver()) {
                byId.remove(old.id());
                remove(old);
                return;
            }
        }
    }

    private void remove(RunSummary run) {
        all.remove(Key.of(run));
        String key = LeaseFileLock.key(run.target());
        ConcurrentNavigableMap<Key, RunSummary> runs = byTarget.get(key);
        if (runs != null) {
            runs.remove(Key.of(run));
            if (runs.isEmpty()) {
                byTarget.remove(key);
            }
        }
    }
}
