// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

/**
 * The one merge call of law 5.
 *
 * @param headSha the validated sha; never null
 * @param title null for Gitea's default
 */
public record MergeCommand(MergeStyle style, String headSha, boolean deleteBranch, String title) {}
