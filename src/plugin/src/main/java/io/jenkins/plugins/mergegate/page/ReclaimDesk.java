// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.page;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.mergegate.audit.AuditLog;
import io.jenkins.plugins.mergegate.config.MergeGateConfiguration;
import io.jenkins.plugins.mergegate.config.MergeGatePermissions;
import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.hold.Holds;
import io.jenkins.plugins.mergegate.lock.LockDesk;
import io.jenkins.plugins.mergegate.lock.StaleLocks;
import io.jenkins.plugins.mergegate.run.GateRuns;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/**
 * Reclaims that a person asks for. A preview shows what is stale; of that the person chooses, and only what is still as it
 * was shown is freed. It goes on in the background, for what a dead run did is settled from git first.
 */
@Extension
public final class ReclaimDesk {
    private static final Logger LOGGER = Logger.getLogger(ReclaimDesk.class.getName());

    private final Clock clock = Clock.systemUTC();
    private final AtomicReference<ReclaimRow> last = new AtomicReference<>();

    public static ReclaimDesk get() {
        return ExtensionList.lookupSingleton(ReclaimDesk.class);
    }

    /** What was asked for last; null for nothing since Jenkins started. */
    @CheckForNull
    ReclaimRow last() {
        return last.get();
    }

    /**
     * What would be freed now; changes nothing.
     *
     * @throws org.springframework.security.access.AccessDeniedException unless the person at work may manage the gate
     */
    StaleLocks.Judged preview() {
        Jenkins.get().checkPermission(MergeGatePermissions.MANAGE);
        return look(true, Set.of());
    }

    /**
     * Begins to free locks in the background.
     *
     * @param ids of {@link #preview}; one whose lock is in other hands by now frees nothing
     * @return whether it was begun; false while another one goes on, or while builds are being loaded
     * @throws InvalidInput named {@code id} or {@code reason}
     * @throws org.springframework.security.access.AccessDeniedException unless the person at work may manage the gate
     */
    boolean reclaim(Set<String> ids, @CheckForNull String reason) {
        Jenkins.get().checkPermission(MergeGatePermissions.MANAGE);
        String why = Holds.checkReason("reason", reason == null ? null : reason.strip());
        if (ids.isEmpty()) {
            throw new InvalidInput("id", "must name a lock of the preview");
        }
        String by = Jenkins.getAuthentication2().getName();
        ReclaimRow before = last.get();
        ReclaimRow begun = ReclaimRow.begun(by, why, ids.size(), clock.instant());
        boolean free = before == null || before.isOver();
        if (!mayLook() || !free || !last.compareAndSet(before, begun)) {
            return false;
        }
        // Whatever comes of it.
        AuditLog.line("A reclaim of " + ids.size() + (ids.size() == 1 ? " lock" : " locks") + " was begun by " + by
                + ": " + why);
        GateRuns.get().pool().execute(() -> work(begun, Set.copyOf(ids)));
        return true;
    }

    /** Whether builds may be looked up: not while Pipeline loads those that go on after a start. */
    boolean mayLook() {
        return GateRuns.get().mayLookUpBuilds();
    }

    private void work(ReclaimRow begun, Set<String> ids) {
        StaleLocks.Judged judged = null;
        try {
            judged = look(false, ids);
            judged.locks().forEach(stale -> audit(begun, stale));
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "Locks could not be reclaimed", e);
        } finally {
            last.set(begun.ended(judged, clock.instant()));
        }
    }

    private static void audit(ReclaimRow asked, StaleLocks.Stale stale) {
        String done = stale.lock().reclaimed() ? " was reclaimed by " : " could not be reclaimed by ";
        AuditLog.line(
                "Lock " + stale.lock().resource() + ", held by " + stale.lock().holder() + " ("
                        + stale.lock().tier() + ")," + done + asked.getBy() + ": " + asked.getReason());
    }

    /** As Jenkins itself: a build that its user may not see is not gone. */
    @SuppressWarnings("try")
    private static StaleLocks.Judged look(boolean dryRun, Set<String> ids) {
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            return new StaleLocks(LockDesk.get(), GateRuns.get(), StaleLocks.PREFIX, Clock.systemUTC())
                    .judge(rules(), dryRun, dryRun ? any -> true : ids::contains);
        }
    }

    /** Somebody who asks for it wants it done, whether or not the periodic reaper may. One look must be enough. */
    private static GateConfig.Reaper rules() {
        GateConfig.Reaper configured =
                MergeGateConfiguration.get().toGateConfig().reaper();
        return new GateConfig.Reaper(
                true, configured.intervalSeconds(), 1, configured.maxRunningMinutes(), true, configured.abortOverAge());
    }
}
