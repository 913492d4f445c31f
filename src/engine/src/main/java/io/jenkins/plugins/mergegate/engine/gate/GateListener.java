// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

/** Who wants to see a run go by. Must not throw. */
public interface GateListener {
    GateListener NONE = new GateListener() {};

    /** A phase begins; its record is in the journal already. */
    default void phase(GateState state) {}

    /** Something worth a line in a log. */
    default void line(GateState state, String text) {}
}
