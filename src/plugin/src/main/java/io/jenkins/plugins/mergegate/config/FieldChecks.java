// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.config;

import hudson.util.FormValidation;
import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.config.ConfigRules;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;

/** What the form says of one field while somebody types. Only an administrator is told anything. */
final class FieldChecks {
    /** The form shows the problem at the field itself, where the number of a list's entry would be wrong. */
    private static final Pattern ENTRY = Pattern.compile("^[A-Za-z.]+\\[0]\\.");

    private FieldChecks() {}

    /** A flag or a whole number. */
    static FormValidation scalar(String field, String text) {
        return check(() -> Scalars.checked(field, text));
    }

    /** Any other field: the rules for a configuration that has all defaults but for {@code edit}. */
    static FormValidation edited(Consumer<Settings> edit) {
        return check(() -> {
            Settings settings = new Settings();
            edit.accept(settings);
            ConfigRules.check(settings.toGateConfig());
        });
    }

    static FormValidation server(String name, String url) {
        return edited(settings -> settings.servers = List.of(new GiteaServer(name, url)));
    }

    static FormValidation marker(MarkerSettings marker) {
        return edited(settings -> {
            settings.regressionGuard = new RegressionGuardSettings();
            settings.regressionGuard.setMarkers(List.of(marker));
        });
    }

    private static FormValidation check(Runnable rule) {
        if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
            return FormValidation.ok();
        }
        try {
            rule.run();
            return FormValidation.ok();
        } catch (InvalidInput e) {
            return FormValidation.error(ENTRY.matcher(e.getMessage()).replaceFirst(""));
        }
    }
}
