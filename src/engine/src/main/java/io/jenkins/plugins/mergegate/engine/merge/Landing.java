// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.merge;

import io.jenkins.plugins.mergegate.engine.git.MainlineCommit;
import java.util.List;
import java.util.Optional;

/** By which commit did a candidate enter the target? Pure, on what git listed. */
public final class Landing {
    private Landing() {}

    /**
     * The commit by which {@code sha} itself entered: a fast-forward to it, or a merge that has it as a later parent.
     * Where a longer line was fast-forwarded over it, the last commit that git still calls a descendant cannot be told
     * apart from it; then the candidate's own entry in the list counts.
     *
     * @param mainline first-parent commits of the target since the candidate was validated, oldest first
     */
    public static Optional<MainlineCommit> bySha(List<MainlineCommit> mainline, String sha) {
        return mainline.stream()
                .filter(commit -> commit.sha().equals(sha)
                        || commit.parents().stream().skip(1).anyMatch(sha::equals))
                .findFirst();
    }

    /** The first commit with exactly the validated tree: the only trace that a rewriting style leaves. */
    public static Optional<MainlineCommit> byTree(List<MainlineCommit> mainline, String tree) {
        return mainline.stream().filter(commit -> commit.tree().equals(tree)).findFirst();
    }

    /** The commit that Gitea names as the merge commit, if git lists it. */
    public static Optional<MainlineCommit> named(List<MainlineCommit> mainline, String sha) {
        return mainline.stream().filter(commit -> commit.sha().equals(sha)).findFirst();
    }
}
