// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.hold;

import hudson.Extension;
import hudson.model.AdministrativeMonitor;
import io.jenkins.plugins.mergegate.config.MergeGatePermissions;
import java.util.Comparator;
import java.util.List;
import jenkins.model.Jenkins;

/**
 * Tells on Manage Jenkins what is held, or that it cannot be read, to those who may release it. Who may see monitors at
 * all is Jenkins' own rule: Overall/Administer, Overall/Manage or Overall/SystemRead is needed besides.
 */
@Extension
public final class HoldsMonitor extends AdministrativeMonitor {
    /** A page about everything else must stay readable. */
    static final int SHOWN = 10;

    public HoldsMonitor() {
        super("merge-gate-holds");
    }

    @Override
    public String getDisplayName() {
        return Messages.HoldsMonitor_displayName();
    }

    @Override
    public boolean isActivated() {
        return !isReadable() || !HoldDesk.get().lastRows().isEmpty();
    }

    /** Whether the holds could be read at the last look. */
    public boolean isReadable() {
        return HoldDesk.get().isReadable();
    }

    @Override
    public boolean hasRequiredPermission() {
        return Jenkins.get().hasPermission(MergeGatePermissions.MANAGE);
    }

    @Override
    public void checkRequiredPermission() {
        Jenkins.get().checkPermission(MergeGatePermissions.MANAGE);
    }

    /** The first few: closed targets, then parked branches, each oldest first. */
    public List<HoldRow> getHolds() {
        return HoldDesk.get().lastRows().stream()
                .sorted(Comparator.comparing(HoldRow::isTargetClosed).reversed())
                .limit(SHOWN)
                .toList();
    }

    /** How many more there are. */
    public int getMore() {
        return Math.max(0, HoldDesk.get().lastRows().size() - SHOWN);
    }
}
