// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import java.io.IOException;

/** The write-ahead record of every run. What was written is there after a crash. */
@FunctionalInterface
public interface Journal {
    /** Writes the state of a run; what stood there of the run is replaced atomically and synced. */
    void write(GateState state) throws IOException;
}
