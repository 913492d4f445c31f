// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import java.util.List;

/** How a rebase ended. */
public sealed interface Rebase {
    /** The new tip. The same input always gives the same sha. */
    record Done(String sha) implements Rebase {}

    /** Nothing was changed. The files, sorted; empty when git named none (then {@code detail} says what happened). */
    record Conflict(List<String> files, String detail) implements Rebase {}

    /** Every commit of the branch is already in the target, by content. */
    record NothingLeft() implements Rebase {}
}
