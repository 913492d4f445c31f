// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import hudson.model.TimeZoneProperty;
import hudson.model.User;
import io.jenkins.plugins.mergegate.Acme;
import io.jenkins.plugins.mergegate.config.MergeGateConfiguration;
import io.jenkins.plugins.mergegate.config.MergeGatePermissions;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.hold.Hold;
import io.jenkins.plugins.mergegate.engine.hold.Holds;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import io.jenkins.plugins.mergegate.hold.HoldDesk;
import io.jenkins.plugins.mergegate.hold.SampleHolds;
import io.jenkins.plugins.mergegate.lock.LockDesk;
import java.io.Closeable;
import java.nio.file.Path;
import java.text.DateFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import jenkins.model.Jenkins;
import net.sf.json.JSONNull;
import net.sf.json.JSONObject;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.DomNode;
import org.htmlunit.html.HtmlAnchor;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
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
        // Raised the holds of the tests.
        jenkins.createProject(WorkflowJob.class, "guard");
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
        assertThat(hrefs(page)).contains("/jenkins/job/gate-x/1/", acme.server.url() + "/acme/app/pulls/1");
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
        assertThat(text(reader, "#merge-gate-holds")).contains("main of acme/app is closed", " ago");
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
    void momentsAreInTheTimeZoneOfThePersonAlsoWhenTheyAreFetchedAgain() throws Exception {
        Hold hold = SampleHolds.target("app");
        HoldDesk.get().raise(hold);
        MergeGateConfiguration.get().setHoldExpiryHours("24");
        String zone = "Asia/Kathmandu";
        User reader = User.getById("reader", true);
        reader.addProperty(new TimeZoneProperty(zone));
        DateFormat medium = DateFormat.getDateTimeInstance(DateFormat.MEDIUM, DateFormat.MEDIUM, Locale.US);
        DateFormat brief = DateFormat.getDateTimeInstance(DateFormat.MEDIUM, DateFormat.SHORT, Locale.US);
        medium.setTimeZone(TimeZone.getTimeZone(zone));
        brief.setTimeZone(TimeZone.getTimeZone(zone));
        Instant end = hold.since().plus(Duration.ofHours(24));
        try {
            for (String address : List.of("merge-gate/", "merge-gate/content")) {
                HtmlPage page = browser("reader").goTo(address);
                DomElement since = page.querySelector("#merge-gate-holds time");
                assertThat(since.getAttribute("title")).as(address).isEqualTo(medium.format(Date.from(hold.since())));
                assertThat(text(page, "#merge-gate-holds"))
                        .as(address)
                        .contains("ends by itself at " + plain(brief.format(Date.from(end))));
            }
        } finally {
            MergeGateConfiguration.get().setHoldExpiryHours("0");
            reader.addProperty(new TimeZoneProperty(null));
        }
    }

    @Test
    void aBuildThatWasDiscardedIsNamedWithoutALink() throws Exception {
        Acme.branch(acme.app, "gone");
        WorkflowRun build = jenkins.buildAndAssertSuccess(
                Acme.job("gate-gone", "mergeGate(repository: 'acme/app', branch: 'gone') { echo 'ok' }"));
        assertThat(hrefs(page("reader"))).contains("/jenkins/job/gate-gone/1/");
        build.delete();

        HtmlPage page = page("reader");

        assertThat(text(page, "#merge-gate-runs")).contains("gate-gone #1");
        assertThat(hrefs(page)).doesNotContain("/jenkins/job/gate-gone/1/");
        JSONObject run = site().dashboard("reader")
                .getJSONObject("runs")
                .getJSONArray("runs")
                .getJSONObject(0);
        assertThat(run.getJSONObject("build").getString("name")).isEqualTo("gate-gone #1");
        assertThat(run.getJSONObject("build").get("url")).isEqualTo(JSONNull.getInstance());
    }

    @Test
    void aLockThatWaitsForItsRunAfterACrashIsNotFree() throws Exception {
        LockName lock = new LockName("git.example", new RepositoryId("acme", "app"), "crashed");
        LockDesk.get().remember(lock, "lost", "gate-lost #1");
        try {
            assertThat(text(page("manager"), "[id='" + lock + "']"))
                    .contains("crashed of acme/app", "gate-lost #1")
                    .doesNotContain("free");
        } finally {
            LockDesk.get().lockOf(null).release(lock, "lost");
        }
    }

    @Test
    void holdsThatCannotBeReadAreNotTakenForNone() throws Exception {
        assertThat(site().dashboard("reader").getBoolean("holdsReadable")).isTrue();
        try (Closeable hidden = SampleHolds.unreadable()) {
            assertThatIOException().isThrownBy(HoldDesk.get()::list);

            assertThat(text(page("reader"), "#merge-gate-holds"))
                    .contains("The holds cannot be read")
                    .doesNotContain("Nothing is held");
            assertThat(site().dashboard("reader").getBoolean("holdsReadable")).isFalse();
        }
        HoldDesk.get().list();
        assertThat(text(page("reader"), "#merge-gate-holds")).contains("Nothing is held");
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

    private static Site site() throws Exception {
        return new Site(jenkins, new OpenApi());
    }

    private static String text(HtmlPage page, String section) {
        DomNode found = page.querySelector(section);
        return plain(found.getTextContent());
    }

    /** Dates have spaces of many kinds. */
    private static String plain(String text) {
        return text.replaceAll("[\\s\\u00a0\\u202f]+", " ");
    }

    private static List<String> hrefs(HtmlPage page) {
        return page.getAnchors().stream().map(HtmlAnchor::getHrefAttribute).toList();
    }

    private static List<String> ids(HtmlPage page, String selector) {
        return page.querySelectorAll(selector).stream()
                .map(node -> node.getAttributes().getNamedItem("id").getNodeValue())
                .toList();
    }
}
