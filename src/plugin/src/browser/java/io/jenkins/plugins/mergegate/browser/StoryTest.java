// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.mergegate.config.MergeGateConfiguration;
import io.jenkins.plugins.mergegate.hold.HoldDesk;
import io.jenkins.plugins.mergegate.lock.Leak;
import java.nio.file.Path;
import org.jenkins.plugins.lockableresources.LockableResource;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** From an empty Jenkins to a reclaimed lock, as people see it; on the way the pages are looked at and photographed. */
@WithJenkins
class StoryTest {
    private static final int WIDE = 1280;
    private static final int NARROW = 400;

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
    void fromAnEmptyJenkinsToAReclaimedLock() throws Exception {
        try (Visitor admin = office.visitor("admin", WIDE, 1000)) {
            setUp(admin);
            assertThat(admin.complaints()).isEmpty();
        }
        try (Visitor manager = office.visitor("manager", WIDE, 1000)) {
            Dashboard dashboard = new Dashboard(manager.page);
            dashboard.open();
            watchTwoBranches(dashboard, manager);
            releaseAHold(dashboard, manager);
            reclaimALock(dashboard);
            assertThat(manager.complaints()).isEmpty();
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

    /** Nobody loads the page again meanwhile. */
    private void watchTwoBranches(Dashboard dashboard, Visitor manager) throws Exception {
        WorkflowRun first = office.start("farewell", "");
        office.awaitTest(first);
        WorkflowRun second = office.start("greeting", "");
        office.awaitQueue(second);

        assertThat(dashboard.targets()).containsText("farewell");
        assertThat(dashboard.targets().locator("ol li")).containsText("greeting");
        look(dashboard, manager);

        office.green(first);
        assertThat(dashboard.targets().locator("ol li")).hasCount(0);
        assertThat(dashboard.runs()).containsText("MERGED");
        office.green(second);
        assertThat(dashboard.targets()).containsText("free");
        office.jenkins.assertBuildStatus(Result.SUCCESS, second);
        buildPage(manager, second);
    }

    private void buildPage(Visitor manager, WorkflowRun build) {
        manager.page.navigate(build.getUrl());
        manager.page.locator(".merge-gate-summary summary").click();
        assertThat(manager.page.locator(".merge-gate-summary")).containsText("MERGED");
        assertThat(Axe.barriers(manager.page, ".merge-gate-summary", Axe.NOTHING)).isEmpty();
        manager.screenshot("build-summary");
        new Dashboard(manager.page).open();
    }

    /** A run finds that main has lost something, and closes it. */
    private void releaseAHold(Dashboard dashboard, Visitor manager) throws Exception {
        WorkflowRun third = office.start("retries", ", markers: ['RetryBudget']");
        office.green(third);
        office.jenkins.assertBuildStatus(Result.FAILURE, third);
        assertThat(dashboard.holds()).containsText("MAIN_REGRESSED");
        assertThat(Axe.barriers(manager.page, Dashboard.PART, Axe.NOTHING)).isEmpty();
        photographs(dashboard, manager);

        // With the keyboard alone, and once with a change of mind.
        dashboard.button("Release").focus();
        manager.page.keyboard().press("Enter");
        assertThat(dashboard.dialog()).isVisible();
        assertThat(Axe.barriers(manager.page, "dialog[open]", Axe.NOTHING)).isEmpty();
        manager.page.keyboard().press("Escape");
        assertThat(dashboard.dialog()).hasCount(0);
        assertThat(dashboard.button("Release")).isFocused();
        manager.page.keyboard().press("Enter");
        assertThat(dashboard.dialog().locator("input[name=reason]")).isFocused();
        manager.page.keyboard().type("it was never there");
        manager.page.keyboard().press("Enter");

        assertThat(dashboard.result()).containsText("released");
        assertThat(dashboard.holds()).containsText("Nothing is held");
        assertThat(HoldDesk.get().list()).isEmpty();
    }

    /** As a crash leaves it: the build is over, its lock is not free. */
    private void reclaimALock(Dashboard dashboard) throws Exception {
        WorkflowRun over = office.jenkins.jenkins.getItemByFullName("farewell", WorkflowJob.class).getLastBuild();
        LockableResource lock = Leak.of(office.lock(), over, "0d4e8c8e-0000-4000-8000-000000000000");

        dashboard.button("Reclaim locks").click();
        assertThat(dashboard.dialog()).containsText(office.lock());
        assertThat(dashboard.dialog()).containsText("FINISHED");
        assertThat(lock.isLocked()).as("a preview frees nothing").isTrue();
        dashboard.confirm("its build is over");

        assertThat(dashboard.reaper()).containsText("1 of 1 locks were freed");
        assertThat(lock.isLocked()).isFalse();
    }

    /** Wide and narrow, light and dark: what is there is seen by everybody, without scrolling sideways. */
    private static void look(Dashboard dashboard, Visitor manager) {
        for (int width : new int[] {WIDE, NARROW}) {
            manager.resize(width, 1000);
            assertThat(dashboard.scrollsSideways()).as("sideways at %s", width).isFalse();
            assertThat(Axe.barriers(manager.page, Dashboard.PART, Axe.NOTHING)).as("light, %s", width).isEmpty();
            Dark.on(manager.page);
            assertThat(Axe.barriers(manager.page, Dashboard.PART, Axe.NOTHING)).as("dark, %s", width).isEmpty();
            Dark.off(manager.page);
        }
        manager.resize(WIDE, 1000);
    }

    private static void photographs(Dashboard dashboard, Visitor manager) {
        manager.photograph("dashboard-light");
        Dark.on(manager.page);
        manager.photograph("dashboard-dark");
        manager.resize(NARROW, 1000);
        assertThat(dashboard.scrollsSideways()).isFalse();
        manager.photograph("dashboard-narrow-dark");
        Dark.off(manager.page);
        manager.photograph("dashboard-narrow");
        manager.resize(WIDE, 1000);
    }
}
