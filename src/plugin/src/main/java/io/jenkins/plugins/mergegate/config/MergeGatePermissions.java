// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.config;

import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.security.Permission;
import hudson.security.PermissionGroup;
import hudson.security.PermissionScope;
import jenkins.model.Jenkins;

/** Who may act on the gate itself: release a hold, reclaim a lock, jump a hold by priority, pause and drain. */
public final class MergeGatePermissions {
    public static final PermissionGroup GROUP =
            new PermissionGroup("MergeGate", MergeGatePermissions.class, Messages._MergeGatePermissions_group());

    public static final Permission MANAGE = new Permission(
            GROUP, "Manage", Messages._MergeGatePermissions_manage(), Jenkins.ADMINISTER, PermissionScope.JENKINS);

    private MergeGatePermissions() {}

    /** Loads this class, so that the permission is known before an authorization strategy that names it is read. */
    @Initializer(before = InitMilestone.SYSTEM_CONFIG_LOADED)
    public static void register() {
        // What counts happened before the first statement.
    }
}
