// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.config.GateConfig.MarkerRule;
import io.jenkins.plugins.mergegate.engine.config.GateConfig.RegressionGuard;
import io.jenkins.plugins.mergegate.engine.config.GateConfig.Report;
import io.jenkins.plugins.mergegate.engine.config.GateConfig.Retry;
import io.jenkins.plugins.mergegate.engine.config.GateConfig.Server;
import io.jenkins.plugins.mergegate.engine.git.Committer;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigRulesTest {
    private static final GateConfig GOOD = GateConfig.defaults();

    @Test
    void theDefaultsAreGood() {
        assertThat(ConfigRules.problems(GOOD)).isEmpty();
        assertThat(ConfigRules.check(GOOD)).isSameAs(GOOD);
    }

    @Test
    void everyProblemIsToldAtOnceInTheOrderOfTheReference() {
        GateConfig bad = new GateConfig(
                true,
                List.of("a/b/c"),
                "a b",
                List.of("a..b"),
                List.of(),
                new Retry(true, 0, -1, 5, 300),
                GOOD.lock(),
                GOOD.reaper(),
                GOOD.regressionGuard(),
                0,
                0,
                new Committer("", "x"),
                new Report(true, true, ""));
        assertThat(ConfigRules.problems(bad).stream().map(InvalidInput::field))
                .containsExactly(
                        "repositories[0]",
                        "defaultTarget",
                        "targets[0]",
                        "retry.maxAttempts",
                        "retry.backoffBaseSeconds",
                        "holdBypassPriority",
                        "committer.name",
                        "committer.email",
                        "report.statusContext");
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme/app", "acme/*", "*", "*/app", "acme*", "A.c-m_e/.github"})
    void goodRepositories(String glob) {
        assertThat(ConfigRules.problems(lists(List.of(glob), List.of()))).isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "a/b/c", "/a", "a/", "a b", "[ab]/c", "a?/b", "!a/b", "a/b\n", "a/b\0", "ä/b"})
    void badRepositories(String glob) {
        assertThat(messages(lists(Collections.singletonList(glob), List.of())))
                .containsExactly("repositories[0] must be a pattern like owner/name, owner/* or *.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "*", "release/*", "release/**", "r*/x"})
    void goodTargets(String glob) {
        assertThat(ConfigRules.problems(lists(List.of(), List.of(glob)))).isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "a..b", "-x", "a b", "a?", "a\n", "a\0", "/a", "a/", "x.lock"})
    void badTargets(String glob) {
        assertThat(messages(lists(List.of(), Collections.singletonList(glob))))
                .containsExactly("targets[0] must be the name of a branch, in which * stands for any text.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:3000",
                "https://git.example.com",
                "https://git.example.com/",
                "HTTPS://git.example.com/gitea",
                "http://[::1]:3000",
                "http://10.0.0.1:80/a/b"
            })
    void goodUrls(String url) {
        assertThat(ConfigRules.problems(servers(new Server("a", url, null, null))))
                .isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "git.example.com",
                "ftp://git.example.com",
                "file:///etc",
                "http:",
                "http:x",
                "http://",
                "http:///path",
                "https://user@host",
                "https://user:pw@host",
                "https://@host",
                "https://host:0",
                "https://host:99999",
                "https://host:x",
                "https://my_host",
                "https://host?q=1",
                "https://host#f",
                "https://host/../x",
                "https://host//x",
                "https://ho st",
                "https://host\n",
                "https://host\0",
                "https://höst",
                "--upload-pack=x"
            })
    void badUrls(String url) {
        assertThat(messages(servers(new Server("a", url, null, null))))
                .singleElement()
                .asString()
                .startsWith("servers[0].url must ")
                .doesNotContain("pw", "\n");
    }

    @Test
    void serversHaveNamesOfTheirOwn() {
        Server a = new Server("a", "http://a", "", "x\ny");
        assertThat(messages(
                        servers(a, new Server("A", "http://b", null, null), new Server(null, "http://b", "c", "d"))))
                .containsExactly(
                        "servers[0].credentialsId must be one line of 1 to 255 characters.",
                        "servers[0].webhookSecretId must be one line of 1 to 255 characters.",
                        "servers[1].name must not be the name of another server.",
                        "servers[2].name must be one line of 1 to 255 characters.");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "a\nb", "a\r", "a\0b"})
    void badMarkers(String text) {
        assertThat(messages(markers(new MarkerRule("*", text, null))))
                .containsExactly("regressionGuard.markers[0].text must be one line of 1 to 1000 characters.");
    }

    @Test
    void aMarkerHasAtMost1000Characters() {
        assertThat(messages(markers(new MarkerRule("*", "x".repeat(1000), "a/b.txt"))))
                .isEmpty();
        assertThat(messages(markers(new MarkerRule("*", "x".repeat(1001), null))))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/etc/passwd", "..", "a/../b", "a//b", "a/", "./a", "a\nb", "a\0"})
    void badPaths(String path) {
        assertThat(messages(markers(new MarkerRule("*", "x", path)))).hasSize(1);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", ".", "\"'", "a\nb", "a <b>", "a\0", "a\u2028b"})
    void badCommitterNames(String name) {
        assertThat(messages(committer(name, "a@b"))).hasSize(1);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "a", "a@", "@b", "a@b@c", "a b@c", "a@b\n", "<a@b>", "a@b\0"})
    void badEmails(String email) {
        assertThat(messages(committer("A", email))).containsExactly("committer.email must be an e-mail address.");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  ", "a\nb"})
    void badStatusContexts(String context) {
        assertThat(messages(context(context))).hasSize(1);
        assertThat(messages(context("x".repeat(256)))).hasSize(1);
        assertThat(messages(context("x".repeat(255)))).isEmpty();
    }

    @Test
    void listsAreBounded() {
        assertThat(messages(lists(Collections.nCopies(1001, "*"), List.of())))
                .containsExactly("repositories must not have more than 1000 entries.");
    }

    private static List<String> messages(GateConfig config) {
        return ConfigRules.problems(config).stream()
                .map(InvalidInput::getMessage)
                .toList();
    }

    private static GateConfig lists(List<String> repositories, List<String> targets) {
        return with(repositories, targets, List.of(), List.of(), GOOD.committer(), GOOD.report());
    }

    private static GateConfig servers(Server... servers) {
        return with(List.of(), List.of(), List.of(servers), List.of(), GOOD.committer(), GOOD.report());
    }

    private static GateConfig markers(MarkerRule... markers) {
        return with(List.of(), List.of(), List.of(), List.of(markers), GOOD.committer(), GOOD.report());
    }

    private static GateConfig committer(String name, String email) {
        return with(List.of(), List.of(), List.of(), List.of(), new Committer(name, email), GOOD.report());
    }

    private static GateConfig context(String context) {
        return with(List.of(), List.of(), List.of(), List.of(), GOOD.committer(), new Report(true, true, context));
    }

    private static GateConfig with(
            List<String> repositories,
            List<String> targets,
            List<Server> servers,
            List<MarkerRule> markers,
            Committer committer,
            Report report) {
        return new GateConfig(
                true,
                repositories,
                "main",
                targets,
                servers,
                GOOD.retry(),
                GOOD.lock(),
                GOOD.reaper(),
                new RegressionGuard(true, markers),
                100,
                0,
                committer,
                report);
    }
}
