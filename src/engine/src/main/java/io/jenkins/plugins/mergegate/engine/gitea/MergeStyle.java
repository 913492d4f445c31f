// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.jenkins.plugins.mergegate.engine.InvalidInput;
import java.util.Arrays;
import java.util.stream.Collectors;

/** How Gitea merges. {@code manually-merged} is left out on purpose: it merges nothing. */
public enum MergeStyle {
    MERGE("merge"),
    REBASE("rebase"),
    REBASE_MERGE("rebase-merge"),
    SQUASH("squash"),
    FAST_FORWARD_ONLY("fast-forward-only");

    private final String api;

    MergeStyle(String api) {
        this.api = api;
    }

    /** Gitea's own word for it. */
    @Override
    @JsonValue
    public String toString() {
        return api;
    }

    /** Whether the commits that reach the target may carry another sha than the validated one. */
    public boolean mayRewrite() {
        return this == SQUASH || this == REBASE || this == REBASE_MERGE;
    }

    @JsonCreator
    public static MergeStyle parse(String text) {
        for (MergeStyle style : values()) {
            if (style.api.equals(text)) {
                return style;
            }
        }
        throw new InvalidInput(
                "style",
                "must be one of "
                        + Arrays.stream(values()).map(MergeStyle::toString).collect(Collectors.joining(", ")));
    }
}
