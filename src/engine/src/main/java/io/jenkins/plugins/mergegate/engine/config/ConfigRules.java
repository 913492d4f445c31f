// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.config;

import static java.util.Map.entry;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.git.RefName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a configuration must obey, in one place and with one wording: for the command's file, the form and JCasC. Fields
 * are named by dotted paths as in the reference ({@code retry.maxAttempts}, {@code servers[0].url}). Nothing is read or
 * reached.
 */
public final class ConfigRules {
    private static final int MAX_ENTRIES = 1000;
    private static final int MAX_WORD = 255;

    private static final Map<String, Range> NUMBERS = Map.ofEntries(
            entry("retry.maxAttempts", new Range(1, 100)),
            entry("retry.backoffBaseSeconds", new Range(0, 3600)),
            entry("retry.backoffMaxSeconds", new Range(0, 3600)),
            entry("retry.deadlineSeconds", new Range(1, 86_400)),
            entry("lock.ttlMinutes", new Range(1, 43_200)),
            entry("lock.deferDelaySeconds", new Range(0, 86_400)),
            entry("lock.maxDefers", new Range(0, 10_000)),
            entry("reaper.intervalSeconds", new Range(1, 86_400)),
            entry("reaper.deadTicks", new Range(1, 1000)),
            entry("reaper.maxRunningMinutes", new Range(1, 43_200)),
            entry("holdBypassPriority", new Range(1, 1_000_000)),
            entry("holdExpiryHours", new Range(0, 87_600)));

    private final GateConfig config;
    private final List<InvalidInput> found = new ArrayList<>();

    private ConfigRules(GateConfig config) {
        this.config = config;
    }

    /** Returns {@code config} unchanged. @throws InvalidInput the first problem */
    public static GateConfig check(GateConfig config) {
        List<InvalidInput> problems = problems(config);
        if (!problems.isEmpty()) {
            throw problems.get(0);
        }
        return config;
    }

    /** Every problem, in the order of the reference; empty when the configuration is good. A form filters by field. */
    public static List<InvalidInput> problems(GateConfig config) {
        return new ConfigRules(config).run();
    }

    /** The problem of a field that should be a whole number and is something else. */
    static InvalidInput notANumber(String field) {
        return new InvalidInput(
                field,
                "must be a whole number of at least " + NUMBERS.get(field).min());
    }

    /** The problem of a whole number beyond what a number can be here. */
    static InvalidInput tooLarge(String field) {
        return new InvalidInput(field, "must be at most " + NUMBERS.get(field).max());
    }

    private List<InvalidInput> run() {
        texts("repositories", config.repositories(), TextRules::repositoryGlob);
        attempt(() -> RefName.check("defaultTarget", config.defaultTarget()));
        texts("targets", config.targets(), TextRules::targetGlob);
        servers();
        number("retry.maxAttempts", config.retry().maxAttempts());
        number("retry.backoffBaseSeconds", config.retry().backoffBaseSeconds());
        number("retry.backoffMaxSeconds", config.retry().backoffMaxSeconds());
        number("retry.deadlineSeconds", config.retry().deadlineSeconds());
        number("lock.ttlMinutes", config.lock().ttlMinutes());
        number("lock.deferDelaySeconds", config.lock().deferDelaySeconds());
        number("lock.maxDefers", config.lock().maxDefers());
        number("reaper.intervalSeconds", config.reaper().intervalSeconds());
        number("reaper.deadTicks", config.reaper().deadTicks());
        number("reaper.maxRunningMinutes", config.reaper().maxRunningMinutes());
        markers();
        number("holdBypassPriority", config.holdBypassPriority());
        number("holdExpiryHours", config.holdExpiryHours());
        attempt(() ->
                TextRules.committerName("committer.name", config.committer().name()));
        attempt(() -> TextRules.email("committer.email", config.committer().email()));
        attempt(() -> TextRules.line("report.statusContext", config.report().statusContext(), MAX_WORD));
        return List.copyOf(found);
    }

    private void servers() {
        size("servers", config.servers());
        Set<String> names = new HashSet<>();
        for (int i = 0; i < config.servers().size(); i++) {
            GateConfig.Server server = config.servers().get(i);
            String field = "servers[" + i + "]";
            attempt(() -> TextRules.line(field + ".name", server.name(), MAX_WORD));
            if (server.name() != null && !names.add(server.name().toLowerCase(Locale.ROOT))) {
                found.add(new InvalidInput(field + ".name", "must not be the name of another server"));
            }
            attempt(() -> ServerUrl.parse(field + ".url", server.url()));
            optionalLine(field + ".credentialsId", server.credentialsId());
            optionalLine(field + ".webhookSecretId", server.webhookSecretId());
        }
    }

    private void markers() {
        List<GateConfig.MarkerRule> markers = config.regressionGuard().markers();
        size("regressionGuard.markers", markers);
        for (int i = 0; i < markers.size(); i++) {
            GateConfig.MarkerRule marker = markers.get(i);
            String field = "regressionGuard.markers[" + i + "]";
            attempt(() -> TextRules.repositoryGlob(field + ".repository", marker.repository()));
            attempt(() -> TextRules.marker(field + ".text", marker.text()));
            if (marker.path() != null) {
                attempt(() -> TextRules.path(field + ".path", marker.path()));
            }
        }
    }

    private void texts(String field, List<String> values, Rule rule) {
        size(field, values);
        for (int i = 0; i < values.size(); i++) {
            String entry = field + "[" + i + "]";
            String value = values.get(i);
            attempt(() -> rule.check(entry, value));
        }
    }

    private void optionalLine(String field, String value) {
        if (value != null) {
            attempt(() -> TextRules.line(field, value, MAX_WORD));
        }
    }

    private void number(String field, int value) {
        Range range = NUMBERS.get(field);
        if (value < range.min()) {
            found.add(notANumber(field));
        } else if (value > range.max()) {
            found.add(tooLarge(field));
        }
    }

    private void size(String field, List<?> values) {
        if (values.size() > MAX_ENTRIES) {
            found.add(new InvalidInput(field, "must not have more than " + MAX_ENTRIES + " entries"));
        }
    }

    private void attempt(Runnable rule) {
        try {
            rule.run();
        } catch (InvalidInput e) {
            found.add(e);
        }
    }

    private record Range(int min, int max) {}

    private interface Rule {
        void check(String field, String value);
    }
}
