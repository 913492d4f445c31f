// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.lock;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import java.util.Optional;

/** The merge lock of one target branch. */
public record LockName(String host, RepositoryId repository, String target) {
    private static final String PREFIX = "merge-gate";

    /** Reads {@code merge-gate/<gitea host>/<owner>/<repository>/<target>}; empty for any other text. */
    public static Optional<LockName> parse(String text) {
        String[] parts = text == null ? new String[0] : text.split("/", 5);
        if (parts.length < 5 || !parts[0].equals(PREFIX) || parts[1].isEmpty() || parts[4].isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new LockName(parts[1], new RepositoryId(parts[2], parts[3]), parts[4]));
        } catch (InvalidInput e) {
            return Optional.empty();
        }
    }

    /** {@code merge-gate/<gitea host>/<owner>/<repository>/<target>}. */
    @Override
    public String toString() {
        return PREFIX + "/" + host + "/" + repository + "/" + target;
    }
}
