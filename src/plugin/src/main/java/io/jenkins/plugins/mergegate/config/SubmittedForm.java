// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.config;

import hudson.model.Descriptor.FormException;
import io.jenkins.plugins.mergegate.engine.InvalidInput;
import java.util.List;
import java.util.function.Consumer;
import net.sf.json.JSONObject;
import org.kohsuke.stapler.StaplerRequest2;

/** The section of the gate in the system configuration, as a browser sends it. */
final class SubmittedForm {
    private final StaplerRequest2 request;
    private final JSONObject json;

    SubmittedForm(StaplerRequest2 request, JSONObject json) {
        this.request = request;
        this.json = json;
    }

    /** False for a form without this section, which changes nothing. */
    boolean isThere() {
        return !json.isEmpty();
    }

    /** A list without entries is not sent at all; anything else that is not sent stays as it is. */
    void fill(Settings settings) {
        text("enabled", value -> settings.enabled = value);
        text("repositories", value -> settings.repositories = lines(value));
        text("defaultTarget", value -> settings.defaultTarget = value);
        text("targets", value -> settings.targets = lines(value));
        settings.servers = request.bindJSONToList(GiteaServer.class, json.get("servers"));
        section("retry", RetrySettings.class, value -> settings.retry = value);
        section("lock", LockSettings.class, value -> settings.lock = value);
        section("reaper", ReaperSettings.class, value -> settings.reaper = value);
        section("regressionGuard", RegressionGuardSettings.class, value -> settings.regressionGuard = value);
        text("holdBypassPriority", value -> settings.holdBypassPriority = value);
        text("holdExpiryHours", value -> settings.holdExpiryHours = value);
        section("committer", CommitterSettings.class, value -> settings.committer = value);
        section("report", ReportSettings.class, value -> settings.report = value);
    }

    /** Runs {@code change}; what it refuses is told to the person at the form. */
    void refusable(Runnable change) throws FormException {
        try {
            change.run();
        } catch (IllegalArgumentException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof InvalidInput problem) {
                    throw new FormException(problem.getMessage(), problem.field());
                }
            }
            throw e;
        }
    }

    /** One entry a line; spaces around it and empty lines do not count. */
    static List<String> lines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    private void text(String key, Consumer<String> field) {
        if (json.has(key)) {
            field.accept(json.getString(key));
        }
    }

    private <T> void section(String key, Class<T> type, Consumer<T> field) {
        if (json.has(key)) {
            field.accept(request.bindJSON(type, json.getJSONObject(key)));
        }
    }
}
