// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The write-ahead record of every run. What was written is there after a crash. */
public interface Journal {
    /** Writes the state of a run; the file of its id is replaced atomically and synced. */
    void write(GateState state) throws IOException;

    Optional<GateState> read(String id) throws IOException;

    /** Runs that are not CLOSED, oldest first. */
    List<GateState> unfinished() throws IOException;

    /** The most recently started runs, newest first, at most {@code limit}. */
    List<GateState> recent(int limit) throws IOException;
}
