// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

/** When the body is run. */
public enum RetestPolicy {
    ALWAYS,
    /** Only when the candidate was made by a rebase of the gate, in this run or in one that died. */
    WHEN_REBASED
}
