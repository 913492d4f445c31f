// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.model;

/** A merge that waits for its checks. */
public record AutoMerge(String user, MergeStyle style, String message, boolean deleteBranch) {}
