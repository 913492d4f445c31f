// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

/** A commit status; {@code state} is Gitea's word: pending, success, error, failure, warning, skipped. */
public record CommitStatus(String context, String state, String description, String targetUrl) {}
