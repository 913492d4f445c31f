// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.page;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.mergegate.config.MergeGatePermissions;
import io.jenkins.plugins.mergegate.engine.reaper.ReaperSnapshot;
import java.util.List;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** What the reaper did at its last look. */
@ExportedBean(defaultVisibility = 2)
public final class ReaperRow {
    private final ReaperSnapshot snapshot;

    ReaperRow(ReaperSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    @Exported
    public String getTime() {
        return snapshot.time().toString();
    }

    @Exported
    public long getDurationMillis() {
        return snapshot.duration().toMillis();
    }

    /** Locks that were held. */
    @Exported
    public int getScanned() {
        return snapshot.scanned();
    }

    @Exported
    public int getReclaimed() {
        return snapshot.reclaimed();
    }

    @Exported
    public int getSettled() {
        return snapshot.settled();
    }

    /** Null for those who may not manage the gate: messages name files and hosts. */
    @Exported
    @CheckForNull
    public List<String> getErrors() {
        return Jenkins.get().hasPermission(MergeGatePermissions.MANAGE) ? snapshot.errors() : null;
    }
}
