// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import java.util.List;

/** A commit on the first-parent line of the target. */
public record MainlineCommit(String sha, String tree, List<String> parents) {}
