// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

/**
 * What is known of the merge; null where it was not looked at.
 *
 * @param ancestry git: the validated sha is an ancestor of the target
 * @param tree git: the commit by which it entered the target has the validated tree
 * @param gitea what Gitea says; never counts
 */
public record Proof(Boolean ancestry, Boolean tree, Boolean gitea) {}
