// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.lock;

/** Whether a process is still there. */
public enum Liveness {
    YES,
    /**
     * Certain: its pid is free, or belongs to a process that started at another time, or the machine was started
     * again.
     */
    NO,
    /** It runs on another host, or where this process cannot look. */
    UNKNOWN
}
