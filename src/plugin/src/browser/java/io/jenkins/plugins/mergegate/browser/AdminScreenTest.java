// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.config.MergeGateConfiguration;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The screen under Manage Jenkins, as an administrator of an empty Jenkins meets it. */
@WithJenkins
class AdminScreenTest {
    private Office office;

    @BeforeEach
    void open(JenkinsRule jenkins, @TempDir Path directory) {
        office = new Office(jenkins, directory);
    }

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    void aServerIsSetUp() throws Exception {
        try (Visitor admin = office.visitor("admin", 1280, 1000)) {
            setUp(admin);
            assertThat(admin.complaints()).isEmpty();
        }
    }

    private void setUp(Visitor admin) {
        AdminScreen screen = new AdminScreen(admin.page);
        screen.addSecret("gitea", office.acme.token);
        screen.open();
        screen.addServer("acme", office.acme.server.url().toString(), "gitea");
        admin.screenshot("system-configuration");
        assertThat(Axe.barriers(admin.page, AdminScreen.SECTION, Axe.JENKINS_FORMS))
                .isEmpty();
        screen.save();

        assertThat(MergeGateConfiguration.get().getServers()).singleElement().satisfies(server -> {
            assertThat(server.getName()).isEqualTo("acme");
            assertThat(server.getCredentialsId()).isEqualTo("gitea");
        });
    }
}
