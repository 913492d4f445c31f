// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

import java.util.Set;

/**
 * What the gate needs to know of a repository.
 *
 * @param fullName as Gitea spells it
 * @param styles merge styles the repository allows
 * @param defaultStyle may be one that is not allowed; null when Gitea does not say
 */
public record Repository(
        String fullName,
        String cloneUrl,
        String defaultBranch,
        boolean archived,
        boolean mayPush,
        Set<MergeStyle> styles,
        MergeStyle defaultStyle) {}
