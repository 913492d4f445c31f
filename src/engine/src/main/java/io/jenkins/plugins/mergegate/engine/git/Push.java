// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

/** How a leased push ended, after a look at the remote where the answer was unclear. */
public sealed interface Push {
    /** The remote branch is at the new sha now. */
    record Done() implements Push {}

    /** The branch is not where the lease expected it; nothing was overwritten. {@code actual} null: deleted or unknown. */
    record Moved(String actual) implements Push {}

    /** The server refuses it (protection, hook, permission). */
    record Rejected(String detail) implements Push {}
}
