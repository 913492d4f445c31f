// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.config;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.security.Permission;
import hudson.security.PermissionGroup;
import hudson.security.PermissionScope;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class MergeGatePermissionsTest {
    @Test
    void theNamesThatAuthorizationStrategiesStore(JenkinsRule j) {
        Permission manage = Permission.fromId("io.jenkins.plugins.mergegate.config.MergeGatePermissions.Manage");
        assertThat(manage).isSameAs(MergeGatePermissions.MANAGE);
        assertThat(manage.group.getId() + "/" + manage.name).isEqualTo("MergeGate/Manage");
        assertThat(manage.group.title).hasToString("Merge Gate");
        assertThat(manage.description.toString()).isNotBlank();
        assertThat(manage.impliedBy).isEqualTo(Jenkins.ADMINISTER);
        assertThat(manage.isContainedBy(PermissionScope.JENKINS)).isTrue();
        assertThat(manage.isContainedBy(PermissionScope.ITEM)).isFalse();
        assertThat(PermissionGroup.getAll()).contains(MergeGatePermissions.GROUP);
    }
}
