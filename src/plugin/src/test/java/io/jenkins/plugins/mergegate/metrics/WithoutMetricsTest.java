// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.ExtensionList;
import hudson.model.Result;
import io.jenkins.plugins.mergegate.Acme;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** The metrics plugin is optional. */
class WithoutMetricsTest {
    @RegisterExtension
    private final RealJenkinsExtension jenkins = new RealJenkinsExtension().omitPlugins("metrics");

    @Test
    void theGateMergesWithoutIt(@TempDir Path directory) throws Throwable {
        try (Acme acme = new Acme(directory)) {
            Acme.branch(acme.app, "topic");
            String token = acme.token;
            String yaml = acme.yaml();
            jenkins.then((RealJenkinsExtension.Step) rule -> merge(rule, token, yaml));
            assertThat(acme.app.read("main", Acme.file("topic"))).isPresent();
        }
    }

    private static void merge(JenkinsRule rule, String token, String yaml) throws Throwable {
        assertThat(rule.jenkins.getPluginManager().getPlugin("metrics")).isNull();
        assertThat(ExtensionList.lookup(GateObserver.class)).isEmpty();
        Acme.setUp(token, yaml);
        WorkflowJob job = Acme.job("topic", "mergeGate(repository: 'acme/app', branch: 'topic') { echo 'ok' }");
        rule.buildAndAssertStatus(Result.SUCCESS, job);
    }
}
