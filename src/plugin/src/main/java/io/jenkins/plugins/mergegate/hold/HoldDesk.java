// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.hold;

import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.mergegate.config.MergeGateConfiguration;
import io.jenkins.plugins.mergegate.config.MergeGatePermissions;
import io.jenkins.plugins.mergegate.engine.hold.FileHoldStore;
import io.jenkins.plugins.mergegate.engine.hold.Hold;
import io.jenkins.plugins.mergegate.engine.hold.HoldStore;
import io.jenkins.plugins.mergegate.engine.hold.Holds;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import io.jenkins.plugins.mergegate.lock.LockDesk;
import io.jenkins.plugins.mergegate.metrics.GateObserver;
import io.jenkins.plugins.mergegate.place.Viewer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/**
 * The holds of this Jenkins, in files below {@code $JENKINS_HOME/merge-gate}. Whoever raises or releases one does it
 * here: it is written down in the audit log, and the runs that wait for that target look again at once.
 */
@Extension
public final class HoldDesk implements HoldStore {
    private static final Logger LOGGER = Logger.getLogger(HoldDesk.class.getName());

    private final Path directory = new File(Jenkins.get().getRootDir(), "merge-gate").toPath();
    private final Clock clock = Clock.systemUTC();
    private final AtomicLong looks = new AtomicLong();
    private final AtomicReference<Look> last = new AtomicReference<>(new Look(0, true, List.of()));
    /** Those whose expiry is in the audit log already. */
    private final Set<Hold> expired = ConcurrentHashMap.newKeySet();

    /**
     * @param number of two looks the one that began later knows more
     * @param readable whether they could be read; if not, {@code found} is of a look before
     */
    private record Look(long number, boolean readable, List<Hold> found) {}

    public static HoldDesk get() {
        return ExtensionList.lookupSingleton(HoldDesk.class);
    }

    @Override
    public void raise(Hold hold) throws IOException {
        store().raise(hold);
        if (isThere(hold)) {
            Audit.raised(hold);
            GateObserver.tell(observer -> observer.raised(hold));
        }
        wake(hold);
    }

    @Override
    public List<Hold> list() throws IOException {
        long number = looks.incrementAndGet();
        try {
            List<Hold> found = List.copyOf(store().list());
            last.updateAndGet(old -> number > old.number() ? new Look(number, true, found) : old);
            noteExpired(found);
            return found;
        } catch (IOException e) {
            last.updateAndGet(old -> number > old.number() ? new Look(number, false, old.found()) : old);
            throw e;
        }
    }

    @Override
    public boolean release(String id, String by, String reason) throws IOException {
        Optional<Hold> hold = list().stream().filter(one -> one.id().equals(id)).findFirst();
        if (hold.isEmpty() || !store().release(id, by, reason)) {
            return false;
        }
        Audit.released(hold.get(), by, reason);
        follow();
        wake(hold.get());
        return true;
    }

    /**
     * Release by the person at work.
     *
     * @return false when there is no such hold
     * @throws io.jenkins.plugins.mergegate.engine.InvalidInput named {@code reason}
     * @throws org.springframework.security.access.AccessDeniedException unless that person may manage the gate
     */
    public boolean releaseByPerson(String id, String reason) throws IOException {
        Jenkins.get().checkPermission(MergeGatePermissions.MANAGE);
        String why = Holds.checkReason("reason", reason == null ? null : reason.strip());
        return release(id, Jenkins.getAuthentication2().getName(), why);
    }

    /** What holds now, oldest first, as the person at work may see it. */
    public List<HoldRow> rows() throws IOException {
        return rows(list());
    }

    /** As {@link #rows}, from the last look: for pages that must not wait for files. */
    public List<HoldRow> lastRows() {
        return rows(last.get().found());
    }

    /** Whether the last look could read the holds; if not, {@link #lastRows} has what was read before. */
    public boolean isReadable() {
        return last.get().readable();
    }

    private List<HoldRow> rows(List<Hold> holds) {
        int hours = expiryHours();
        Viewer viewer = new Viewer();
        return Holds.active(holds, clock.instant(), hours).stream()
                .map(hold -> new HoldRow(hold, hours, viewer))
                .toList();
    }

    /** Whether this very hold was written; not when the same thing was held before. */
    private boolean isThere(Hold hold) {
        return follow().stream()
                .allMatch(found -> found.stream()
                        .anyMatch(
                                one -> one.id().equals(hold.id()) && one.since().equals(hold.since())));
    }

    /** What was changed is changed, also when it cannot be read again; then it is empty. */
    private Optional<List<Hold>> follow() {
        try {
            return Optional.of(list());
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The holds could not be read after a change", e);
            return Optional.empty();
        }
    }

    private void noteExpired(List<Hold> found) {
        int hours = expiryHours();
        List<Hold> over = found.stream()
                .filter(hold -> Holds.isExpired(hold, clock.instant(), hours))
                .toList();
        expired.retainAll(over);
        over.stream().filter(expired::add).forEach(hold -> Audit.expired(hold, hours));
    }

    private static void wake(Hold hold) {
        if (hold.damaged()) {
            LockDesk.get().poke();
        } else {
            LockDesk.get().wakeLine(new LockName(hold.server(), hold.repository(), hold.target()));
        }
    }

    private FileHoldStore store() {
        return new FileHoldStore(directory, clock, expiryHours());
    }

    private static int expiryHours() {
        return MergeGateConfiguration.get().toGateConfig().holdExpiryHours();
    }
}
