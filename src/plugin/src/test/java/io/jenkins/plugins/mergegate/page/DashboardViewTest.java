// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.Acme;
import io.jenkins.plugins.mergegate.config.MergeGatePermissions;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.hold.Hold;
import io.jenkins.plugins.mergegate.engine.hold.Holds;
import io.jenkins.plugins.mergegate.hold.HoldDesk;
import io.jenkins.plugins.mergegate.hold.SampleHolds;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.html.DomNode;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What the dashboard shows, and to whom it offers what. */
@WithJenkins
class DashboardViewTest {
    @TempDir
    static Path directory;

    private static Acme acme;
    private static JenkinsRule jenkins;

    @BeforeAll
    static void setUp(JenkinsRule rule) throws Exception {
        jenkins = rule;
        acme = new Acme(directory);
        acme.setUp();
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, hudson.model.Item.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ, hudson.model.Item.READ, MergeGatePermissions.MANAGE)
                .everywhere()
                .to("manager"));
    }

    @AfterAll
    static void tearDown() throws Exception {
        acme.close();
        jenkins.after();
    }

    @AfterEach
    void clear() throws Exception {
        SampleHolds.clear();
    }

    @Test
    void whoHoldsALockAndWhatBecameOfTheRunIsShown() throws Exception {
        Acme.branch(acme.app, "x");
        String script = "mergeGate(repository: 'acme/app', branch: 'x') { semaphore 'x' }";
        WorkflowRun build = Acme.job("gate-x", script).scheduleBuild2(0).waitForStart();
        SemaphoreStep.waitForStart("x/1", build);

        HtmlPage page = page("reader");
        assertThat(text(page, "#merge-gate-targets"))
                .contains("main of acme/app", "gate-x #1", "tests the combined tree", "nobody");
        assertThat(text(page, "#merge-gate-runs")).contains("tests the combined tree", "so far", "gate-x #1");

        SemaphoreStep.success("x/1", null);
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        page = page("reader");
        assertThat(text(page, "#merge-gate-targets")).contains("free");
        assertThat(text(page, "#merge-gate-runs")).contains("Merged", "x", "pull request #1", "gate-x #1");
        assertThat(page.getAnchors())
                .extracting(link -> link.getHrefAttribute())
                .contains("/jenkins/job/gate-x/1/", acme.server.url() + "/acme/app/pulls/1");
    }

    @Test
    void whatServersAndPeopleWriteIsOnlyText() throws Exception {
        String branch = "b<img/src=x>";
        String message = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";
        RepositoryId app = new RepositoryId("acme", "app");
        String sha = "a".repeat(40);
        HoldDesk.get()
                .raise(new Hold(
                        Holds.id(Hold.Scope.BRANCH, "git.example", app, "main", sha),
                        Hold.Scope.BRANCH,
                        "git.example",
                        app,
                        "main",
                        branch,
                        sha,
                        Reason.NOT_MERGED,
                        message,
                        "gate <b>#3",
                        Instant.now()));

        HtmlPage page = page("manager");

        assertThat(text(page, "#merge-gate-holds")).contains(branch, message, "gate <b>#3", "NOT_MERGED");
        assertThat(page.querySelectorAll("img[src=x], #main-panel script:not([src])"))
                .isEmpty();
    }

    @Test
    void onlyThoseWhoManageTheGateAreOfferedActions() throws Exception {
        Hold hold = SampleHolds.target("app");
        HoldDesk.get().raise(hold);

        HtmlPage manager = page("manager");
        HtmlPage reader = page("reader");

        assertThat(text(manager, "#merge-gate-holds")).contains("main of acme/app is closed");
        assertThat(text(reader, "#merge-gate-holds")).contains("main of acme/app is closed");
        assertThat(ids(manager, "button[id^=merge-gate-], dialog[id^=merge-gate-]"))
                .contains(
                        "merge-gate-reclaim",
                        "merge-gate-release-" + hold.id(),
                        "merge-gate-dialog",
                        "merge-gate-reclaim-dialog");
        assertThat(ids(reader, "button[id^=merge-gate-], dialog[id^=merge-gate-]"))
                .isEmpty();
    }

    @Test
    void withNothingToShowItSaysSo() throws Exception {
        assertThat(text(page("reader"), "#merge-gate-holds")).contains("Nothing is held");
    }

    @Test
    void thePartThatIsFetchedAgainIsThatOfThePage() throws Exception {
        HtmlPage part = (HtmlPage) browser("reader").goTo("merge-gate/content");

        assertThat(ids(part, "section"))
                .contains("merge-gate-holds", "merge-gate-targets", "merge-gate-runs", "merge-gate-reaper");
        assertThat(part.querySelectorAll("#main-panel, script")).isEmpty();
    }

    @Test
    void pagesOfRunsAreReachedByLinks() throws Exception {
        HtmlPage page = (HtmlPage) browser("reader").goTo("merge-gate/?page=2&size=1");

        assertThat(page.getHtmlElementById("merge-gate-newer").getAttribute("href"))
                .isEqualTo("/jenkins/merge-gate/?page=1&size=1#merge-gate-runs");
    }

    private static HtmlPage page(String user) throws Exception {
        return browser(user).goTo("merge-gate/");
    }

    /** Without scripts: what they do is for a real browser to show. */
    private static JenkinsRule.WebClient browser(String user) throws Exception {
        JenkinsRule.WebClient browser = jenkins.createWebClient();
        browser.login(user);
        browser.setJavaScriptEnabled(false);
        return browser;
    }

    private static String text(HtmlPage page, String section) {
        DomNode found = page.querySelector(section);
        return found.getTextContent().replaceAll("\\s+", " ");
    }

    private static List<String> ids(HtmlPage page, String selector) {
        return page.querySelectorAll(selector).stream()
                .map(node -> node.getAttributes().getNamedItem("id").getNodeValue())
                .toList();
    }
}
