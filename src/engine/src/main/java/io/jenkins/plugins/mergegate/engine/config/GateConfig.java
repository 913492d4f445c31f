// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.config;

import io.jenkins.plugins.mergegate.engine.git.Committer;
import java.util.List;

/**
 * The configuration of the gate: the keys of the reference, with their defaults. Every value was checked.
 *
 * @param repositories globs of repositories the gate is rolled out to; empty = all
 * @param targets globs of targets that steps may name
 * @param holdExpiryHours 0 = never
 */
public record GateConfig(
        boolean enabled,
        List<String> repositories,
        String defaultTarget,
        List<String> targets,
        List<Server> servers,
        Retry retry,
        Lock lock,
        Reaper reaper,
        RegressionGuard regressionGuard,
        int holdBypassPriority,
        int holdExpiryHours,
        Committer committer,
        Report report) {

    /** A Gitea server; {@code credentialsId} and {@code webhookSecretId} name Jenkins credentials and may be null. */
    public record Server(String name, String url, String credentialsId, String webhookSecretId) {}

    public record Retry(
            boolean enabled, int maxAttempts, int backoffBaseSeconds, int backoffMaxSeconds, int deadlineSeconds) {}

    public record Lock(int ttlMinutes, int deferDelaySeconds, int maxDefers) {}

    public record Reaper(
            boolean enabled,
            int intervalSeconds,
            int deadTicks,
            int maxRunningMinutes,
            boolean reclaimLocks,
            boolean abortOverAge) {}

    public record RegressionGuard(boolean enabled, List<MarkerRule> markers) {}

    /** @param repository glob; @param path null = anywhere */
    public record MarkerRule(String repository, String text, String path) {}

    public record Report(boolean commitStatus, boolean comment, String statusContext) {}

    /** All defaults. */
    public static GateConfig defaults() {
        return new GateConfig(
                true,
                List.of(),
                "main",
                List.of(),
                List.of(),
                new Retry(true, 3, 2, 5, 300),
                new Lock(120, 60, 10),
                new Reaper(true, 60, 2, 120, true, false),
                new RegressionGuard(true, List.of()),
                100,
                0,
                new Committer("Merge Gate", "merge-gate@localhost"),
                new Report(true, true, "merge-gate"));
    }
}
