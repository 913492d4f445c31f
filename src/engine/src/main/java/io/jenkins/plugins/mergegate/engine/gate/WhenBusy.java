// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

/** What a run does when another holds the lock. */
public enum WhenBusy {
    WAIT,
    DEFER
}
