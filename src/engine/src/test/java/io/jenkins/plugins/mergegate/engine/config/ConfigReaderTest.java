// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.config.GateConfig.MarkerRule;
import io.jenkins.plugins.mergegate.engine.config.GateConfig.Server;
import io.jenkins.plugins.mergegate.engine.git.Committer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {
    private static final String FULL = """
            enabled: false
            repositories: [acme/*, 'tools/ci']
            defaultTarget: trunk
            targets: [release/*]
            servers:
              - name: inside
                url: https://git.example.com/gitea
                credentialsId: gitea-token
                webhookSecretId: hook
              - {name: outside, url: 'http://localhost:3000'}
            retry: {enabled: false, maxAttempts: 5, backoffBaseSeconds: 0, backoffMaxSeconds: 0, deadlineSeconds: 60}
            lock: {ttlMinutes: 30, deferDelaySeconds: 0, maxDefers: 0}
            reaper:
              enabled: false
              intervalSeconds: 5
              deadTicks: 3
              maxRunningMinutes: 7
              reclaimLocks: false
              abortOverAge: true
            regressionGuard:
              enabled: false
              markers:
                - {repository: acme/app, text: 'public void login(', path: src/main}
                - {text: "123"}
            holdBypassPriority: 50
            holdExpiryHours: 24
            committer: {name: Robot, email: robot@example.com}
            report: {commitStatus: false, comment: false, statusContext: gate}
            """;

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "---\n", "# nothing\n", "{}", "retry:\nlock:\nservers:\nrepositories:\n"})
    void whatIsNotWrittenHasItsDefault(String yaml) {
        assertThat(ConfigReader.read(yaml)).isEqualTo(GateConfig.defaults());
    }

    @Test
    void everyKeyIsRead() {
        assertThat(ConfigReader.read(FULL))
                .isEqualTo(new GateConfig(
                        false,
                        List.of("acme/*", "tools/ci"),
                        "trunk",
                        List.of("release/*"),
                        List.of(
                                new Server("inside", "https://git.example.com/gitea", "gitea-token", "hook"),
                                new Server("outside", "http://localhost:3000", null, null)),
                        new GateConfig.Retry(false, 5, 0, 0, 60),
                        new GateConfig.Lock(30, 0, 0),
                        new GateConfig.Reaper(false, 5, 3, 7, false, true),
                        new GateConfig.RegressionGuard(
                                false,
                                List.of(
                                        new MarkerRule("acme/app", "public void login(", "src/main"),
                                        new MarkerRule("*", "123", null))),
                        50,
                        24,
                        new Committer("Robot", "robot@example.com"),
                        new GateConfig.Report(false, false, "gate")));
    }

    @Test
    void aPartlyWrittenSectionKeepsItsOtherDefaults() {
        assertThat(ConfigReader.read("retry: {maxAttempts: 7}").retry())
                .isEqualTo(new GateConfig.Retry(true, 7, 2, 5, 300));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            retry: {maxAttempts: 0}                    | retry.maxAttempts must be a whole number of at least 1.
            retry: {maxAttempts: -3}                   | retry.maxAttempts must be a whole number of at least 1.
            retry: {maxAttempts: three}                | retry.maxAttempts must be a whole number of at least 1.
            retry: {maxAttempts: 1.5}                  | retry.maxAttempts must be a whole number of at least 1.
            retry: {maxAttempts: }                     | retry.maxAttempts must be a whole number of at least 1.
            retry: {maxAttempts: "3"}                  | retry.maxAttempts must be a whole number of at least 1.
            retry: {maxAttempts: [3]}                  | retry.maxAttempts must be a whole number of at least 1.
            retry: {maxAttempts: true}                 | retry.maxAttempts must be a whole number of at least 1.
            retry: {maxAttempts: 101}                  | retry.maxAttempts must be at most 100.
            retry: {maxAttempts: 99999999999}          | retry.maxAttempts must be at most 100.
            retry: {maxAttempts: 99999999999999999999} | retry.maxAttempts must be at most 100.
            retry: {backoffBaseSeconds: -1}            | retry.backoffBaseSeconds must be a whole number of at least 0.
            retry: {deadlineSeconds: -99999999999}     | retry.deadlineSeconds must be a whole number of at least 1.
            retry: 3                                   | retry must be a mapping with the keys enabled, maxAttempts, backoffBaseSeconds, backoffMaxSeconds, deadlineSeconds.
            retry: {enabled: 1}                        | retry.enabled must be true or false.
            retry: {tries: 3}                          | retry.tries is not a known key (known are enabled, maxAttempts, backoffBaseSeconds, backoffMaxSeconds, deadlineSeconds).
            lock: {ttlMinutes: 0}                      | lock.ttlMinutes must be a whole number of at least 1.
            reaper: {deadTicks: 0}                     | reaper.deadTicks must be a whole number of at least 1.
            holdBypassPriority: -1                     | holdBypassPriority must be a whole number of at least 1.
            holdExpiryHours: 999999                    | holdExpiryHours must be at most 87600.
            enabled: maybe                             | enabled must be true or false.
            enabled:                                   | enabled must be true or false.
            defaultTarget: 1.0                         | defaultTarget must be text (put it in quotes).
            defaultTarget:                             | defaultTarget must not be empty.
            repositories: acme/*                       | repositories must be a list.
            repositories: [1]                          | repositories[0] must be text (put it in quotes).
            servers: [inside]                          | servers[0] must be a mapping with the keys name, url, credentialsId, webhookSecretId.
            servers: [{url: "http://a"}]               | servers[0].name is missing.
            servers: [{name: a}]                       | servers[0].url is missing.
            servers: [{name: a, url: 7}]               | servers[0].url must be text (put it in quotes).
            servers: [{name: a, url: "http://a", x: }] | servers[0].x is not a known key (known are name, url, credentialsId, webhookSecretId).
            regressionGuard: {markers: [{path: a}]}    | regressionGuard.markers[0].text is missing.
            committer: [a]                             | committer must be a mapping with the keys name, email.
            """)
    void whatCannotBeUsedIsRefusedByName(String yaml, String message) {
        assertThatThrownBy(() -> ConfigReader.read(yaml))
                .isInstanceOf(InvalidInput.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [a]                             | The configuration must be a mapping with the keys enabled, repositories,
            just text                       | The configuration must be a mapping with the keys enabled, repositories,
            enabled: [                      | The configuration is not valid YAML (line 1).
            enabled: true\\nenabled: false  | The configuration has a key twice (line 2).
            lock: {maxDefers: 1, maxDefers: 2} | The configuration has a key twice (line 1).
            --- {}\\n--- {}                 | The configuration is not valid YAML
            !!java.net.URL [x]              | The configuration is not valid YAML
            enabled: !!x true               | The configuration is not valid YAML
            1: 2                            | The configuration has an unknown key
            [1, 2]: 2                       | The configuration has an unknown key
            unclassified: {mergeGate: {}}   | unclassified is not a known key
            mergegate.url: x                | mergegate.url is not a known key
            enabled: \\u0000                | The configuration is not valid YAML.
            enabled: \\u001b[31m            | The configuration is not valid YAML.
            """)
    void brokenYamlIsRefusedInOneSentence(String yaml, String message) {
        assertThatThrownBy(() -> ConfigReader.read(
                        yaml.replace("\\n", "\n").replace("\\u0000", "\0").replace("\\u001b", "\u001b")))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith(message)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @Test
    void bombsAreRefusedQuickly() {
        String laughs = "a: &a [x,x,x,x,x,x,x,x,x]\n"
                + "b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
                + "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
                + "d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
                + "? [*d,*d]\n: 1\n";
        List<String> bombs = List.of(
                laughs,
                "repositories: &a [*a]",
                "&a {repositories: *a}",
                "? &a [*a]\n: 1",
                "retry: {maxAttempts: " + "9".repeat(900_000) + "}",
                "retry: {maxAttempts: " + "1:1".repeat(1_200) + "}",
                "retry: {maxAttempts: " + "9".repeat(3_900) + "}",
                "enabled: " + "[".repeat(3_000),
                "[".repeat(100_000),
                "- ".repeat(1_900),
                "x".repeat(ConfigReader.MAX_SIZE + 1),
                "#\n".repeat(ConfigReader.MAX_SIZE));
        Assertions.assertTimeout(Duration.ofSeconds(30), () -> {
            for (String bomb : bombs) {
                assertThatThrownBy(() -> ConfigReader.read(bomb)).isInstanceOf(InvalidInput.class);
            }
        });
    }

    @Test
    void noKeyOrValueIsRepeatedThatIsLongOrHostile() {
        for (String yaml : List.of(
                "\"\\e[31mred\": 1",
                "? " + "k".repeat(500) + "\n: 1",
                "defaultTarget: \"hunter2 \\n\"",
                "servers: [{name: a, url: 'https://hunter2@host'}]")) {
            assertThatThrownBy(() -> ConfigReader.read(yaml))
                    .isInstanceOf(InvalidInput.class)
                    .satisfies(e -> assertThat(e.getMessage())
                            .hasSizeLessThan(300)
                            .doesNotContain("\u001b", "hunter2", "kkk", "\n"));
        }
    }

    @Test
    void whateverIsWrittenIsReadOrRefused() {
        Random random = new Random(42);
        String alphabet = "[]{}:,*&!|>'\"%@`#-? \n\t0129.exa~<=\\\0\u2028\ud83d\ufeff";
        for (int round = 0; round < 1_000; round++) {
            StringBuilder yaml = new StringBuilder(FULL);
            for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
                yaml.setCharAt(random.nextInt(yaml.length()), alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Throwable thrown = catchThrowable(() -> ConfigReader.read(yaml.toString()));
            if (thrown != null) {
                assertThat(thrown).as(yaml.toString()).isInstanceOf(InvalidInput.class);
            }
        }
    }
}
