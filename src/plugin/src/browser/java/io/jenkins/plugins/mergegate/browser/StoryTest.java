// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Locator;
import hudson.model.Result;
import io.jenkins.plugins.mergegate.Acme;
import io.jenkins.plugins.mergegate.config.MergeGateConfiguration;
import io.jenkins.plugins.mergegate.hold.HoldDesk;
import io.jenkins.plugins.mergegate.hold.SampleHolds;
import io.jenkins.plugins.mergegate.lock.Leak;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
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

    /** What Jenkins shows in place of a symbol that it does not have. */
    private static final String NO_SYMBOL = "#main-panel path[d='M368 368L144 144M368 144L144 368']";

    /** What is drawn without a colour of its own. */
    private static final String BLACK = "rgb(0, 0, 0)";

    private static final Locator.GetByLabelOptions EXACTLY = new Locator.GetByLabelOptions().setExact(true);

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
            aStep(admin);
            assertThat(admin.complaints()).isEmpty();
        }
        try (Visitor manager = office.visitor("manager", WIDE, 1000)) {
            Dashboard dashboard = new Dashboard(manager.page);
            dashboard.open();
            endings(dashboard);
            watchTwoBranches(dashboard, manager);
            pauseByKeyboard(dashboard, manager);
            releaseAHold(dashboard, manager);
            reclaimALock(dashboard, manager);
            buildPage(manager);
            assertThat(manager.complaints()).isEmpty();
        }
    }

    private void setUp(Visitor admin) throws Exception {
        AdminScreen screen = new AdminScreen(admin.page);
        screen.addSecret("gitea", office.acme.token);
        screen.open();
        assertThat(screen.edited()).isHidden();
        screen.addServer();
        assertThat(screen.errors()).hasCount(0);
        screen.fillServer("acme", office.acme.server.url().toString(), "gitea");
        screen.testConnection("acme/app");
        assertThat(screen.level("repository")).hasText("ok");
        assertThat(screen.level("protection")).hasText("warn");
        assertThat(screen.errors()).hasCount(0);
        admin.photograph(screen.section(), 16, "system-configuration");
        screen.advance();
        assertThat(Axe.barriers(admin.page, AdminScreen.SECTION, Axe.JENKINS_FORMS))
                .isEmpty();
        screen.save();

        assertThat(MergeGateConfiguration.get().getServers()).singleElement().satisfies(server -> {
            assertThat(server.getName()).isEqualTo("acme");
            assertThat(server.getCredentialsId()).isEqualTo("gitea");
        });
        // From here on without back-off, which the screen does not set to nothing by itself.
        Acme.configure(office.acme.yaml());
    }

    /** What is not chosen has its default, and every field says what it is. */
    private static void aStep(Visitor admin) {
        Locator form = new AdminScreen(admin.page).step();
        assertThat(form.getByLabel("Re-test", EXACTLY)).hasValue("always");
        assertThat(form.getByLabel("When the merge lock is busy", EXACTLY)).hasValue("auto");
        assertThat(Axe.barriers(admin.page, AdminScreen.STEP, Axe.JENKINS_FORMS))
                .isEmpty();
    }

    /** A merge, a test that fails, and a merge call that Gitea does not carry out; each shows up by itself. */
    private void endings(Dashboard dashboard) throws Exception {
        assertThat(dashboard.holds()).containsText("Nothing is held");
        WorkflowRun good = office.start("colours");
        office.green(good);
        assertThat(dashboard.run("colours")).containsText("Merged");
        office.red(office.start("rounding"));
        assertThat(dashboard.run("rounding")).containsText("#1");
        WorkflowRun refused = office.startRefused("invoices");
        assertThat(dashboard.holds()).containsText("invoices of acme/app is parked");
        assertThat(dashboard.run("invoices")).containsText("Held");
        office.jenkins.assertBuildStatus(Result.FAILURE, refused);
    }

    /** Nobody loads the page again meanwhile. */
    private void watchTwoBranches(Dashboard dashboard, Visitor manager) throws Exception {
        WorkflowRun first = office.start("farewell");
        office.awaitTest(first);
        WorkflowRun second = office.start("greeting");
        office.awaitQueue(second);
        WorkflowRun third = office.start("retries");
        office.awaitQueue(third);

        assertThat(dashboard.targets()).containsText("farewell");
        assertThat(dashboard.queue()).hasCount(2);
        assertThat(dashboard.queue().first()).containsText("greeting");
        assertThat(dashboard.queue().first()).containsText("position 1");
        assertThat(dashboard.queue().last()).containsText("retries");
        look(dashboard, manager);

        office.green(first);
        assertThat(dashboard.queue()).hasCount(1);
        assertThat(dashboard.run("farewell")).containsText("Merged");
        office.green(second);
        office.green(third);
        assertThat(dashboard.targets()).containsText("free");
        assertThat(dashboard.run("greeting")).containsText("Merged");
        assertThat(dashboard.run("retries")).containsText("Merged");
        office.jenkins.assertBuildStatus(Result.SUCCESS, second);
    }

    /** With a change of mind; the focus comes back to where it was, or to the heading when the button is gone. */
    private void pauseByKeyboard(Dashboard dashboard, Visitor manager) {
        Keyboard keyboard = manager.page.keyboard();
        // Behind the bar of Jenkins, whose menus open and take the keys while somebody tabs through them.
        dashboard.reclaim().focus();
        tabTo(dashboard.pause(), manager);
        keyboard.press("Enter");
        assertThat(dashboard.dialog()).isVisible();
        assertThat(Axe.barriers(manager.page, "dialog[open]", Axe.NOTHING)).isEmpty();
        keyboard.press("Escape");
        assertThat(dashboard.dialog()).hasCount(0);
        assertThat(dashboard.pause()).isFocused();

        keyboard.press("Enter");
        assertThat(dashboard.reason()).isFocused();
        keyboard.type("Gitea is updated");
        keyboard.press("Enter");
        assertThat(dashboard.state()).hasAttribute("data-mode", "PAUSED");
        assertThat(dashboard.state()).containsText("Gitea is updated");
        assertThat(dashboard.pause()).hasCount(0);
        assertThat(manager.page.locator("#main-panel :focus")).hasCount(1);

        tabTo(dashboard.resume(), manager);
        keyboard.press("Space");
        assertThat(dashboard.reason()).isFocused();
        keyboard.type("it is up again");
        keyboard.press("Enter");
        assertThat(dashboard.state()).hasAttribute("data-mode", "OPEN");
        assertThat(manager.page.locator("#main-panel :focus")).hasCount(1);
    }

    private void releaseAHold(Dashboard dashboard, Visitor manager) throws Exception {
        dashboard.release().click();
        assertThat(dashboard.dialog()).containsText("is removed");
        dashboard.confirm("Gitea merges again");

        assertThat(dashboard.result()).containsText("released");
        assertThat(dashboard.holds()).containsText("Nothing is held");
        assertThat(HoldDesk.get().list()).isEmpty();
        assertThat(SampleHolds.released()).first().satisfies(line -> {
            assertThat(line.by()).isEqualTo("manager");
            assertThat(line.reason()).isEqualTo("Gitea merges again");
        });
    }

    /** As a crash leaves it: the build is over, its lock is not free. */
    private void reclaimALock(Dashboard dashboard, Visitor manager) {
        WorkflowRun over = office.jenkins
                .jenkins
                .getItemByFullName("farewell", WorkflowJob.class)
                .getLastBuild();
        LockableResource lock = Leak.of(office.lock(), over, "0d4e8c8e-0000-4000-8000-000000000000");

        dashboard.reclaim().click();
        assertThat(dashboard.dialog().locator("input[type=checkbox]")).isChecked();
        assertThat(dashboard.dialog()).containsText(office.lock());
        assertThat(dashboard.dialog()).containsText(Pattern.compile("farewell #1, held for \\d+ sec"));
        assertThat(Axe.barriers(manager.page, "dialog[open]", Axe.NOTHING)).isEmpty();
        assertThat(lock.isLocked() || lock.getBuild() != null)
                .as("a preview frees nothing")
                .isTrue();
        manager.screenshot("reclaim-preview");
        dashboard.confirm("its build is over");

        assertThat(dashboard.reaper()).containsText("1 of 1 locks were freed");
        assertThat(dashboard.reclaim()).isFocused();
        assertThat(lock.getBuild()).isNull();
    }

    private void buildPage(Visitor manager) throws Exception {
        manager.page.navigate("job/invoices/1/");
        assertThat(manager.page.locator(".merge-gate-summary > div").first()).containsText("target HELD/NOT_MERGED");
        assertThat(manager.page.locator(NO_SYMBOL)).hasCount(0);
        manager.page.navigate("job/greeting/1/");
        Locator summary = manager.page.locator(".merge-gate-summary");
        assertThat(summary).containsText("MERGED");
        summary.locator("summary").click();
        assertThat(Axe.barriers(manager.page, ".merge-gate-summary", Axe.NOTHING))
                .isEmpty();
        assertThat(summary.locator("caption").first()).not().hasCSS("padding-left", "0px");
        manager.photograph(manager.page.locator("#main-panel"), 0, "build-summary");
        manager.page.setViewportSize(NARROW, 1000);
        assertThat(Dashboard.scrollsSideways(manager.page)).isFalse();
        assertThat(cut(summary.locator("table").last())).isEmpty();
        manager.page.setViewportSize(WIDE, 1000);
    }

    /** The cells in which a word is wider than the cell. */
    private static List<?> cut(Locator table) {
        return (List<?>) table.evaluate(
                """
                table => [...table.querySelectorAll('th, td')].filter(cell => {
                    const range = document.createRange();
                    return cell.textContent.split(/\\s+/).some(word => {
                        range.setStart(cell.firstChild, cell.textContent.indexOf(word));
                        range.setEnd(cell.firstChild, cell.textContent.indexOf(word) + word.length);
                        return range.getClientRects().length > 1;
                    });
                }).map(cell => cell.textContent)
                """);
    }

    private static void tabTo(Locator button, Visitor manager) {
        for (int i = 0; i < 60 && !isFocused(button); i++) {
            manager.page.keyboard().press("Tab");
        }
        assertThat(button).isFocused();
    }

    private static boolean isFocused(Locator button) {
        return (boolean) button.evaluate("one => one === document.activeElement");
    }

    /** Wide and narrow, light and dark: what is there is seen by everybody, without scrolling sideways. */
    private static void look(Dashboard dashboard, Visitor manager) {
        look(dashboard, manager, WIDE, "dashboard");
        look(dashboard, manager, NARROW, "dashboard-narrow");
        manager.page.setViewportSize(WIDE, 1000);
    }

    private static void look(Dashboard dashboard, Visitor manager, int width, String name) {
        manager.page.setViewportSize(width, 1000);
        assertThat(Dashboard.scrollsSideways(manager.page))
                .as("sideways at %s", width)
                .isFalse();
        assertThat(manager.page.locator(NO_SYMBOL)).hasCount(0);
        manager.photograph(width == WIDE ? name + "-light" : name);
        Dark.on(manager.page);
        manager.photograph(name + "-dark");
        assertThat(dashboard.pause().locator("svg")).not().hasCSS("fill", BLACK);
        List<Axe.Barrier> dark = Axe.barriers(manager.page, Dashboard.PART, Axe.NOTHING);
        Dark.off(manager.page);
        assertThat(Axe.barriers(manager.page, Dashboard.PART, Axe.NOTHING))
                .as("light, %s", width)
                .isEmpty();
        assertThat(dark).as("dark, %s", width).isEmpty();
    }
}
