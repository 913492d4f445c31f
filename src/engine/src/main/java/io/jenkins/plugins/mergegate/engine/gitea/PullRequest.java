// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

/**
 * A pull request as Gitea shows it; a hint, never a proof.
 *
 * @param headRepository full name of the repository of the head, null when it is gone
 * @param headLabel the branch name of the head, also after the branch was deleted
 * @param mergeCommitSha null unless merged
 * @param comments how many there are
 */
public record PullRequest(
        long number,
        String title,
        boolean open,
        boolean draft,
        boolean mergeable,
        boolean merged,
        String mergeCommitSha,
        String headSha,
        String headRef,
        String headLabel,
        String headRepository,
        String baseRef,
        String url,
        long comments) {}
