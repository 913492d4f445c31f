// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.page;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.mergegate.engine.reaper.Reclaimed;
import io.jenkins.plugins.mergegate.lock.StaleLocks;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A lock that a reclaim would free, has freed or leaves alone, and why; for those who may manage the gate. */
@ExportedBean(defaultVisibility = 9)
public final class StaleRow {
    private final StaleLocks.Stale stale;
    private final Reclaimed lock;

    StaleRow(StaleLocks.Stale stale) {
        this.stale = stale;
        this.lock = stale.lock();
    }

    /** Of the lock in these hands: given back to have it freed. */
    @Exported
    public String getId() {
        return stale.id();
    }

    @Exported
    public String getResource() {
        return lock.resource();
    }

    /** For people. */
    @Exported
    public String getHolder() {
        return lock.holder();
    }

    /** {@code FINISHED}, {@code DEAD} or {@code OVER_AGE}; null for what is not held through the gate and left alone. */
    @Exported
    @CheckForNull
    public String getTier() {
        return lock.tier() == null ? null : lock.tier().name();
    }

    @Exported
    public long getHeldSeconds() {
        return lock.held().toSeconds();
    }

    /** False in a preview. */
    @Exported
    public boolean isReclaimed() {
        return lock.reclaimed();
    }

    /** Why it is stale, for people. */
    @Exported
    public String getWhy() {
        if (lock.tier() == null) {
            return "It is not held through the gate, so it is left alone.";
        }
        return switch (lock.tier()) {
            case FINISHED -> "The build that holds it is over.";
            case DEAD -> "The build that holds it is gone, or goes on without the step that took it.";
            case OVER_AGE -> "It is held for longer than reaper.maxRunningMinutes.";
        };
    }

    /** Whether a reclaim would free it. */
    public boolean isReclaimable() {
        return lock.tier() != null;
    }
}
