// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.security.AccessDeniedException3;
import hudson.util.FormValidation;
import hudson.util.Secret;
import io.jenkins.plugins.mergegate.Acme;
import io.jenkins.plugins.mergegate.engine.config.ConfigReader;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.testkit.faults.Hold;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;
import org.htmlunit.html.HtmlButton;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlSelect;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The button "Test connection": the doctor, with what stands in the form. */
@WithJenkins
class ConnectionTestTest {
    private static JenkinsRule j;

    @TempDir
    private Path folder;

    private Acme acme;

    @BeforeAll
    static void start(JenkinsRule rule) {
        j = rule;
        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Jenkins.MANAGE, MergeGatePermissions.MANAGE)
                .everywhere()
                .to("manager"));
    }

    @AfterAll
    static void stop() throws Exception {
        j.after();
    }

    @BeforeEach
    void aServerAndAToken() throws Exception {
        acme = new Acme(folder);
        SystemCredentialsProvider provider = SystemCredentialsProvider.getInstance();
        provider.getCredentials().clear();
        provider.getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.SYSTEM, "bot", null, Secret.fromString(acme.token)));
        provider.save();
        MergeGateConfiguration.get().apply(GateConfig.defaults());
    }

    @AfterEach
    void close() {
        acme.close();
    }

    @Test
    void everythingIsLookedAtWithoutBeingSaved() {
        FormValidation found = test("bot", "acme/app", "");
        assertThat(found.kind).isEqualTo(FormValidation.Kind.WARNING);
        assertThat(lines(found))
                .contains(badge("success", "ok") + "server: Gitea 1.27.0 answers.")
                .anyMatch(line -> line.contains("token: It belongs to the account bot."))
                .anyMatch(line -> line.contains("merge: The account may merge into main."))
                .anyMatch(line -> line.contains("remote: Git reads "))
                .anyMatch(line -> line.startsWith(badge("warning", "warn") + "protection: "));
        assertThat(found.renderHtml()).doesNotContain(acme.token);
        assertThat(MergeGateConfiguration.get().toGateConfig()).isEqualTo(GateConfig.defaults());
    }

    @Test
    void aProtectedTargetIsInOrder() {
        acme.app.protect("main", rule -> rule.mergeWhitelist("bot"));
        assertThat(test("bot", "acme/app", "main").kind).isEqualTo(FormValidation.Kind.OK);
    }

    @Test
    void whatIsWrongIsNamed() {
        assertThat(test("", "", "").renderHtml()).contains("token: There is none. Give one by the field Credentials.");
        FormValidation none = test("bot", "acme/none", "");
        assertThat(none.kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(lines(none))
                .contains(badge("success", "ok") + "server: Gitea 1.27.0 answers.")
                .anyMatch(line -> line.startsWith(badge("error", "error") + "repository: "));
        assertThat(test("bot", "acme/app", "nowhere").renderHtml()).contains("There is no branch nowhere.");
        assertThat(test("gone", "", "").getMessage())
                .isEqualTo("credentialsId of the configured server is not the id of credentials of Jenkins.");
        assertThat(test("bot", "nonsense", "").getMessage()).isEqualTo("repository must be owner/name.");
        assertThat(new ConnectionTest("https://me:secret@x", "bot", "", "")
                        .run(ConnectionTest.LIMIT)
                        .getMessage())
                .isEqualTo("url must not carry a user name, password or token.");
    }

    @Test
    void aTokenThatCannotBeSentIsNamedAndNotShown() {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(
                        CredentialsScope.SYSTEM, "odd", null, Secret.fromString("sesam öffne dich")));

        String html = test("odd", "acme/app", "").renderHtml();

        assertThat(html).isEqualTo("credentialsId must be of a token: one line of letters, digits and signs.");
    }

    @Test
    void whatAServerSaysIsNoHtml() {
        acme.server.faults().on(Call.VERSION).always().respond(200, "{\"version\":\"<script>alert(1)</script>\"}");
        String html = test("bot", "", "").renderHtml();
        assertThat(html).contains("&lt;script&gt;").doesNotContain("<script");
    }

    @Test
    void aServerThatHangsIsGivenUp() {
        Hold hold = acme.server.faults().on(Call.GET_USER).hang();
        String html = new ConnectionTest(acme.server.url().toString(), "bot", "acme/app", "")
                .run(Duration.ofSeconds(2))
                .renderHtml();
        hold.release();
        assertThat(html).contains("Gitea 1.27.0 answers.", "time: The test was cut off after 2 s.");
    }

    @Test
    void onlyAnAdministratorTests() {
        GiteaServer.DescriptorImpl descriptor = j.jenkins.getDescriptorByType(GiteaServer.DescriptorImpl.class);
        try (ACLContext ignored = ACL.as2(User.getById("manager", true).impersonate2())) {
            assertThatThrownBy(
                            () -> descriptor.doTestConnection(acme.server.url().toString(), "bot", "", ""))
                    .isInstanceOf(AccessDeniedException3.class);
        }
        assertThat(acme.server.requests()).isEmpty();
    }

    @Test
    void theButtonSendsWhatStandsInTheForm() throws Exception {
        MergeGateConfiguration.get().apply(ConfigReader.read("servers: [{name: a, url: 'http://localhost:1'}]"));
        try (JenkinsRule.WebClient client = j.createWebClient().login("admin")) {
            HtmlPage page = client.goTo("manage/configure");
            client.waitForBackgroundJavaScript(10_000);
            HtmlElement server = page.getFirstByXPath(
                    "//div[contains(@class,'repeated-chunk')][.//input[@name='_.testRepository']]");
            HtmlInput url = server.getFirstByXPath(".//input[@name='_.url']");
            url.setValue(acme.server.url().toString());
            HtmlSelect credentials = server.getFirstByXPath(".//select[@name='_.credentialsId']");
            credentials.setSelectedAttribute("bot", true);
            HtmlInput repository = server.getFirstByXPath(".//input[@name='_.testRepository']");
            repository.setValue("acme/app");
            HtmlButton button = server.getFirstByXPath(".//button[contains(@class,'validate-button')]");
            assertThat(button.asNormalizedText()).isEqualTo("Test connection");
            button.click();
            client.waitForBackgroundJavaScript(30_000);
            assertThat(server.asNormalizedText()).contains("account bot", "may merge into main");
            HtmlForm form = page.getFormByName("config");
            j.submit(form);
        }
        assertThat(MergeGateConfiguration.get().toGateConfig().servers())
                .containsExactly(new GateConfig.Server("a", acme.server.url().toString(), "bot", null));
    }

    private FormValidation test(String credentials, String repository, String target) {
        return new ConnectionTest(acme.server.url().toString(), credentials, repository, target)
                .run(ConnectionTest.LIMIT);
    }

    /** One finding each. */
    private static List<String> lines(FormValidation found) {
        Matcher line =
                Pattern.compile("<div role=\"listitem\"[^>]*>(.*?)</div>").matcher(found.renderHtml());
        return line.results().map(match -> match.group(1)).toList();
    }

    /** What a line begins with: it has a colour and a word of its own. */
    private static String badge(String color, String word) {
        return "<span class=\"jenkins-badge jenkins-!-" + color + "-color\">" + word + "</span> ";
    }
}
