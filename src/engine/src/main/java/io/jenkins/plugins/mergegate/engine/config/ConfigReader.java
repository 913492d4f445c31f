// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.config;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.config.GateConfig.MarkerRule;
import io.jenkins.plugins.mergegate.engine.config.GateConfig.Server;
import io.jenkins.plugins.mergegate.engine.git.Committer;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads a configuration written in YAML. What is not written has its default; an empty text is all defaults. */
public final class ConfigReader {
    /** Nobody writes more than this; what is larger is a mistake or an attack. */
    static final int MAX_SIZE = 1024 * 1024;

    /** Numbers of a million digits would keep the parser busy for minutes; no value needs a line like that. */
    private static final int MAX_LINE = 4000;

    private static final int MAX_ALIASES = 20;
    private static final int MAX_DEPTH = 10;
    private static final String WHOLE = "The configuration";

    private ConfigReader() {}

    /** @throws InvalidInput the first problem, named by its dotted path, or by its line where the YAML itself is wrong */
    public static GateConfig read(String yaml) {
        if (yaml.length() > MAX_SIZE) {
            throw tooLarge();
        }
        if (yaml.lines().anyMatch(line -> line.length() > MAX_LINE)) {
            throw new InvalidInput(WHOLE, "must not have a line of more than " + MAX_LINE + " characters");
        }
        Section root = Section.root(
                parse(yaml),
                "enabled",
                "repositories",
                "defaultTarget",
                "targets",
                "servers",
                "retry",
                "lock",
                "reaper",
                "regressionGuard",
                "holdBypassPriority",
                "holdExpiryHours",
                "committer",
                "report");
        GateConfig defaults = GateConfig.defaults();
        return ConfigRules.check(new GateConfig(
                root.flag("enabled", defaults.enabled()),
                root.texts("repositories"),
                root.text("defaultTarget", defaults.defaultTarget()),
                root.texts("targets"),
                servers(root),
                retry(root, defaults.retry()),
                lock(root, defaults.lock()),
                reaper(root, defaults.reaper()),
                regressionGuard(root, defaults.regressionGuard()),
                root.number("holdBypassPriority", defaults.holdBypassPriority()),
                root.number("holdExpiryHours", defaults.holdExpiryHours()),
                committer(root, defaults.committer()),
                report(root, defaults.report())));
    }

    static InvalidInput tooLarge() {
        return new InvalidInput(WHOLE, "must not be larger than 1 MiB");
    }

    private static Object parse(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setCodePointLimit(MAX_SIZE);
        try {
            return new Yaml(new SafeConstructor(options)).load(yaml);
        } catch (MarkedYAMLException e) {
            String where = e.getProblemMark() == null
                    ? ""
                    : " (line " + (e.getProblemMark().getLine() + 1) + ")";
            boolean twice = e.getProblem() != null && e.getProblem().startsWith("found duplicate key");
            throw new InvalidInput(WHOLE, (twice ? "has a key twice" : "is not valid YAML") + where);
        } catch (YAMLException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new InvalidInput(WHOLE, "is not valid YAML");
        }
    }

    private static List<Server> servers(Section root) {
        return root.sections("servers", "name", "url", "credentialsId", "webhookSecretId").stream()
                .map(server -> new Server(
                        server.requiredText("name"),
                        server.requiredText("url"),
                        server.optionalText("credentialsId"),
                        server.optionalText("webhookSecretId")))
                .toList();
    }

    private static GateConfig.Retry retry(Section root, GateConfig.Retry defaults) {
        Section retry = root.section(
                "retry", "enabled", "maxAttempts", "backoffBaseSeconds", "backoffMaxSeconds", "deadlineSeconds");
        return new GateConfig.Retry(
                retry.flag("enabled", defaults.enabled()),
                retry.number("maxAttempts", defaults.maxAttempts()),
                retry.number("backoffBaseSeconds", defaults.backoffBaseSeconds()),
                retry.number("backoffMaxSeconds", defaults.backoffMaxSeconds()),
                retry.number("deadlineSeconds", defaults.deadlineSeconds()));
    }

    private static GateConfig.Lock lock(Section root, GateConfig.Lock defaults) {
        Section lock = root.section("lock", "ttlMinutes", "deferDelaySeconds", "maxDefers");
        return new GateConfig.Lock(
                lock.number("ttlMinutes", defaults.ttlMinutes()),
                lock.number("deferDelaySeconds", defaults.deferDelaySeconds()),
                lock.number("maxDefers", defaults.maxDefers()));
    }

    private static GateConfig.Reaper reaper(Section root, GateConfig.Reaper defaults) {
        Section reaper = root.section(
                "reaper",
                "enabled",
                "intervalSeconds",
                "deadTicks",
                "maxRunningMinutes",
                "reclaimLocks",
                "abortOverAge");
        return new GateConfig.Reaper(
                reaper.flag("enabled", defaults.enabled()),
                reaper.number("intervalSeconds", defaults.intervalSeconds()),
                reaper.number("deadTicks", defaults.deadTicks()),
                reaper.number("maxRunningMinutes", defaults.maxRunningMinutes()),
                reaper.flag("reclaimLocks", defaults.reclaimLocks()),
                reaper.flag("abortOverAge", defaults.abortOverAge()));
    }

    private static GateConfig.RegressionGuard regressionGuard(Section root, GateConfig.RegressionGuard defaults) {
        Section guard = root.section("regressionGuard", "enabled", "markers");
        List<MarkerRule> markers = guard.sections("markers", "repository", "text", "path").stream()
                .map(marker -> new MarkerRule(
                        marker.text("repository", "*"), marker.requiredText("text"), marker.optionalText("path")))
                .toList();
        return new GateConfig.RegressionGuard(guard.flag("enabled", defaults.enabled()), markers);
    }

    private static Committer committer(Section root, Committer defaults) {
        Section committer = root.section("committer", "name", "email");
        return new Committer(committer.text("name", defaults.name()), committer.text("email", defaults.email()));
    }

    private static GateConfig.Report report(Section root, GateConfig.Report defaults) {
        Section report = root.section("report", "commitStatus", "comment", "statusContext");
        return new GateConfig.Report(
                report.flag("commitStatus", defaults.commitStatus()),
                report.flag("comment", defaults.comment()),
                report.text("statusContext", defaults.statusContext()));
    }
}
