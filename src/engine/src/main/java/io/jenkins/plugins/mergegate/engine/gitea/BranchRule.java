// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

/**
 * A rule of the branch protection, which only administrators of the repository can read.
 *
 * @param name of the branch, or a glob
 * @param push whether anybody may push past a pull request
 * @param forcePush no version before 1.23 allows it
 * @param mergeWhitelist whether only named accounts may merge
 * @param blocksOutdated whether a branch that is behind cannot be merged
 */
public record BranchRule(
        String name,
        boolean push,
        boolean forcePush,
        boolean mergeWhitelist,
        boolean blocksOutdated,
        boolean signedCommits) {}
