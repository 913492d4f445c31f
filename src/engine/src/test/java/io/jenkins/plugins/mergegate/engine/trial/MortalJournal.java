// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.trial;

import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.gate.Journal;
import java.io.IOException;

/** The journal of a process. */
record MortalJournal(GateProcess process, Journal real, Ledger ledger) implements Journal {
    @Override
    public void write(GateState state) throws IOException {
        process.around(Moment.Port.JOURNAL, state.phase().name(), () -> {
            ledger.written(state);
            real.write(state);
            return null;
        });
    }
}
