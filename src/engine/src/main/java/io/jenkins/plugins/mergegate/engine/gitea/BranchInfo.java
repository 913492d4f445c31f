// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

import java.util.List;

/**
 * A branch and a summary of its protection.
 *
 * @param requiredContexts globs of commit statuses that must be green; empty unless status checks are on
 */
public record BranchInfo(
        String name,
        String sha,
        boolean isProtected,
        boolean mayMerge,
        int requiredApprovals,
        List<String> requiredContexts) {}
