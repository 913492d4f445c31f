// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import java.util.List;

/** What {@code git merge-tree} says about merging two commits. */
public sealed interface MergeCheck {
    /** They merge cleanly, into this tree. */
    record Clean(String tree) implements MergeCheck {}

    record Conflict(List<String> files) implements MergeCheck {}
}
