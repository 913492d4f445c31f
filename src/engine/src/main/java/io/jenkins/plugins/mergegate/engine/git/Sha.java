// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import java.util.regex.Pattern;

/** Full object names. Nothing else is handed to git as a revision. */
final class Sha {
    private static final Pattern FULL = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

    private Sha() {}

    static boolean isFull(String text) {
        return text != null && FULL.matcher(text).matches();
    }

    /** Returns {@code sha} unchanged. @throws GitFailure OTHER when it is null, empty or no full object name */
    static String require(String sha) throws GitFailure {
        if (!isFull(sha)) {
            throw new GitFailure(GitFailure.Kind.OTHER, "A commit was named by something that is no full object name.");
        }
        return sha;
    }
}
