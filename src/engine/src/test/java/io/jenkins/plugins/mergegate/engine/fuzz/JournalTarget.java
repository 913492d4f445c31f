// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.fuzz;

import io.jenkins.plugins.mergegate.engine.journal.FileJournal;
import java.io.IOException;

/** The record of a run: any file is one, or is set aside as damaged. */
public final class JournalTarget {
    private static final String ID = "run-1";
    private static final Workplace PLACE = new Workplace("journal/" + ID + ".json");

    private JournalTarget() {}

    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        PLACE.put(data);
        FileJournal journal = new FileJournal(PLACE.state);
        boolean open = !journal.unfinished().isEmpty();
        boolean known = journal.read(ID).isPresent();
        boolean damaged = !journal.damaged().isEmpty();
        journal.recent(1);
        if (open != known || known == damaged) {
            throw new IllegalStateException("open " + open + ", known " + known + ", damaged " + damaged);
        }
    }
}
