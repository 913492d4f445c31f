// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.place;

import com.cloudbees.jenkins.plugins.sshcredentials.SSHUserPrivateKey;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsUnavailableException;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Run;
import hudson.security.ACL;
import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.Secret;
import io.jenkins.plugins.mergegate.engine.git.GitCredentials;
import java.util.List;
import java.util.function.Supplier;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** Looks up the credentials of one build for one server. No message repeats a value. */
final class GateCredentials {
    private static final String TOKEN = "credentialsId";
    private static final String GIT = "gitCredentialsId";
    private static final int MAX_LENGTH = 4000;

    /** Gitea takes a token as the password of any user name. */
    static final String GIT_USER = "merge-gate";

    private final Run<?, ?> run;
    private final Servers.Server server;

    /** @param run null when the build is gone: then only the configured account can be looked up */
    GateCredentials(@CheckForNull Run<?, ?> run, Servers.Server server) {
        this.run = run;
        this.server = server;
    }

    /**
     * How git opens the repository.
     *
     * @param sshUser null for HTTP
     */
    record GitAccess(GitCredentials credentials, String sshUser) {}

    /**
     * @param named by the step; may be null
     * @param ofOrigin of the job's SCM; null when there is none, or when the server is not that of the job's SCM
     */
    Secret token(String named, String ofOrigin) {
        if (named != null) {
            return token(ofRun(TOKEN, named, requirements()));
        }
        if (server.credentialsId() != null) {
            return token(configured(server.credentialsId()));
        }
        StandardCredentials found = ofOrigin == null ? null : find(ofOrigin, requirements());
        if (!isToken(found)) {
            throw new InvalidInput(
                    TOKEN,
                    "is missing: neither the step, nor the configuration of the server, nor the job's SCM names a Gitea"
                            + " token");
        }
        return token(CredentialsProvider.track(run, found));
    }

    /** @param named by the step; null for the token over HTTP */
    GitAccess git(String named, Secret token) {
        if (named == null) {
            return overHttp(GIT_USER, token);
        }
        StandardCredentials found = ofRun(GIT, named, hostRequirements());
        if (found instanceof SSHUserPrivateKey key) {
            return new GitAccess(SshKeys.read(GIT, key), SshKeys.user(GIT, key));
        }
        // A user name may be seen in git's prompts, and that of a Gitea token is the token itself.
        if (found instanceof StringCredentials text) {
            return overHttp(GIT_USER, oneLine(GIT, text::getSecret));
        }
        if (found instanceof StandardUsernamePasswordCredentials user) {
            return overHttp(user.getUsername(), password(GIT, user::getPassword));
        }
        throw new InvalidInput(GIT, "must be of user name and password, a Gitea token or an SSH key");
    }

    private static GitAccess overHttp(String user, Secret password) {
        return new GitAccess(new GitCredentials.Password(user, password), null);
    }

    private static Secret token(StandardCredentials found) {
        if (found instanceof StringCredentials text) {
            return oneLine(TOKEN, text::getSecret);
        }
        if (found instanceof StandardUsernamePasswordCredentials user) {
            return oneLine(TOKEN, user::getPassword);
        }
        throw new InvalidInput(TOKEN, "must be of a Gitea token: a secret text, or a password that is a token");
    }

    private static boolean isToken(StandardCredentials found) {
        return found instanceof StringCredentials || found instanceof StandardUsernamePasswordCredentials;
    }

    private StandardCredentials ofRun(String field, String id, List<DomainRequirement> requirements) {
        StandardCredentials found = find(id, requirements);
        return tracked(found, field, "is not the id of credentials that this job may use for the server");
    }

    private StandardCredentials find(String id, List<DomainRequirement> requirements) {
        return CredentialsProvider.findCredentialById(id, StandardCredentials.class, run, requirements);
    }

    /** Of the configuration: those of Jenkins itself, also when no job may use them. */
    private StandardCredentials configured(String id) {
        StandardCredentials found = CredentialsProvider.findCredentialByIdInItemGroup(
                id, StandardCredentials.class, Jenkins.get(), ACL.SYSTEM2, requirements());
        return tracked(found, TOKEN, "of the configured server is not the id of credentials of Jenkins");
    }

    private StandardCredentials tracked(StandardCredentials found, String field, String problem) {
        if (found == null) {
            throw new InvalidInput(field, problem);
        }
        return run == null ? found : CredentialsProvider.track(run, found);
    }

    private List<DomainRequirement> requirements() {
        return URIRequirementBuilder.fromUri(server.url().toString()).build();
    }

    /** Git may come by ssh: the scheme is open. */
    private List<DomainRequirement> hostRequirements() {
        return URIRequirementBuilder.create()
                .withHostname(server.url().getHost())
                .build();
    }

    /** A token goes into a header: one word. */
    private static Secret oneLine(String field, Supplier<hudson.util.Secret> secret) {
        String value = password(field, secret).reveal().strip();
        boolean good = !value.isEmpty()
                && value.length() <= MAX_LENGTH
                && value.chars().allMatch(c -> c > ' ' && c < 127);
        if (!good) {
            throw new InvalidInput(field, "must be of a token: one line of letters, digits and signs");
        }
        return Secret.of(value);
    }

    static Secret password(String field, Supplier<hudson.util.Secret> secret) {
        try {
            return Secret.of(secret.get().getPlainText());
        } catch (CredentialsUnavailableException e) {
            throw new InvalidInput(field, "is of credentials that cannot be read now");
        }
    }
}
