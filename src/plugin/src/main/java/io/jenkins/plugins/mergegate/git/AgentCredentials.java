// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.git;

import io.jenkins.plugins.mergegate.engine.Secret;
import io.jenkins.plugins.mergegate.engine.git.GitCredentials;
import java.io.Serializable;

/**
 * {@link GitCredentials} on their way to an agent, as part of a call and never on a disk.
 *
 * @param username of a password; null for a key
 * @param secret the password or the private key
 * @param passphrase of the key, or null
 */
record AgentCredentials(String username, String secret, String passphrase) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Null for null. */
    static AgentCredentials of(GitCredentials credentials) {
        if (credentials instanceof GitCredentials.Password password) {
            return new AgentCredentials(password.username(), password.password().reveal(), null);
        }
        if (credentials instanceof GitCredentials.SshKey key) {
            String passphrase =
                    key.passphrase() == null ? null : key.passphrase().reveal();
            return new AgentCredentials(null, key.privateKey().reveal(), passphrase);
        }
        return null;
    }

    GitCredentials toCredentials() {
        return username != null
                ? new GitCredentials.Password(username, Secret.of(secret))
                : new GitCredentials.SshKey(Secret.of(secret), passphrase == null ? null : Secret.of(passphrase));
    }

    @Override
    public String toString() {
        return "****";
    }
}
