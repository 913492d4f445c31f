// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.page;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A target branch that something is going on with: a holder, a queue, a hold or a run of late. */
@ExportedBean(defaultVisibility = 9)
public final class TargetRow {
    private final LockName name;
    private final HolderRow holder;
    private final List<QueueRow> queue;
    private final Instant headSince;
    private final List<String> closedBy;
    private final int parked;
    private final RunRow lastRun;
    private final Instant now;

    /**
     * @param headSince since when the first in line waits; null when nobody does
     * @param closedBy the ids of the holds that close it
     * @param parked how many branches are parked that want into it
     */
    TargetRow(
            LockName name,
            @CheckForNull HolderRow holder,
            List<QueueRow> queue,
            @CheckForNull Instant headSince,
            List<String> closedBy,
            int parked,
            @CheckForNull RunRow lastRun,
            Instant now) {
        this.name = name;
        this.holder = holder;
        this.queue = List.copyOf(queue);
        this.headSince = headSince;
        this.closedBy = List.copyOf(closedBy);
        this.parked = parked;
        this.lastRun = lastRun;
        this.now = now;
    }

    @Exported
    public String getServer() {
        return name.host();
    }

    @Exported
    public String getRepository() {
        return name.repository().toString();
    }

    @Exported
    public String getTarget() {
        return name.target();
    }

    /** The name of its lockable resource. */
    @Exported
    public String getLock() {
        return name.toString();
    }

    /** Null when nobody has the lock. */
    @Exported
    @CheckForNull
    public HolderRow getHolder() {
        return holder;
    }

    /** In order. */
    @Exported
    public List<QueueRow> getQueue() {
        return queue;
    }

    /** How long the first in line has been waiting; null when nobody does. */
    @Exported
    @CheckForNull
    public Long getHeadWaitSeconds() {
        return headSince == null
                ? null
                : Math.max(0, Duration.between(headSince, now).toSeconds());
    }

    /** Whether a hold closes it for every run. */
    @Exported
    public boolean isClosed() {
        return !closedBy.isEmpty();
    }

    /** The ids of the holds that close it. */
    @Exported
    public List<String> getClosedBy() {
        return closedBy;
    }

    /** How many holds park a branch that wants into it. */
    @Exported
    public int getParked() {
        return parked;
    }

    /** The newest run that the person may see; null for none. */
    @Exported
    @CheckForNull
    public RunRow getLastRun() {
        return lastRun;
    }
}
