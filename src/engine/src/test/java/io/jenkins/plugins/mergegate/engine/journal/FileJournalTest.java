// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.journal;

import static io.jenkins.plugins.mergegate.engine.journal.States.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.gate.Phase;
import io.jenkins.plugins.mergegate.engine.state.JavaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJournalTest {
    @TempDir
    private Path stateDir;

    private FileJournal journal;

    @BeforeEach
    void open() {
        journal = new FileJournal(stateDir, 3);
    }

    @Test
    void readsWhatItWrote() throws IOException {
        assertThat(journal.read("a")).isEmpty();
        assertThat(journal.unfinished()).isEmpty();
        assertThat(journal.recent(5)).isEmpty();

        journal.write(state("a", Phase.QUEUED, 0));
        journal.write(state("a", Phase.MERGING, 0));
        assertThat(journal.read("a")).contains(state("a", Phase.MERGING, 0));

        journal.write(state("a", Phase.CLOSED, 0));
        assertThat(journal.read("a")).contains(state("a", Phase.CLOSED, 0));
        assertThat(journal.unfinished()).isEmpty();
        assertThat(file("a")).doesNotExist();
        assertThat(closed("a")).exists();
    }

    @Test
    void writesNullsAndIgnoresUnknownFields() throws IOException {
        journal.write(state("a", Phase.QUEUED, 0));
        String text = Files.readString(file("a"));
        assertThat(text).contains("\"mergedSha\" : null", "\"startedAt\" : \"2026-01-01T00:00:00.123456789Z\"");

        Files.writeString(file("a"), text.replaceFirst("\\{", "{\"later\": {\"x\": 1},"));

        assertThat(journal.read("a")).contains(state("a", Phase.QUEUED, 0));
    }

    @Test
    void listsUnfinishedOldestFirstAndRecentNewestFirst() throws IOException {
        journal.write(state("b", Phase.RETESTING, 2));
        journal.write(state("c", Phase.CLOSED, 3));
        journal.write(state("a", Phase.CLOSING, 1));

        assertThat(journal.unfinished()).extracting(GateState::id).containsExactly("a", "b");
        assertThat(journal.recent(9)).extracting(GateState::id).containsExactly("c", "b", "a");
        assertThat(journal.recent(1)).extracting(GateState::id).containsExactly("c");
        assertThat(journal.recent(-1)).isEmpty();
    }

    @Test
    void eachTellsEveryRunOnceAndSkipsWhatIsDamaged() throws IOException {
        journal.each(state -> fail("there is none"));
        journal.write(state("open", Phase.MERGING, 1));
        journal.write(state("over", Phase.CLOSED, 2));
        journal.write(state("twin", Phase.MERGING, 3));
        byte[] open = Files.readAllBytes(file("twin"));
        journal.write(state("twin", Phase.CLOSED, 3));
        Files.write(file("twin"), open);
        Files.writeString(file("damaged"), "{");
        Files.writeString(closed("damaged-too"), "{");

        List<GateState> told = new ArrayList<>();
        journal.each(told::add);

        assertThat(told)
                .containsExactlyInAnyOrder(
                        state("open", Phase.MERGING, 1),
                        state("over", Phase.CLOSED, 2),
                        state("twin", Phase.CLOSED, 3));
        assertThat(journal.damaged()).hasSize(2);
    }

    /** There may be ten thousand: they are not all in memory at once. */
    @Test
    void eachReadsAClosedRunWhenItsTurnComes() throws IOException {
        journal.write(state("a", Phase.CLOSED, 1));
        journal.write(state("b", Phase.CLOSED, 2));

        List<GateState> told = new ArrayList<>();
        journal.each(state -> {
            told.add(state);
            try {
                Files.deleteIfExists(closed("b"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        assertThat(told).containsExactly(state("a", Phase.CLOSED, 1));
    }

    @Test
    void keepsTheNewestClosedAndEveryUnfinishedRun() throws IOException {
        for (int number = 0; number < 6; number++) {
            journal.write(state("open-" + number, Phase.MERGING, number));
            journal.write(state("closed-" + number, Phase.CLOSED, number));
            Files.setLastModifiedTime(closed("closed-" + number), FileTime.from(Instant.EPOCH.plusSeconds(number)));
        }
        journal.write(state("last", Phase.CLOSED, 9));

        assertThat(journal.unfinished()).hasSize(6);
        assertThat(journal.recent(99).stream().map(GateState::id).filter(id -> !id.startsWith("open")))
                .containsExactly("last", "closed-5", "closed-4");
    }

    @Test
    void aCrashBeforeTheOpenRecordIsRemovedLeavesTheRunClosed() throws IOException {
        journal.write(state("a", Phase.MERGING, 0));
        byte[] open = Files.readAllBytes(file("a"));
        journal.write(state("a", Phase.CLOSED, 0));
        Files.write(file("a"), open);

        assertThat(journal.unfinished()).isEmpty();
        assertThat(journal.read("a")).contains(state("a", Phase.CLOSED, 0));
        assertThat(journal.recent(9)).hasSize(1);
    }

    @Test
    void pruningNeverMakesAClosedRunUnfinishedAgain() throws IOException {
        journal.write(state("a", Phase.MERGING, 0));
        byte[] open = Files.readAllBytes(file("a"));
        journal.write(state("a", Phase.CLOSED, 0));
        Files.write(file("a"), open);
        Files.setLastModifiedTime(closed("a"), FileTime.from(Instant.EPOCH));

        for (int number = 1; number <= 3; number++) {
            journal.write(state("b-" + number, Phase.CLOSED, number));
        }

        assertThat(journal.read("a")).isEmpty();
        assertThat(journal.unfinished()).isEmpty();
    }

    @Test
    void aClosedRunThatIsWrittenAgainIsOpen() throws IOException {
        journal.write(state("a", Phase.CLOSED, 0));
        journal.write(state("a", Phase.PROVING, 0));

        assertThat(journal.unfinished()).containsExactly(state("a", Phase.PROVING, 0));
    }

    @Test
    void aDamagedRecordIsSetAsideAndNamed() throws IOException {
        String[] damages = {"", "{\"id\": \"a\", \"pha", "null", "{}", "{\"id\":\"other\",\"phase\":\"QUEUED\"}", "\0\0"
        };
        journal.write(state("b", Phase.QUEUED, 1));
        for (int number = 0; number < damages.length; number++) {
            Files.writeString(file("a-" + number), damages[number]);
        }

        assertThat(journal.unfinished()).extracting(GateState::id).containsExactly("b");
        assertThat(journal.damaged())
                .extracting(FileJournal.Damaged::id)
                .containsExactly("a-0", "a-1", "a-2", "a-3", "a-4", "a-5");
        assertThat(journal.damaged().get(1).file()).hasContent(damages[1]);
        assertThat(journal.read("a-0")).isEmpty();

        journal.write(state("a-0", Phase.QUEUED, 0));
        assertThat(journal.read("a-0")).isPresent();
    }

    @Test
    void aDamagedClosedRecordIsSetAsideToo() throws IOException {
        journal.write(state("a", Phase.CLOSED, 0));
        Files.writeString(closed("a"), "x");

        assertThat(journal.recent(9)).isEmpty();
        assertThat(journal.damaged()).extracting(FileJournal.Damaged::id).containsExactly("a");
    }

    @Test
    void aFileThatCannotBeReadHidesNoOther() throws IOException {
        journal.write(state("a", Phase.CLOSED, 0));
        journal.write(state("b", Phase.CLOSED, 1));
        journal.write(state("c", Phase.MERGING, 2));
        journal.write(state("d", Phase.MERGING, 3));
        for (Path file : new Path[] {closed("a"), file("c")}) {
            // No permission, or a disk error, would be as good.
            Files.delete(file);
            Files.createDirectory(file);
        }
        List<String> seen = new ArrayList<>();

        List<String> unread = journal.each(state -> seen.add(state.id()));

        assertThat(seen).containsExactlyInAnyOrder("b", "d");
        assertThat(unread)
                .hasSize(2)
                .anyMatch(line -> line.startsWith(closed("a").toString()))
                .anyMatch(line -> line.startsWith(file("c").toString()));
        assertThat(journal.recent(9)).extracting(GateState::id).containsExactly("d", "b");
    }

    @Test
    void aRecordIsRestoredOnlyWhereThereIsNone() throws IOException {
        assertThat(journal.restore(state("new", Phase.RETESTING, 0))).isTrue();
        assertThat(journal.unfinished()).containsExactly(state("new", Phase.RETESTING, 0));

        journal.write(state("open", Phase.MERGING, 1));
        assertThat(journal.restore(state("open", Phase.RETESTING, 1))).isFalse();
        assertThat(journal.read("open")).contains(state("open", Phase.MERGING, 1));

        journal.write(state("over", Phase.CLOSED, 2));
        assertThat(journal.restore(state("over", Phase.RETESTING, 2))).isFalse();
        assertThat(journal.read("over")).contains(state("over", Phase.CLOSED, 2));
        assertThat(file("over")).doesNotExist();
    }

    @Test
    void aRestoredRecordTakesThePlaceOfADamagedOne() throws IOException {
        journal.write(state("b", Phase.CLOSED, 0));
        for (Path damaged : new Path[] {file("a"), closed("b")}) {
            Files.writeString(damaged, "{\"id\": \"a\", \"pha");
        }

        assertThat(journal.restore(state("a", Phase.RETESTING, 0))).isTrue();
        assertThat(journal.restore(state("b", Phase.RETESTING, 1))).isTrue();

        assertThat(journal.unfinished())
                .containsExactly(state("a", Phase.RETESTING, 0), state("b", Phase.RETESTING, 1));
        assertThat(journal.damaged()).extracting(FileJournal.Damaged::id).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void aRestoredRecordIsWrittenOnAsAnyOther() throws IOException {
        journal.restore(state("a", Phase.RETESTING, 0));

        journal.write(state("a", Phase.MERGING, 0));
        assertThat(journal.read("a")).contains(state("a", Phase.MERGING, 0));
        journal.write(state("a", Phase.CLOSED, 0));
        assertThat(journal.unfinished()).isEmpty();
    }

    @Test
    void noIdLeavesTheDirectory() throws IOException {
        for (String id : new String[] {"", "..", "../x", "a/b", "a.b", "x".repeat(65), "a\0", "\u00e4"}) {
            assertThatThrownBy(() -> journal.write(state(id, Phase.QUEUED, 0))).isInstanceOf(InvalidInput.class);
            assertThatThrownBy(() -> journal.restore(state(id, Phase.QUEUED, 0)))
                    .isInstanceOf(InvalidInput.class);
            assertThat(journal.read(id)).isEmpty();
        }
        assertThat(journal.read(null)).isEmpty();
        try (var files = Files.list(stateDir)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void writingTheSameAgainDoesNotTouchTheDisk() throws IOException {
        journal.write(state("a", Phase.QUEUED, 0));
        Object before = Files.readAttributes(file("a"), "unix:ino").get("ino");
        journal.write(state("a", Phase.QUEUED, 0));
        assertThat(Files.readAttributes(file("a"), "unix:ino").get("ino")).isEqualTo(before);

        Files.delete(file("a"));
        journal.write(state("a", Phase.QUEUED, 0));
        assertThat(file("a")).exists();
    }

    @Test
    void aDiskThatRefusesIsAnIoExceptionAndHarmsNothing() throws IOException {
        journal.write(state("a", Phase.QUEUED, 0));
        Files.writeString(stateDir.resolve("journal/closed"), "not a directory");

        assertThatThrownBy(() -> journal.write(state("a", Phase.CLOSED, 0))).isInstanceOf(IOException.class);

        Files.delete(stateDir.resolve("journal/closed"));
        assertThat(journal.unfinished()).containsExactly(state("a", Phase.QUEUED, 0));
    }

    @Test
    void aWriterThatIsKilledAnywhereLosesNothingItHadWritten() throws Exception {
        for (int round = 0; round < 3; round++) {
            String run = "run" + round;
            int last = -1;
            try (JavaProcess writer = JavaProcess.start(JournalWriter.class, stateDir, run)) {
                while (last < 15 + 7 * round) {
                    last = Integer.parseInt(writer.answer());
                }
            }
            String lastClosed = run + "-" + last;
            assertThat(journal.read(lastClosed))
                    .hasValueSatisfying(state -> assertThat(state.phase()).isEqualTo(Phase.CLOSED));
            assertThat(journal.unfinished().stream().filter(state -> state.id().startsWith(run + "-")))
                    .hasSizeLessThanOrEqualTo(1);
            assertThat(journal.damaged()).isEmpty();
        }
    }

    private Path file(String id) {
        return stateDir.resolve("journal/" + id + ".json");
    }

    private Path closed(String id) {
        return stateDir.resolve("journal/closed/" + id + ".json");
    }
}
