// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.place;

import com.cloudbees.jenkins.plugins.sshcredentials.SSHUserPrivateKey;
import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.Secret;
import io.jenkins.plugins.mergegate.engine.git.GitCredentials;
import java.util.List;
import java.util.regex.Pattern;

/** SSH credentials of Jenkins as git needs them. */
final class SshKeys {
    private static final String GIT_USER = "git";
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._+-]*");

    private SshKeys() {}

    static GitCredentials.SshKey read(String field, SSHUserPrivateKey credentials) {
        List<String> keys = credentials.getPrivateKeys();
        if (keys.isEmpty() || keys.get(0).isBlank()) {
            throw new InvalidInput(field, "has no private key");
        }
        boolean open = credentials.getPassphrase() == null;
        return new GitCredentials.SshKey(
                Secret.of(keys.get(0)), open ? null : GateCredentials.password(field, credentials::getPassphrase));
    }

    /** Credentials without a user name give that of Jenkins' own process, which Gitea does not know. */
    static String user(String field, SSHUserPrivateKey credentials) {
        String user = credentials.getUsername();
        if (user.isBlank() || user.equals(System.getProperty("user.name"))) {
            return GIT_USER;
        }
        if (!USER.matcher(user).matches()) {
            throw new InvalidInput(field, "must have a user name of letters, digits and . _ + -");
        }
        return user;
    }
}
