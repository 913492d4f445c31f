// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.trial;

import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.gate.Journal;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

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

    @Override
    public Optional<GateState> read(String id) throws IOException {
        return real.read(id);
    }

    @Override
    public List<GateState> unfinished() throws IOException {
        return real.unfinished();
    }

    @Override
    public List<GateState> recent(int limit) throws IOException {
        return real.recent(limit);
    }
}
