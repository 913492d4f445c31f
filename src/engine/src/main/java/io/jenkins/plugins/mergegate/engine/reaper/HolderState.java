// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.reaper;

/** What is known of the one who holds a lock. */
public enum HolderState {
    /** Its run has a result. */
    FINISHED,
    /** Certain: its process is dead. */
    GONE,
    /** It looks dead, but one look can be wrong. */
    MISSING,
    /** Its run goes on. */
    LIVE,
    /** It cannot be seen from here. */
    UNKNOWN
}
