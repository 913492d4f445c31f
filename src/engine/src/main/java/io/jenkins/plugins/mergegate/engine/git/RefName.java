// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

/** Names of branches, checked with git's own rules (git-check-ref-format(1)) and before any process is started. */
public final class RefName {
    private RefName() {}

    /**
     * Returns {@code branch} unchanged.
     *
     * @throws io.jenkins.plugins.mergegate.engine.InvalidInput named {@code field}, when it is no legal branch name
     */
    public static String check(String field, String branch) {
        throw new UnsupportedOperationException();
    }
}
