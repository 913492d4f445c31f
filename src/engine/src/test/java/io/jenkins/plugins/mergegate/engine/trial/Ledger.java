// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.trial;

import io.jenkins.plugins.mergegate.engine.gate.GateState;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What the runs wrote and told whoever started them, and which trees were called good. */
final class Ledger {
    private final Map<String, GateState> told = new LinkedHashMap<>();
    private final Map<String, GateState> written = new LinkedHashMap<>();
    private final Set<String> good = new HashSet<>();

    void told(GateState end) {
        told.put(end.id(), end);
    }

    /** A run is about to write that to the journal. */
    void written(GateState state) {
        written.put(state.id(), state);
    }

    void good(String tree) {
        good.add(tree);
    }

    Map<String, GateState> told() {
        return told;
    }

    /** The last that each run wrote, whatever became of the file. */
    Map<String, GateState> written() {
        return written;
    }

    boolean isGood(String tree) {
        return good.contains(tree);
    }
}
