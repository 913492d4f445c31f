// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

import java.util.regex.Pattern;

/**
 * The one merge call of law 5.
 *
 * @param headSha the validated sha; never null
 * @param title null for Gitea's default
 */
public record MergeCommand(MergeStyle style, String headSha, boolean deleteBranch, String title) {
    private static final Pattern SHA = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

    /** Gitea takes an empty {@code head_commit_id} for none, which would switch law 5 off. */
    public MergeCommand {
        if (headSha == null || !SHA.matcher(headSha).matches()) {
            throw new IllegalArgumentException("A merge call needs the full validated sha.");
        }
    }
}
