// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

/** Tips on the remote as one fetch saw them. Either is null when the remote has no such branch. */
public record Heads(String branch, String target) {}
