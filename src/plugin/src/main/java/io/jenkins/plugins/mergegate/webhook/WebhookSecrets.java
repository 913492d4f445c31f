// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.webhook;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsUnavailableException;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import hudson.security.ACL;
import io.jenkins.plugins.mergegate.config.MergeGateConfiguration;
import io.jenkins.plugins.mergegate.engine.Secret;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.config.ServerUrl;
import io.jenkins.plugins.mergegate.engine.webhook.HookSender;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** The servers of the configuration whose deliveries can be told from those of anybody else. */
final class WebhookSecrets {
    private WebhookSecrets() {}

    /** Whether a server names one; no store of credentials is asked. */
    static boolean areNamed() {
        return MergeGateConfiguration.get().toGateConfig().servers().stream()
                .anyMatch(server -> server.webhookSecretId() != null);
    }

    /** A server without a secret, or with one that cannot be read or is empty, is not among them. */
    static List<HookSender> senders() {
        List<HookSender> senders = new ArrayList<>();
        for (GateConfig.Server server :
                MergeGateConfiguration.get().toGateConfig().servers()) {
            Secret secret = secret(server);
            if (!secret.isEmpty()) {
                senders.add(new HookSender(ServerUrl.hostAndPort(ServerUrl.parse("url", server.url())), secret));
            }
        }
        return senders;
    }

    private static Secret secret(GateConfig.Server server) {
        if (server.webhookSecretId() == null) {
            return Secret.of("");
        }
        StringCredentials found = CredentialsProvider.findCredentialByIdInItemGroup(
                server.webhookSecretId(),
                StringCredentials.class,
                Jenkins.get(),
                ACL.SYSTEM2,
                URIRequirementBuilder.fromUri(server.url()).build());
        try {
            return Secret.of(found == null ? "" : found.getSecret().getPlainText());
        } catch (CredentialsUnavailableException e) {
            return Secret.of("");
        }
    }
}
