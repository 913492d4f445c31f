// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.metrics;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.hold.Hold;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Who counts what happens. Called while runs are at work: quick, and without a file. */
public interface GateObserver extends ExtensionPoint {
    /** The record of a run was written; CLOSED once, in the end. */
    void written(GateState state);

    void raised(Hold hold);

    /** @param locks how many were taken back, whoever asked for it */
    void reclaimed(int locks);

    /** Tells everybody. Whatever fails there, the one who tells goes on. */
    static void tell(Consumer<GateObserver> what) {
        try {
            ExtensionList.lookup(GateObserver.class).forEach(what);
        } catch (RuntimeException | LinkageError e) {
            Logger.getLogger(GateObserver.class.getName()).log(Level.FINE, "Something was not counted", e);
        }
    }
}
