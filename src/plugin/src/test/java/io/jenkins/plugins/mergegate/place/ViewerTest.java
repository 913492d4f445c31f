// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.place;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.mergegate.config.MergeGatePermissions;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.MockFolder;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Who sees which builds that records name. No build exists: none is looked up. */
@WithJenkins
class ViewerTest {
    private static JenkinsRule jenkins;

    @BeforeAll
    static void setUp(JenkinsRule rule) throws Exception {
        jenkins = rule;
        MockFolder folder = jenkins.createFolder("folder");
        FreeStyleProject open = folder.createProject(FreeStyleProject.class, "open");
        jenkins.buildAndAssertSuccess(open);
        folder.createProject(FreeStyleProject.class, "secret");
        WorkflowMultiBranchProject branches = jenkins.createProject(WorkflowMultiBranchProject.class, "branches");
        jenkins.createProject(WorkflowMultiBranchProject.class, "others");
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ)
                .everywhere()
                .to("reader", "manager")
                .grant(Item.READ)
                .onItems(folder, open, branches)
                .to("reader")
                .grant(MergeGatePermissions.MANAGE)
                .everywhere()
                .to("manager"));
    }

    @AfterAll
    static void tearDown() throws Exception {
        jenkins.after();
    }

    /** Columns: nobody, who may read the open ones, who may manage the gate, who may do everything. */
    @ParameterizedTest
    @CsvSource({
        "folder/open #1,                   false, true,  false, true",
        "folder/secret #1,                 false, false, false, true",
        // Gone. Only what a computed folder held had no permissions of its own.
        "branches/gone #1,                 false, true,  true,  true",
        "others/gone #1,                   false, false, true,  true",
        "folder/gone #1,                   false, false, true,  true",
        "folder/open/gone #1,              false, false, true,  true",
        "gone #1,                          false, false, true,  true",
        "gone/gone #1,                     false, false, true,  true",
        // No build.
        "'alice, who reserved it',         false, false, true,  true",
        ",                                 false, false, true,  true",
        // Not a job: whoever may read the folder.
        "folder #1,                        false, true,  false, true",
    })
    void whoSeesWhat(String build, boolean nobody, boolean reader, boolean manager, boolean admin) {
        String[] users = {null, "reader", "manager", "admin"};
        boolean[] expected = {nobody, reader, manager, admin};
        for (int i = 0; i < users.length; i++) {
            try (ACLContext as = as(users[i])) {
                Viewer viewer = new Viewer();
                assertThat(viewer.sees(build)).as("%s", users[i]).isEqualTo(expected[i]);
                assertThat(viewer.sees(build)).as("%s, asked again", users[i]).isEqualTo(expected[i]);
                if (!expected[i]) {
                    assertThat(viewer.build(build)).isNull();
                }
            }
        }
    }

    @Test
    void aBuildHasALinkWhileItIsThere() {
        try (ACLContext as = as("reader")) {
            Viewer viewer = new Viewer();
            assertThat(viewer.build("folder/open#1"))
                    .isEqualTo(new Viewer.Build("folder » open #1", "job/folder/job/open/1/"));
            assertThat(viewer.build("folder/open#7")).isEqualTo(new Viewer.Build("folder » open #7", null));
            assertThat(viewer.build("branches/gone #3")).isEqualTo(new Viewer.Build("branches/gone #3", null));
            assertThat(viewer.build("folder #1")).isEqualTo(new Viewer.Build("folder #1", null));
        }
        try (ACLContext as = as("manager")) {
            assertThat(new Viewer().build("alice, who reserved it")).isNull();
        }
    }

    @Test
    void whoManagesTheGate() {
        for (String user : new String[] {"manager", "admin"}) {
            try (ACLContext as = as(user)) {
                assertThat(new Viewer().manages()).as(user).isTrue();
            }
        }
        for (String user : new String[] {null, "reader"}) {
            try (ACLContext as = as(user)) {
                assertThat(new Viewer().manages()).as("%s", user).isFalse();
            }
        }
    }

    /** @param user null = nobody */
    private static ACLContext as(String user) {
        return user == null
                ? ACL.as2(Jenkins.ANONYMOUS2)
                : ACL.as2(User.getById(user, true).impersonate2());
    }
}
