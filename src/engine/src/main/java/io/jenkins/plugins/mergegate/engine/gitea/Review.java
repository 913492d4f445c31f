// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

/** A review of a pull request; {@code state} is Gitea's word: APPROVED, REQUEST_CHANGES, COMMENT, PENDING, REQUEST_REVIEW. */
public record Review(String user, String state, String commit, boolean official, boolean stale, boolean dismissed) {}
