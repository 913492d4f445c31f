// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.BulkChange;
import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Changes by code: the console, an init script, JCasC. */
@WithJenkins
class ChangeTest {
    private static JenkinsRule j;

    @BeforeAll
    static void start(JenkinsRule rule) {
        j = rule;
    }

    @AfterAll
    static void stop() throws Exception {
        j.after();
    }

    @BeforeEach
    void allDefaults() {
        MergeGateConfiguration.get().apply(GateConfig.defaults());
    }

    @Test
    void aChangeIsInForceAtOnceOrNotAtAll() {
        MergeGateConfiguration configuration = MergeGateConfiguration.get();
        configuration.setHoldExpiryHours("5");
        assertThatThrownBy(() -> configuration.setHoldExpiryHours("-5")).isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> configuration.setServers(List.of(new GiteaServer("a", null))))
                .hasMessage("servers[0].url is missing.");
        assertThat(configuration.getHoldExpiryHours()).isEqualTo(5);
        assertThat(new MergeGateConfiguration().toGateConfig()).isEqualTo(configuration.toGateConfig());
    }

    @Test
    void aConfigurationThatBreaksARuleIsNotApplied() {
        GateConfig d = GateConfig.defaults();
        GateConfig bad = new GateConfig(
                false,
                List.of(),
                "main",
                List.of(),
                List.of(),
                d.retry(),
                new GateConfig.Lock(0, 0, 0),
                d.reaper(),
                d.regressionGuard(),
                1,
                1,
                d.committer(),
                d.report());
        assertThatThrownBy(() -> MergeGateConfiguration.get().apply(bad))
                .hasMessage("lock.ttlMinutes must be a whole number of at least 1.");
        assertThat(MergeGateConfiguration.get().toGateConfig()).isEqualTo(d);
    }

    @Test
    void whatAGetterGaveChangesNothing() {
        MergeGateConfiguration configuration = MergeGateConfiguration.get();
        configuration.getRetry().setMaxAttempts("7");
        configuration.getServers().add(new GiteaServer("a", "http://a"));
        configuration.save();
        assertThat(configuration.toGateConfig()).isEqualTo(GateConfig.defaults());
    }

    @Test
    void changesTogetherAreInForceTogether() throws Exception {
        MergeGateConfiguration configuration = MergeGateConfiguration.get();
        try (BulkChange bulk = new BulkChange(configuration)) {
            configuration.setEnabled("false");
            try (BulkChange inner = new BulkChange(j.jenkins)) {
                inner.commit();
            }
            configuration.setDefaultTarget("trunk");
            assertThat(configuration.toGateConfig()).isEqualTo(GateConfig.defaults());
            bulk.commit();
        }
        assertThat(configuration.isEnabled()).isFalse();
        assertThat(configuration.getDefaultTarget()).isEqualTo("trunk");
        assertThat(new MergeGateConfiguration().toGateConfig()).isEqualTo(configuration.toGateConfig());
    }

    @Test
    void changesThatWereGivenUpAreForgotten() throws Exception {
        MergeGateConfiguration configuration = MergeGateConfiguration.get();
        try (BulkChange bulk = new BulkChange(configuration)) {
            configuration.setEnabled("false");
        }
        configuration.setHoldExpiryHours("5");
        assertThat(configuration.isEnabled()).isTrue();
        try (BulkChange bulk = new BulkChange(configuration)) {
            configuration.setEnabled("false");
            assertThatThrownBy(() -> configuration.setDefaultTarget("a b")).isInstanceOf(InvalidInput.class);
            bulk.commit();
        }
        assertThat(configuration.isEnabled()).isTrue();
        assertThat(configuration.getHoldExpiryHours()).isEqualTo(5);
    }
}
