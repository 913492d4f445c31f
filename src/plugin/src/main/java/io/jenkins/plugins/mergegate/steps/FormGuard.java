// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.steps;

import com.cloudbees.jenkins.plugins.sshcredentials.SSHUserPrivateKey;
import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Queue;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.mergegate.engine.InvalidInput;
import java.util.List;
import java.util.function.Consumer;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.springframework.security.core.Authentication;

/** What a form may show to the user at it: who may not look into the item's configuration sees what he sent, no more. */
final class FormGuard {
    private static final CredentialsMatcher TOKENS = CredentialsMatchers.anyOf(
            CredentialsMatchers.instanceOf(StringCredentials.class),
            CredentialsMatchers.instanceOf(StandardUsernamePasswordCredentials.class));
    private static final CredentialsMatcher GIT =
            CredentialsMatchers.anyOf(TOKENS, CredentialsMatchers.instanceOf(SSHUserPrivateKey.class));

    @CheckForNull
    private final Item item;

    private FormGuard(@CheckForNull Item item) {
        this.item = item;
    }

    /** @param item null for a form that belongs to none: that one is for administrators */
    static FormGuard of(@CheckForNull Item item) {
        return new FormGuard(item);
    }

    ListBoxModel tokens(String url, String current) {
        return credentials(url, current, TOKENS);
    }

    ListBoxModel gitCredentials(String url, String current) {
        return credentials(url, current, GIT);
    }

    /** Also the current value when it is none of {@code items}. */
    ListBoxModel choices(ListBoxModel items, String current) {
        ListBoxModel shown = mayLook() ? items : new ListBoxModel();
        String value = Util.fixNull(current);
        if (shown.stream().noneMatch(option -> option.value.equals(value))) {
            shown.add(value);
        }
        return shown;
    }

    /** Nothing is wrong with a field that is left blank. */
    FormValidation optional(String value, Consumer<String> check) {
        String text = Util.fixEmptyAndTrim(value);
        return text == null ? FormValidation.ok() : validate(() -> check.accept(text));
    }

    FormValidation validate(Runnable check) {
        if (!mayLook()) {
            return FormValidation.ok();
        }
        try {
            check.run();
            return FormValidation.ok();
        } catch (InvalidInput e) {
            return FormValidation.error(e.getMessage());
        }
    }

    boolean mayLook() {
        return item == null ? Jenkins.get().hasPermission(Jenkins.ADMINISTER) : item.hasPermission(Item.EXTENDED_READ);
    }

    private ListBoxModel credentials(String url, String current, CredentialsMatcher matcher) {
        StandardListBoxModel items = new StandardListBoxModel();
        if (!mayUseCredentials()) {
            return items.includeCurrentValue(Util.fixNull(current));
        }
        List<DomainRequirement> requirements =
                URIRequirementBuilder.fromUri(url).build();
        items.includeEmptyValue();
        if (item == null) {
            items.includeMatchingAs(ACL.SYSTEM2, Jenkins.get(), StandardCredentials.class, requirements, matcher);
        } else {
            items.includeMatchingAs(builder(item), item, StandardCredentials.class, requirements, matcher);
        }
        return items.includeCurrentValue(Util.fixNull(current));
    }

    private boolean mayUseCredentials() {
        return mayLook() || item != null && item.hasPermission(CredentialsProvider.USE_ITEM);
    }

    /** Whom builds of the item run as. */
    private static Authentication builder(Item item) {
        return item instanceof Queue.Task task ? Tasks.getAuthenticationOf2(task) : ACL.SYSTEM2;
    }
}
