// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.config;

import static java.util.Objects.requireNonNullElse;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The configuration as it was written: in the file that Jenkins keeps, or as a draft while it is changed. A field that
 * is null has its default. Nothing here was checked; what is in force is a {@link GateConfig}.
 */
final class Settings {
    String enabled;
    List<String> repositories;
    String defaultTarget;
    List<String> targets;
    List<GiteaServer> servers;
    RetrySettings retry;
    LockSettings lock;
    ReaperSettings reaper;
    RegressionGuardSettings regressionGuard;
    String holdBypassPriority;
    String holdExpiryHours;
    CommitterSettings committer;
    ReportSettings report;

    static Settings of(GateConfig config) {
        Settings settings = new Settings();
        settings.enabled = String.valueOf(config.enabled());
        settings.repositories = new ArrayList<>(config.repositories());
        settings.defaultTarget = config.defaultTarget();
        settings.targets = new ArrayList<>(config.targets());
        settings.servers = list(config.servers(), GiteaServer::new);
        settings.retry = new RetrySettings(config.retry());
        settings.lock = new LockSettings(config.lock());
        settings.reaper = new ReaperSettings(config.reaper());
        settings.regressionGuard = new RegressionGuardSettings(config.regressionGuard());
        settings.holdBypassPriority = String.valueOf(config.holdBypassPriority());
        settings.holdExpiryHours = String.valueOf(config.holdExpiryHours());
        settings.committer = new CommitterSettings(config.committer());
        settings.report = new ReportSettings(config.report());
        return settings;
    }

    /** @throws InvalidInput for a flag or number that is none, and for what must be there and is not */
    GateConfig toGateConfig() {
        return new GateConfig(
                Scalars.flag("enabled", enabled, GateConfig::enabled),
                fixed(repositories, text -> text),
                requireNonNullElse(defaultTarget, GateConfig.defaults().defaultTarget()),
                fixed(targets, text -> text),
                numbered("servers", servers, GiteaServer::toServer),
                requireNonNullElse(retry, new RetrySettings()).toRetry(),
                requireNonNullElse(lock, new LockSettings()).toLock(),
                requireNonNullElse(reaper, new ReaperSettings()).toReaper(),
                requireNonNullElse(regressionGuard, new RegressionGuardSettings())
                        .toRegressionGuard(),
                Scalars.number("holdBypassPriority", holdBypassPriority, GateConfig::holdBypassPriority),
                Scalars.number("holdExpiryHours", holdExpiryHours, GateConfig::holdExpiryHours),
                requireNonNullElse(committer, new CommitterSettings()).toCommitter(),
                requireNonNullElse(report, new ReportSettings()).toReport());
    }

    /** Gives one key of the configuration its default. */
    void reset(String key) {
        switch (key) {
            case "enabled" -> enabled = null;
            case "repositories" -> repositories = null;
            case "defaultTarget" -> defaultTarget = null;
            case "targets" -> targets = null;
            case "servers" -> servers = null;
            case "retry" -> retry = null;
            case "lock" -> lock = null;
            case "reaper" -> reaper = null;
            case "regressionGuard" -> regressionGuard = null;
            case "holdBypassPriority" -> holdBypassPriority = null;
            case "holdExpiryHours" -> holdExpiryHours = null;
            case "committer" -> committer = null;
            case "report" -> report = null;
            default -> throw new IllegalArgumentException(key);
        }
    }

    /** As {@link #fixed}; each entry is told its field, such as {@code servers[0]}. */
    static <T, R> List<R> numbered(String field, List<T> items, BiFunction<T, String, R> convert) {
        List<R> list = new ArrayList<>();
        for (T item : fixed(items, same -> same)) {
            list.add(convert.apply(item, field + "[" + list.size() + "]"));
        }
        return Collections.unmodifiableList(list);
    }

    /** Returns {@code text}. @throws InvalidInput when there is none */
    static String required(String field, String text) {
        if (text == null) {
            throw new InvalidInput(field, "is missing");
        }
        return text;
    }

    /** A list that nobody changes. */
    static <T, R> List<R> fixed(List<T> items, Function<T, R> convert) {
        return Collections.unmodifiableList(list(items, convert));
    }

    /** A list that can be kept on disk. No list is an empty one, and an entry that is nothing is left out. */
    static <T, R> List<R> list(List<T> items, Function<T, R> convert) {
        List<R> list = new ArrayList<>();
        if (items != null) {
            items.stream().filter(Objects::nonNull).map(convert).forEach(list::add);
        }
        return list;
    }
}
