// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.faults;

/** The moments inside a merge in which something else can happen. */
public enum MergeMoment {
    /** All checks have passed, no ref has been read. */
    BEFORE_FETCH,
    /** The result is computed from the refs that were read; a base that moves now is a lost race. */
    BEFORE_PUSH,
    /** The base has moved, the pull request is still open. */
    AFTER_PUSH
}
