// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.page;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.User;
import io.jenkins.plugins.mergegate.config.MergeGateConfiguration;
import io.jenkins.plugins.mergegate.config.MergeGatePermissions;
import io.jenkins.plugins.mergegate.engine.hold.Hold;
import io.jenkins.plugins.mergegate.hold.HoldDesk;
import io.jenkins.plugins.mergegate.hold.SampleHolds;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.Jenkins;
import jenkins.security.ApiTokenProperty;
import net.sf.json.JSONNull;
import net.sf.json.JSONObject;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.util.NameValuePair;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Holds in the API, and their release over the web. */
@WithJenkins
class ReleaseTest {
    private static final String PATH = "merge-gate/releaseHold";
    private static final String WHY = "reverted in #42";

    private static JenkinsRule j;

    private Hold hold;

    @BeforeAll
    static void start(JenkinsRule rule) {
        j = rule;
        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Jenkins.MANAGE, Jenkins.SYSTEM_READ)
                .everywhere()
                .to("operator")
                .grant(Jenkins.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ, MergeGatePermissions.MANAGE)
                .everywhere()
                .to("manager"));
    }

    @AfterAll
    static void stop() throws Exception {
        j.after();
    }

    @BeforeEach
    void raise() throws Exception {
        hold = SampleHolds.target("app");
        HoldDesk.get().raise(hold);
    }

    @AfterEach
    void clear() throws Exception {
        SampleHolds.clear();
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin", "manager"})
    void whoMayManageTheGateReleases(String user) throws Exception {
        assertThat(post(user, hold.id(), WHY).getStatusCode()).isEqualTo(302);

        assertThat(HoldDesk.get().list()).isEmpty();
        assertThat(SampleHolds.released().get(0)).satisfies(line -> {
            assertThat(line.hold()).isEqualTo(hold);
            assertThat(line.by()).isEqualTo(user);
            assertThat(line.reason()).isEqualTo(WHY);
        });
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"reader", "operator"})
    void nobodyElseDoes(String user) throws Exception {
        assertThat(post(user, hold.id(), WHY).getStatusCode()).isEqualTo(403);
        assertThat(post(user, "t-0000000000000000", WHY).getStatusCode())
                .as("nor learns which ids there are")
                .isEqualTo(403);
        assertNothingReleased();
    }

    @Test
    void aLinkOrAForeignPageReleasesNothing() throws Exception {
        try (JenkinsRule.WebClient web = client("manager")) {
            WebRequest noCrumb = request(hold.id(), WHY);
            assertThat(send(web, noCrumb).getStatusCode()).isEqualTo(403);

            URL link = new URL(j.getURL(), PATH + "?id=" + hold.id() + "&reason=x");
            assertThat(send(web, new WebRequest(link, HttpMethod.GET)).getStatusCode())
                    .isEqualTo(404);
        }
        assertNothingReleased();
    }

    @Test
    void aScriptReleasesWithAnApiToken() throws Exception {
        String token = User.getById("manager", true)
                .getProperty(ApiTokenProperty.class)
                .generateNewToken("script")
                .plainValue;
        try (JenkinsRule.WebClient web = client(null).withBasicCredentials("manager", token)) {
            assertThat(send(web, request(hold.id(), WHY + "\n")).getStatusCode())
                    .isEqualTo(302);
        }
        assertThat(HoldDesk.get().list()).isEmpty();
        assertThat(SampleHolds.released().get(0).reason())
                .as("without the line end of a file")
                .isEqualTo(WHY);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  ", "\u2003", "two\nlines", "bell\u0007", "right\u202eleft", "TOO LONG"})
    void aReasonIsOneLineThatSaysSomething(String reason) throws Exception {
        String sent = "TOO LONG".equals(reason) ? "x".repeat(1001) : reason;

        WebResponse answer = post("manager", hold.id(), sent);

        assertThat(answer.getStatusCode()).isEqualTo(400);
        assertThat(answer.getContentType()).isEqualTo("text/plain");
        assertThat(answer.getContentAsString().strip()).isEqualTo("reason must be one line of 1 to 1000 characters.");
        assertNothingReleased();
    }

    @Test
    void theLongestReasonIsKept() throws Exception {
        assertThat(post("manager", hold.id(), "y".repeat(1000)).getStatusCode()).isEqualTo(302);
        assertThat(SampleHolds.released().get(0).reason()).hasSize(1000);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "t-0000000000000000", "../../config", "<script>alert(1)</script>"})
    void anIdOfNothingIsToldSo(String id) throws Exception {
        WebResponse answer = post("manager", id, WHY);

        assertThat(answer.getStatusCode()).isEqualTo(404);
        assertThat(answer.getContentType()).isEqualTo("text/plain");
        assertThat(answer.getContentAsString().strip())
                .isEqualTo("id is not that of a hold; perhaps it was released already.");
        assertNothingReleased();
    }

    @Test
    void whoReleasedIsLedBackToAPageOfThisJenkinsAlone() throws Exception {
        String root = j.getURL().toString();
        String page = root + "manage/?x=1";
        assertThat(location(page)).isEqualTo(page);
        for (String elsewhere : new String[] {
            null,
            "https://evil.example/jenkins/",
            "//evil.example/",
            "/relative",
            root.substring(0, root.length() - "/jenkins/".length()) + ".evil.example/jenkins/",
            root.substring(0, root.length() - "jenkins/".length()) + "/evil.example/",
            root.replace("http://", "http://someone@")
        }) {
            assertThat(location(elsewhere)).as("from %s", elsewhere).isIn(root, j.contextPath + "/");
        }
    }

    @Test
    void theApiShowsWhatIsHeld() throws Exception {
        assertThat(holds("reader"))
                .as("of a job that is gone, in a target that is not theirs")
                .isEmpty();
        JSONObject row = holds("manager").get(0);
        assertThat(row.getString("id")).isEqualTo(hold.id());
        assertThat(row.getString("scope")).isEqualTo("TARGET");
        assertThat(row.getString("server")).isEqualTo("git.example");
        assertThat(row.getString("repository")).isEqualTo("acme/app");
        assertThat(row.getString("target")).isEqualTo("main");
        assertThat(row.get("branch")).isEqualTo(JSONNull.getInstance());
        assertThat(row.getString("sha")).isEqualTo(hold.sha());
        assertThat(row.getString("reason")).isEqualTo("MAIN_REGRESSED");
        assertThat(row.getString("message")).isEqualTo(hold.message());
        assertThat(row.getString("by")).isEqualTo("guard #7");
        assertThat(row.getString("since")).isEqualTo(hold.since().toString());
        assertThat(row.get("expires")).isEqualTo(JSONNull.getInstance());
        assertThat(row.get("url")).isEqualTo(JSONNull.getInstance());
        assertThat(row.keySet()).hasSize(13);
    }

    @Test
    void theApiTellsWhenAHoldEndsAndNotOfThoseThatHaveEnded() throws Exception {
        try {
            MergeGateConfiguration.get().setHoldExpiryHours("2");
            assertThat(holds("manager").get(0).getString("expires"))
                    .isEqualTo(hold.since().plus(Duration.ofHours(2)).toString());
            SampleHolds.age(hold.id(), Duration.ofHours(3));
            assertThat(holds("manager")).isEmpty();
        } finally {
            MergeGateConfiguration.get().setHoldExpiryHours("0");
        }
    }

    @Test
    void theApiShowsADamagedHold() throws Exception {
        Files.writeString(SampleHolds.file(hold.id()), "{");
        // As it is done every minute.
        HoldDesk.get().list();

        JSONObject row = holds("manager").get(0);

        assertThat(row.getString("id")).isEqualTo(hold.id());
        assertThat(row.getString("message")).contains("damaged");
        assertThat(row.get("repository")).isEqualTo(JSONNull.getInstance());
        assertThat(post("manager", hold.id(), WHY).getStatusCode()).isEqualTo(302);
        assertThat(holds("reader")).isEmpty();
    }

    /** What no browser sent is told what came of it. */
    @Test
    void aScriptIsAnsweredWithASentence() throws Exception {
        try (JenkinsRule.WebClient web = client("manager")) {
            WebRequest request = web.addCrumb(request(hold.id(), WHY));
            request.setAdditionalHeader("Accept", "*/*");
            WebResponse answer = send(web, request);
            assertThat(answer.getStatusCode()).isEqualTo(200);
            assertThat(answer.getContentType()).isEqualTo("text/plain");
            assertThat(answer.getContentAsString().strip()).isEqualTo("The hold " + hold.id() + " is released.");
        }
    }

    private void assertNothingReleased() throws Exception {
        assertThat(HoldDesk.get().list()).containsExactly(hold);
        assertThat(SampleHolds.released()).noneMatch(line -> line.hold().equals(hold));
    }

    /** Where a release leads whoever came from {@code referer}. */
    private String location(String referer) throws Exception {
        Hold one = SampleHolds.target("other");
        HoldDesk.get().raise(one);
        try (JenkinsRule.WebClient web = client("manager")) {
            WebRequest request = web.addCrumb(request(one.id(), WHY));
            if (referer != null) {
                request.setAdditionalHeader("Referer", referer);
            }
            return send(web, request).getResponseHeaderValue("Location");
        }
    }

    private static List<JSONObject> holds(String user) throws Exception {
        try (JenkinsRule.WebClient web = client(user)) {
            String text = send(web, get("merge-gate/api/json")).getContentAsString();
            List<JSONObject> rows = new ArrayList<>();
            JSONObject.fromObject(text).getJSONArray("holds").forEach(row -> rows.add((JSONObject) row));
            return rows;
        }
    }

    private static WebResponse post(String user, String id, String reason) throws Exception {
        try (JenkinsRule.WebClient web = client(user)) {
            return send(web, web.addCrumb(request(id, reason)));
        }
    }

    private static WebRequest request(String id, String reason) throws Exception {
        WebRequest request = new WebRequest(new URL(j.getURL(), PATH), HttpMethod.POST);
        request.setCharset(StandardCharsets.UTF_8);
        request.setAdditionalHeader("Accept", "text/html");
        List<NameValuePair> fields = new ArrayList<>();
        if (id != null) {
            fields.add(new NameValuePair("id", id));
        }
        if (reason != null) {
            fields.add(new NameValuePair("reason", reason));
        }
        request.setRequestParameters(fields);
        return request;
    }

    private static WebRequest get(String path) throws Exception {
        return new WebRequest(new URL(j.getURL(), path), HttpMethod.GET);
    }

    /** @param user null = nobody */
    private static JenkinsRule.WebClient client(String user) throws Exception {
        JenkinsRule.WebClient web = j.createWebClient();
        if (user != null) {
            web.login(user);
        }
        web.getOptions().setRedirectEnabled(false);
        web.getOptions().setThrowExceptionOnFailingStatusCode(false);
        return web;
    }

    private static WebResponse send(JenkinsRule.WebClient web, WebRequest request) throws Exception {
        return web.loadWebResponse(request);
    }
}
