// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.service;

import io.jenkins.plugins.mergegate.testkit.model.MergeStyle;
import java.util.Optional;

/** What the body of a merge call asks for. An absent wish about the branch leaves it to the repository. */
public record MergeOrder(
        MergeStyle style,
        String title,
        String message,
        String headCommitId,
        String mergeCommitId,
        boolean force,
        boolean whenChecksSucceed,
        Optional<Boolean> deleteBranch) {

    public static MergeOrder of(MergeStyle style) {
        return new MergeOrder(style, "", "", "", "", false, false, Optional.empty());
    }

    /** The commit message, where the default is a title only. */
    public String commitMessage(String defaultTitle) {
        String first = title.isBlank() ? defaultTitle : title.strip();
        return message.isBlank() ? first : first + "\n\n" + message.strip();
    }
}
