// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import hudson.model.FreeStyleBuild;
import hudson.model.Result;
import io.jenkins.plugins.mergegate.Acme;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import io.jenkins.plugins.mergegate.lock.Leak;
import io.jenkins.plugins.mergegate.reaper.MergeGateReaper;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.nio.file.Path;
import java.time.Duration;
import jenkins.metrics.api.Metrics;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What the registry of the metrics plugin has after real runs. */
@WithJenkins
class GateMetricsTest {
    @Test
    void countsAMergeAndAHold(JenkinsRule jenkins, @TempDir Path directory) throws Exception {
        try (Acme acme = new Acme(directory)) {
            acme.setUp();
            run(jenkins, acme, "good", Result.SUCCESS);
            acme.server.faults().on(Call.MERGE).once().respond(403, "{\"message\":\"no\"}");
            run(jenkins, acme, "bad", Result.FAILURE);
        }

        assertThat(count("outcomes.merged")).isEqualTo(1);
        assertThat(count("outcomes.held")).isEqualTo(1);
        assertThat(count("outcomes.conflict")).isZero();
        assertThat(count("reasons.merge-refused")).isEqualTo(1);
        assertThat(count("merge-answers.claims-merged")).isEqualTo(1);
        assertThat(count("holds.raised")).isEqualTo(1);
        assertThat(registry().getGauges().get("merge-gate.holds.open").getValue())
                .isEqualTo(1);
        assertThat(registry().getGauges().get("merge-gate.queue.length").getValue())
                .isEqualTo(0);
        assertThat(registry()
                        .getGauges()
                        .get("merge-gate.queue.head-age-seconds")
                        .getValue())
                .isEqualTo(0L);
        assertThat(registry().getTimers().get("merge-gate.lock.hold").getCount())
                .isEqualTo(2);
        assertThat(registry().getTimers().get("merge-gate.lock.wait").getCount())
                .isEqualTo(2);
        assertThat(registry().getTimers().get("merge-gate.phases.proving").getCount())
                .isEqualTo(2);
        String json = jenkins.createWebClient()
                .goTo("metrics/currentUser/metrics", "application/json")
                .getWebResponse()
                .getContentAsString();
        assertThat(json).contains("\"merge-gate.outcomes.merged\":{\"count\":1}");
    }

    @Test
    void countsALockThatIsTakenBackWhoeverAskedForIt(JenkinsRule jenkins) throws Exception {
        FreeStyleBuild over = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject("over"));
        GateConfig.Reaper rules = new GateConfig.Reaper(true, 60, 2, 120, true, false);
        LockName lock = new LockName("git.example", new RepositoryId("acme", "app"), "main");
        long before = count("reclaims");

        Leak.of(lock.toString(), over, "by-the-reaper");
        MergeGateReaper.get().tick(rules, Duration.ZERO);
        assertThat(count("reclaims")).isEqualTo(before + 1);

        Leak.of(lock.toString(), over, "by-a-webhook");
        MergeGateReaper.get().lookAt(lock, Duration.ZERO);
        assertThat(count("reclaims")).isEqualTo(before + 2);

        Leak.of(lock.toString(), over, "by-the-step");
        jenkins.buildAndAssertSuccess(Acme.job("shows", "reclaimStaleLocks(dryRun: true)"));
        assertThat(count("reclaims")).isEqualTo(before + 2);
        jenkins.buildAndAssertSuccess(Acme.job("frees", "reclaimStaleLocks()"));
        assertThat(count("reclaims")).isEqualTo(before + 3);
    }

    private static void run(JenkinsRule jenkins, Acme acme, String branch, Result result) throws Exception {
        Acme.branch(acme.app, branch);
        WorkflowJob job = Acme.job(branch, "mergeGate(repository: 'acme/app', branch: '" + branch + "') { echo 'ok' }");
        jenkins.buildAndAssertStatus(result, job);
    }

    private static MetricRegistry registry() {
        return Metrics.metricRegistry();
    }

    private static long count(String name) {
        return registry().getCounters().get("merge-gate." + name).getCount();
    }
}
