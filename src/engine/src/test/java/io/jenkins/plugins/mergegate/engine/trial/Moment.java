// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.trial;

/**
 * A process calls one of its ports, or has called it.
 *
 * @param what for the journal the phase that is written, for the others the name of the call
 */
record Moment(GateProcess process, Port port, String what, boolean before) {
    enum Port {
        JOURNAL,
        LOCK,
        HOLDS,
        GIT,
        HTTP
    }

    @Override
    public String toString() {
        return (before ? "before " : "after ") + port + " " + what;
    }
}
