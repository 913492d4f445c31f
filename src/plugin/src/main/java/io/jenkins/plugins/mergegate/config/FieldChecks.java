// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.config;

import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.config.ConfigRules;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
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

    static FormValidation server(GiteaServer server) {
        return edited(settings -> settings.servers = List.of(server));
    }

    static FormValidation marker(MarkerSettings marker) {
        return edited(settings -> {
            settings.regressionGuard = new RegressionGuardSettings();
            settings.regressionGuard.setMarkers(List.of(marker));
        });
    }

    /**
     * What a field that must not be empty says in an entry of a list. Jenkins asks as soon as there is an entry; nobody has
     * come to the field then, and nothing is said. Whoever saves it so is told.
     *
     * @param next what stands in a field behind it: whoever has filled that one has left this one empty
     */
    static FormValidation passed(FormValidation rules, String value, String next) {
        return (value + next).isEmpty() ? FormValidation.ok() : rules;
    }

    /** The repository and the branch that a test looks at; empty ones are none. */
    static FormValidation looked(String text, Runnable rule) {
        return check(() -> {
            if (text != null && !text.isBlank()) {
                rule.run();
            }
        });
    }

    /** Rules first; then whether Jenkins has such credentials for the server. */
    static FormValidation credentials(FormValidation rules, String id, Supplier<ListBoxModel> choice) {
        boolean told = rules.kind != FormValidation.Kind.OK
                || !Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                || id == null
                || id.isEmpty()
                || choice.get().stream().anyMatch(option -> option.value.equals(id));
        return told ? rules : FormValidation.warning(Messages.FieldChecks_noCredentials());
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
