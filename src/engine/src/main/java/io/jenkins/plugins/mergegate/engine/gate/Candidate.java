// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

/**
 * The commit that is tested and merged.
 *
 * @param sha its tip
 * @param tree its tree
 * @param targetSha the tip of the target it stands on
 * @param rebased whether this run made it by a rebase
 */
public record Candidate(String sha, String tree, String targetSha, boolean rebased) {}
