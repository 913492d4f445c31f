// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.journal;

import io.jenkins.plugins.mergegate.engine.gate.Phase;
import io.jenkins.plugins.mergegate.engine.state.JavaProcess;
import java.io.IOException;
import java.nio.file.Path;

/** A process that takes runs through two phases and closes them until it is killed; says the number of each finished one. */
final class JournalWriter {
    private JournalWriter() {}

    public static void main(String[] arguments) throws IOException {
        JavaProcess.dieInTime();
        FileJournal journal = new FileJournal(Path.of(arguments[0]), 10);
        for (int number = 0; true; number++) {
            String id = arguments[1] + "-" + number;
            journal.write(States.state(id, Phase.QUEUED, number));
            journal.write(States.state(id, Phase.MERGING, number));
            journal.write(States.state(id, Phase.CLOSED, number));
            System.out.println(number);
        }
    }
}
