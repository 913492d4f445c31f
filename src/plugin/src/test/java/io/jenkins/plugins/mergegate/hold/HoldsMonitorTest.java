// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.hold;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.ExtensionList;
import io.jenkins.plugins.mergegate.config.MergeGateConfiguration;
import io.jenkins.plugins.mergegate.config.MergeGatePermissions;
import io.jenkins.plugins.mergegate.engine.hold.Hold;
import java.io.Closeable;
import java.net.URL;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.DomNode;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlTextInput;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What Manage Jenkins tells of holds, and to whom. */
@WithJenkins
class HoldsMonitorTest {
    private static final String ALERT = "//div[contains(@class, 'jenkins-alert')][contains(., 'Merge Gate')]";

    private static JenkinsRule j;
    private static HoldsMonitor monitor;

    @BeforeAll
    static void start(JenkinsRule rule) {
        j = rule;
        monitor = ExtensionList.lookupSingleton(HoldsMonitor.class);
        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Jenkins.SYSTEM_READ)
                .everywhere()
                .to("auditor")
                .grant(Jenkins.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ, MergeGatePermissions.MANAGE)
                .everywhere()
                .to("gatekeeper")
                .grant(Jenkins.READ, Jenkins.SYSTEM_READ, MergeGatePermissions.MANAGE)
                .everywhere()
                .to("manager"));
    }

    @AfterAll
    static void stop() throws Exception {
        j.after();
    }

    @AfterEach
    void clear() throws Exception {
        MergeGateConfiguration.get().setHoldExpiryHours("0");
        SampleHolds.clear();
    }

    @Test
    void itIsThereWhileSomethingHolds() throws Exception {
        assertThat(monitor.isActivated()).isFalse();
        assertThat(alerts("admin")).isEmpty();

        Hold hold = raise(SampleHolds.target("app"));
        assertThat(monitor.isActivated()).isTrue();
        assertThat(alerts("admin"))
                .singleElement()
                .satisfies(alert -> assertThat(alert.asNormalizedText())
                        .contains(
                                "main of acme/app is closed",
                                "MAIN_REGRESSED",
                                hold.message(),
                                "raised by guard #7",
                                hold.id())
                        .doesNotContain("ends by itself"));

        MergeGateConfiguration.get().setHoldExpiryHours("24");
        assertThat(alerts("admin").get(0).asNormalizedText()).contains("ends by itself");
        SampleHolds.age(hold.id(), Duration.ofHours(25));
        assertThat(monitor.isActivated()).isFalse();
        MergeGateConfiguration.get().setHoldExpiryHours("26");
        assertThat(monitor.isActivated()).isTrue();

        HoldDesk.get().release(hold.id(), "somebody", "done");
        assertThat(monitor.isActivated()).isFalse();
    }

    @Test
    void itIsShownToThoseWhoMayRelease() throws Exception {
        raise(SampleHolds.target("app"));

        assertThat(alerts("admin")).hasSize(1);
        assertThat(alerts("manager")).hasSize(1);
        assertThat(alerts("auditor")).isEmpty();
    }

    /** Columns: nobody, who may read, who may manage the gate, who may see what is wrong with Jenkins, both, everything. */
    @ParameterizedTest
    @CsvSource({
        // What Manage Jenkins shows; the page itself is Jenkins' own.
        "GET,  manage/,                                         403, 403, 403, 200, 200, 200",
        "GET,  administrativeMonitor/merge-gate-holds/message,  403, 403, 404, 403, 404, 404",
        "GET,  administrativeMonitor/merge-gate-holds/api/json, 403, 403, 404, 403, 404, 404",
        "GET,  administrativeMonitor/merge-gate-holds/disable,  403, 403, 405, 403, 405, 405",
        "POST, administrativeMonitor/merge-gate-holds/disable,  403, 403, 403, 403, 403, 302",
    })
    void whoGetsWhat(
            HttpMethod method, String path, int nobody, int reader, int gatekeeper, int auditor, int manager, int admin)
            throws Exception {
        String[] users = {null, "reader", "gatekeeper", "auditor", "manager", "admin"};
        int[] expected = {nobody, reader, gatekeeper, auditor, manager, admin};
        Hold hold = raise(SampleHolds.target("app"));
        for (int i = 0; i < users.length; i++) {
            try (JenkinsRule.WebClient web = client(users[i])) {
                WebRequest request = new WebRequest(new URL(j.getURL(), path), method);
                if (method == HttpMethod.POST) {
                    assertThat(web.loadWebResponse(request).getStatusCode())
                            .as("%s without crumb", users[i])
                            .isEqualTo(403);
                    assertThat(monitor.isEnabled()).isTrue();
                    web.addCrumb(request);
                }
                WebResponse answer = web.loadWebResponse(request);
                assertThat(answer.getStatusCode()).as("%s", users[i]).isEqualTo(expected[i]);
                if (answer.getStatusCode() != 200 || "auditor".equals(users[i])) {
                    assertThat(answer.getContentAsString()).doesNotContain(hold.message(), hold.id());
                }
                assertThat(monitor.isEnabled()).isEqualTo(answer.getStatusCode() != 302);
            }
        }
        monitor.disable(false);
    }

    @Test
    void closedTargetsComeFirstAndTheListIsBounded() throws Exception {
        for (int i = 1; i <= HoldsMonitor.SHOWN; i++) {
            raise(SampleHolds.branch("feature/" + i, "the API kept failing"));
        }
        raise(SampleHolds.target("one"));
        raise(SampleHolds.target("two"));

        List<String> texts =
                alerts("admin").stream().map(DomNode::asNormalizedText).toList();

        assertThat(texts).hasSize(HoldsMonitor.SHOWN + 1);
        assertThat(texts.get(0)).contains("main of acme/one is closed");
        assertThat(texts.get(1)).contains("main of acme/two is closed");
        assertThat(texts.get(2)).contains("feature/1 of acme/app is parked at 0123456789ab, on its way to main");
        assertThat(texts.get(HoldsMonitor.SHOWN)).contains("and 2 more");
    }

    @Test
    void theButtonReleasesWithAReasonAndLeadsBack() throws Exception {
        Hold hold = raise(SampleHolds.target("app"));
        Hold other = raise(SampleHolds.target("other"));
        try (JenkinsRule.WebClient web = j.createWebClient().login("manager")) {
            HtmlPage page = web.goTo("manage");
            HtmlForm form = page.getFirstByXPath("//form[.//input[@value='" + hold.id() + "']]");

            form.<HtmlTextInput>getInputByName("reason").setValue("reverted in #42");
            HtmlPage back = j.submit(form);

            assertThat(back.getUrl().getPath()).endsWith("/manage/");
            assertThat(back.asNormalizedText()).contains("acme/other").doesNotContain("acme/app");
        }
        assertThat(HoldDesk.get().list()).containsExactly(other);
        assertThat(SampleHolds.released().get(0)).satisfies(line -> {
            assertThat(line.hold()).isEqualTo(hold);
            assertThat(line.by()).isEqualTo("manager");
            assertThat(line.reason()).isEqualTo("reverted in #42");
        });
    }

    @Test
    void whatOthersWroteIsTextAndNothingElse() throws Exception {
        String evil = "<script>alert(1)</script><img src=x onerror=alert(2)>'\"</div></form>{0}${it}&lt;";
        raise(SampleHolds.target("app", "target " + evil, "by " + evil));
        raise(SampleHolds.branch("feature/<img/src=x/onerror=alert(3)>'{1}&amp;", "branch " + evil));
        List<String> popups = new ArrayList<>();
        try (JenkinsRule.WebClient web = j.createWebClient().login("admin")) {
            web.setAlertHandler((page, text) -> popups.add(text));

            HtmlPage page = web.goTo("manage");
            web.waitForBackgroundJavaScript(1000);

            assertThat(page.asNormalizedText())
                    .contains("target " + evil, "raised by by " + evil, "branch " + evil)
                    .contains("feature/<img/src=x/onerror=alert(3)>'{1}&amp; of acme/app is parked");
            assertThat(page.<DomElement>getByXPath("//img[@src='x']")).isEmpty();
            assertThat(page.getByXPath(ALERT + "//script")).isEmpty();
            assertThat(page.getByXPath(ALERT + "//*[@style or @onclick or @onsubmit]"))
                    .isEmpty();
        }
        assertThat(popups).isEmpty();
    }

    @Test
    void aDamagedHoldIsShownAndCanBeReleased() throws Exception {
        Hold target = raise(SampleHolds.target("app"));
        Hold branch = raise(SampleHolds.branch("feature/x", "the API kept failing"));
        Files.writeString(SampleHolds.file(target.id()), "{");
        Files.writeString(SampleHolds.file(branch.id()), "");
        HoldDesk.get().list();
        MergeGateConfiguration.get().setHoldExpiryHours("1");

        assertThat(alerts("admin").stream().map(DomNode::asNormalizedText))
                .hasSize(2)
                .allMatch(text -> text.contains("the file of a hold is damaged") && !text.contains("raised by"))
                .anyMatch(text -> text.contains(target.id()))
                .anyMatch(text -> text.contains(branch.id()));

        assertThat(HoldDesk.get().release(target.id(), "somebody", "looked at it"))
                .isTrue();
        assertThat(HoldDesk.get().release(branch.id(), "somebody", "looked at it"))
                .isTrue();
        assertThat(monitor.isActivated()).isFalse();
    }

    @Test
    void aPageNeverWaitsForFiles() throws Exception {
        raise(SampleHolds.target("app"));
        try (Closeable hidden = SampleHolds.unreadable()) {
            assertThat(monitor.isActivated()).isTrue();
            assertThat(alerts("admin")).hasSize(1);
        }
    }

    @Test
    void holdsThatCannotBeReadAreNotTakenForNone() throws Exception {
        HoldWatch watch = ExtensionList.lookupSingleton(HoldWatch.class);
        try (Closeable hidden = SampleHolds.unreadable()) {
            watch.doRun();
            assertThat(monitor.isActivated()).isTrue();
            assertThat(alerts("admin"))
                    .singleElement()
                    .satisfies(alert -> assertThat(alert.asNormalizedText()).contains("the holds cannot be read"));
        }
        watch.doRun();
        assertThat(monitor.isActivated()).isFalse();
    }

    @Test
    void whatWasReadBeforeIsStillShown() throws Exception {
        raise(SampleHolds.target("app"));
        try (Closeable hidden = SampleHolds.unreadable()) {
            ExtensionList.lookupSingleton(HoldWatch.class).doRun();
            assertThat(alerts("admin").stream().map(DomNode::asNormalizedText))
                    .hasSize(2)
                    .anyMatch(text -> text.contains("the holds cannot be read"))
                    .anyMatch(text -> text.contains("main of acme/app is closed"));
        }
    }

    @Test
    void itFollowsWhatTheCommandDoes() throws Exception {
        Hold hold = SampleHolds.target("app");
        SampleHolds.store().raise(hold);
        ExtensionList.lookupSingleton(HoldWatch.class).doRun();
        assertThat(monitor.isActivated()).isTrue();

        SampleHolds.store().release(hold.id(), "somebody on a host", "done");
        ExtensionList.lookupSingleton(HoldWatch.class).doRun();
        assertThat(monitor.isActivated()).isFalse();
    }

    private static Hold raise(Hold hold) throws Exception {
        HoldDesk.get().raise(hold);
        return hold;
    }

    private static List<DomNode> alerts(String user) throws Exception {
        try (JenkinsRule.WebClient web = j.createWebClient().login(user)) {
            return web.goTo("manage").getByXPath(ALERT);
        }
    }

    /** @param user null = nobody */
    private static JenkinsRule.WebClient client(String user) throws Exception {
        JenkinsRule.WebClient web = j.createWebClient().withJavaScriptEnabled(false);
        if (user != null) {
            web.login(user);
        }
        web.getOptions().setRedirectEnabled(false);
        web.getOptions().setThrowExceptionOnFailingStatusCode(false);
        return web;
    }
}
