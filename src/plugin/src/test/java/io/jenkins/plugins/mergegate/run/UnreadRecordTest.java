// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.gate.Phase;
import io.jenkins.plugins.mergegate.engine.journal.FileJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of the index that cannot be read, as those of another user or on a bad disk: here a directory is in their place. */
class UnreadRecordTest {
    @TempDir
    Path directory;

    @Test
    void oneHidesNothingOfTheHistoryButItself() throws Exception {
        for (String id : List.of("a", "b", "c")) {
            new FileJournal(directory).write(States.state(id, Phase.CLOSED, "task", "over"));
        }
        unreadable("b");
        Records records = new Records(directory);

        assertThat(records.readHistory()).singleElement().asString().contains("b.json");

        assertThat(records.history().isComplete()).isTrue();
        assertThat(records.history().newest()).extracting(RunSummary::id).containsExactlyInAnyOrder("a", "c");
        unreadable("c");
        assertThat(records.recent(9)).extracting(GateState::id).containsExactly("a");
    }

    @Test
    void evenWhenAllAreTheHistoryIsNotWaitedForForEver() throws Exception {
        Files.createDirectories(directory.resolve("journal"));
        Files.writeString(directory.resolve("journal/closed"), "not a directory");
        Records records = new Records(directory);

        assertThatThrownBy(records::readHistory).isInstanceOf(IOException.class);

        assertThat(records.history().isComplete()).isTrue();
    }

    private void unreadable(String id) throws IOException {
        Path file = directory.resolve("journal/closed/" + id + ".json");
        Files.delete(file);
        Files.createDirectory(file);
    }
}
