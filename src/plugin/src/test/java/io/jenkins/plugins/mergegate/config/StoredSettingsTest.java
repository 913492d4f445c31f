// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What is made of a configuration that somebody edited by hand on disk. */
@WithJenkins
class StoredSettingsTest {
    private static JenkinsRule j;

    @BeforeAll
    static void start(JenkinsRule rule) {
        j = rule;
    }

    @AfterAll
    static void stop() throws Exception {
        j.after();
    }

    private Path file;
    private String good;

    @BeforeEach
    void aGoodFile() throws IOException {
        MergeGateConfiguration.get().apply(Configurations.FULL);
        file = j.jenkins.getRootDir().toPath().resolve(MergeGateConfiguration.class.getName() + ".xml");
        good = Files.readString(file);
    }

    @Test
    void theFileIsPlain() {
        assertThat(good)
                .contains("<enabled>false</enabled>", "<maxAttempts>5</maxAttempts>", "<string>acme/*</string>")
                .contains("<" + GiteaServer.class.getName() + ">")
                .doesNotContain("class=");
    }

    @Test
    void aBadValueHasItsDefaultAndTheRestStays() throws IOException {
        for (String bad : List.of("0", "abc", "", "99999999999", "<x/>")) {
            GateConfig config = load(good.replace("<maxAttempts>5<", "<maxAttempts>" + bad + "<"), "retry.maxAttempts");
            assertThat(config.retry()).as(bad).isEqualTo(GateConfig.defaults().retry());
            assertThat(config.enabled()).isFalse();
            assertThat(config.lock()).isEqualTo(Configurations.FULL.lock());
            assertThat(config.repositories()).isEqualTo(Configurations.FULL.repositories());
        }
    }

    @Test
    void severalBadValues() throws IOException {
        GateConfig config = load(
                good.replace("http://localhost:3000", "nowhere")
                        .replace("<enabled>false</enabled>\n      <markers>", "<enabled>x</enabled>\n      <markers>")
                        .replace("<string>acme/*</string>", "<string>a b</string><null/>")
                        .replace("robot@example.com", "robot"),
                "servers[1].url",
                "regressionGuard.enabled",
                "repositories[0]",
                "committer.email");
        assertThat(config.servers()).isEmpty();
        assertThat(config.regressionGuard()).isEqualTo(GateConfig.defaults().regressionGuard());
        assertThat(config.repositories()).isEmpty();
        assertThat(config.committer()).isEqualTo(GateConfig.defaults().committer());
        assertThat(config.report()).isEqualTo(Configurations.FULL.report());
        assertThat(config.enabled()).isFalse();
    }

    @Test
    void whatIsNotInTheFileHasItsDefault() throws IOException {
        String root = MergeGateConfiguration.class.getName();
        for (String inside : List.of("", "<settings/>", "<settings><retry/><servers/><regressionGuard/></settings>")) {
            assertThat(load("<" + root + ">" + inside + "</" + root + ">"))
                    .as(inside)
                    .isEqualTo(GateConfig.defaults());
        }
        Files.delete(file);
        MergeGateConfiguration.get().load();
        assertThat(MergeGateConfiguration.get().toGateConfig()).isEqualTo(GateConfig.defaults());
    }

    @Test
    void aServerWithoutUrlIsNoServer() throws IOException {
        assertThat(load(good.replaceAll("<url>[^<]*</url>", ""), "servers[0].url")
                        .servers())
                .isEmpty();
    }

    @Test
    void aFileThatIsNoXmlStillSaysThatTheGateIsOff() throws IOException {
        GateConfig config = load(good.replace("</reaper>", ""));
        assertThat(config.enabled()).isFalse();
        assertThat(config.retry()).isEqualTo(GateConfig.defaults().retry());
        assertThat(load("nothing")).isEqualTo(GateConfig.defaults());
    }

    @Test
    void whatIsSavedNextIsWholeAgain() throws IOException {
        load(good.replace("<maxAttempts>5<", "<maxAttempts>abc<"), "retry.maxAttempts");
        MergeGateConfiguration.get().save();
        assertThat(Files.readString(file)).contains("<maxAttempts>3</maxAttempts>", "<enabled>false</enabled>");
    }

    /** Each of {@code warned} is named by a warning, and nothing else is. */
    private GateConfig load(String xml, String... warned) throws IOException {
        Files.writeString(file, xml);
        try (LogRecorder log =
                new LogRecorder().record(StoredSettings.class, Level.WARNING).capture(20)) {
            MergeGateConfiguration.get().load();
            assertThat(log.getMessages()).hasSameSizeAs(warned);
            for (String field : warned) {
                assertThat(log.getMessages()).anyMatch(message -> message.startsWith(field + " "));
            }
        }
        return MergeGateConfiguration.get().toGateConfig();
    }
}
