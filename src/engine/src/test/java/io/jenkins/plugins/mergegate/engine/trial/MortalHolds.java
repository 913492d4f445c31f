// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.trial;

import io.jenkins.plugins.mergegate.engine.hold.Hold;
import io.jenkins.plugins.mergegate.engine.hold.HoldStore;
import java.io.IOException;
import java.util.List;

/** The holds as a process sees them. */
record MortalHolds(GateProcess process, HoldStore real) implements HoldStore {
    @Override
    public void raise(Hold hold) throws IOException {
        process.around(Moment.Port.HOLDS, "raise", () -> {
            real.raise(hold);
            return null;
        });
    }

    @Override
    public List<Hold> list() throws IOException {
        return real.list();
    }

    @Override
    public boolean release(String id, String by, String reason) throws IOException {
        return process.around(Moment.Port.HOLDS, "release", () -> real.release(id, by, reason));
    }
}
