// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.page;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.lock.LeaseFileLock;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import io.jenkins.plugins.mergegate.hold.HoldRow;
import io.jenkins.plugins.mergegate.lock.LockView;
import io.jenkins.plugins.mergegate.place.Viewer;
import io.jenkins.plugins.mergegate.run.History;
import io.jenkins.plugins.mergegate.run.RunSummary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Puts together by target what locks, holds and runs say; everything is in memory. A target is shown to those who may manage
 * the gate, and to those who may see anything of what goes on with it.
 */
final class Targets {
    private static final Comparator<LockName> BY_NAME = Comparator.comparing(LockName::toString);

    private final Viewer viewer;
    private final History history;
    private final Map<String, LockName> names = new LinkedHashMap<>();
    private final Map<String, LockView> locks = new LinkedHashMap<>();
    private final Map<String, List<HoldRow>> holds = new LinkedHashMap<>();
    private final List<HoldRow> all;
    private final Map<String, Boolean> known = new HashMap<>();

    Targets(Viewer viewer, History history, List<LockView> locks, List<HoldRow> holds) {
        this.viewer = viewer;
        this.history = history;
        this.all = holds;
        for (LockView lock : locks) {
            this.locks.put(key(lock.name()), lock);
        }
        for (HoldRow hold : holds) {
            if (!hold.isDamaged()) {
                this.holds
                        .computeIfAbsent(key(name(hold)), key -> new ArrayList<>())
                        .add(hold);
            }
        }
        history.targets().forEach(this::key);
    }

    /** Those about which there is something to say, by name. */
    List<TargetRow> rows(Instant now) {
        return names.values().stream()
                .sorted(BY_NAME)
                .map(name -> row(name, now))
                .filter(Objects::nonNull)
                .toList();
    }

    @CheckForNull
    private TargetRow row(LockName name, Instant now) {
        LockView lock = locks.get(key(name));
        List<LockView.Waiting> line = lock == null ? List.of() : lock.line();
        List<HoldRow> held = holds.getOrDefault(key(name), List.of());
        LockView.Party party = lock == null ? null : lock.holder();
        HolderRow holder = party == null ? null : new HolderRow(party, viewer, history);
        RunRow lastRun = lastRun(name);
        boolean quiet = holder == null && line.isEmpty() && held.isEmpty() && lastRun == null;
        if (quiet || !isKnown(name)) {
            return null;
        }
        List<String> closedBy = held.stream()
                .filter(HoldRow::isTargetClosed)
                .map(HoldRow::getId)
                .toList();
        return new TargetRow(
                name,
                holder,
                line.stream()
                        .map(waiting -> new QueueRow(name, waiting, viewer, history))
                        .toList(),
                line.isEmpty() ? null : line.get(0).since(),
                closedBy,
                held.size() - closedBy.size(),
                lastRun,
                now);
    }

    /** The holds of those targets, and what the person may see of others; one that cannot be read may be of any. */
    List<HoldRow> holds() {
        return all.stream()
                .filter(hold -> hold.isVisible() || hold.isDamaged() || isKnown(name(hold)))
                .toList();
    }

    private boolean isKnown(LockName name) {
        return known.computeIfAbsent(key(name), key -> viewer.manages() || seesAnythingOf(name));
    }

    private boolean seesAnythingOf(LockName name) {
        LockView lock = locks.get(key(name));
        return lock != null && builds(lock).anyMatch(viewer::sees)
                || holds.getOrDefault(key(name), List.of()).stream().anyMatch(HoldRow::isVisible)
                || lastRun(name) != null;
    }

    /** Those that hold and wait. */
    private static Stream<String> builds(LockView lock) {
        return Stream.concat(
                Optional.ofNullable(lock.holder()).map(LockView.Party::build).stream(),
                lock.line().stream().map(LockView.Waiting::build));
    }

    @CheckForNull
    private RunRow lastRun(LockName name) {
        for (RunSummary run : history.newest(name)) {
            if (viewer.sees(run.build())) {
                return new RunRow(run, viewer);
            }
        }
        return null;
    }

    private static LockName name(HoldRow hold) {
        return new LockName(hold.getServer(), RepositoryId.parse(hold.getRepository()), hold.getTarget());
    }

    /** Several spellings of a repository are one. */
    private String key(LockName name) {
        String key = LeaseFileLock.key(name);
        names.putIfAbsent(key, name);
        return key;
    }
}
