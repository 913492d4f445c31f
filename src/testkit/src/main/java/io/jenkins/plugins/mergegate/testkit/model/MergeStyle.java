// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.model;

import java.util.Arrays;
import java.util.Optional;

/** The ways a pull request enters its base. */
public enum MergeStyle {
    MERGE("merge"),
    REBASE("rebase"),
    REBASE_MERGE("rebase-merge"),
    SQUASH("squash"),
    FAST_FORWARD_ONLY("fast-forward-only"),
    MANUALLY_MERGED("manually-merged");

    private final String key;

    MergeStyle(String key) {
        this.key = key;
    }

    /** The word of the API. */
    public String key() {
        return key;
    }

    public static Optional<MergeStyle> of(String key) {
        return Arrays.stream(values()).filter(style -> style.key.equals(key)).findFirst();
    }
}
