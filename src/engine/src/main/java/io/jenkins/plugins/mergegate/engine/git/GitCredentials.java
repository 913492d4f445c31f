// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import io.jenkins.plugins.mergegate.engine.Secret;
import java.util.List;

/** What opens the remote to git. Secrets reach git through askpass and its environment, a key through its own file. */
public sealed interface GitCredentials {
    /** {@code text} with every secret replaced by {@code ****}. */
    String redact(String text);

    /** User name and password (or token) for git over HTTP. */
    record Password(String username, Secret password) implements GitCredentials {
        @Override
        public String redact(String text) {
            return password.redact(text);
        }
    }

    /**
     * A private key for git over SSH, in any form that {@code ssh} reads.
     *
     * @param passphrase null (or empty) for a key that is not encrypted
     */
    record SshKey(Secret privateKey, Secret passphrase) implements GitCredentials {
        /** Shorter lines of a key tell nothing, and would be found where no key is. */
        private static final int MIN_LINE = 16;

        public SshKey {
            passphrase = passphrase == null || passphrase.isEmpty() ? null : passphrase;
        }

        /** A key may be shown line by line. */
        @Override
        public String redact(String text) {
            String result = passphrase == null ? text : passphrase.redact(text);
            List<String> lines = privateKey.reveal().lines().map(String::strip).toList();
            for (String line : lines) {
                boolean armour = line.startsWith("-----");
                result = armour || line.length() < MIN_LINE
                        ? result
                        : Secret.of(line).redact(result);
            }
            return result;
        }
    }
}
