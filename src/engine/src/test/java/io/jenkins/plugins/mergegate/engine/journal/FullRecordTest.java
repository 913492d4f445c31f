// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.engine.gate.Attempt;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.gate.MergeRecord;
import io.jenkins.plugins.mergegate.engine.gate.Phase;
import io.jenkins.plugins.mergegate.engine.gate.Reported;
import io.jenkins.plugins.mergegate.engine.gitea.AnswerClass;
import io.jenkins.plugins.mergegate.engine.gitea.BranchInfo;
import io.jenkins.plugins.mergegate.engine.gitea.MergeStyle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A record in which nothing is missing comes back as it was. */
class FullRecordTest {
    @TempDir
    private Path stateDir;

    @Test
    void comesBackAsItWas() throws IOException {
        GateState state = full("run");
        new FileJournal(stateDir).write(state);

        assertThat(new FileJournal(stateDir).read("run")).contains(state);
        assertThat(new FileJournal(stateDir).unfinished()).containsExactly(state);
    }

    @Test
    void aRecordOfAnEarlierVersionIsRead() throws IOException {
        FileJournal journal = new FileJournal(stateDir);
        journal.write(full("run"));
        Path file = stateDir.resolve("journal/run.json");
        String old = Files.readString(file).replaceFirst(",\\s*\"lastTry\" : true", "");
        assertThat(old).doesNotContain("lastTry");
        Files.writeString(file, old);

        assertThat(journal.read("run"))
                .hasValueSatisfying(
                        state -> assertThat(state.request().lastTry()).isFalse());
    }

    @Test
    void aRequestThatIsRefusedMakesTheRecordDamaged() throws IOException {
        FileJournal journal = new FileJournal(stateDir);
        journal.write(full("run"));
        Path file = stateDir.resolve("journal/run.json");
        Files.writeString(file, Files.readString(file).replace("\"topic\"", "\"--upload-pack=x\""));

        assertThat(journal.read("run")).isEmpty();
        assertThat(journal.damaged()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "phase",
                "startedAt",
                "phaseSince",
                "server",
                "request",
                "repository",
                "branch",
                "target",
                "markers",
                "attempts",
                "timings"
            })
    void aRecordThatLacksWhatEveryReaderNeedsIsDamaged(String field) throws IOException {
        FileJournal journal = new FileJournal(stateDir);
        journal.write(full("run"));
        Path file = stateDir.resolve("journal/run.json");
        String whole = Files.readString(file);
        Files.writeString(file, whole.replace("\"" + field + "\" :", "\"gone\" :"));
        assertThat(file).content().isNotEqualTo(whole);

        assertThat(journal.unfinished()).isEmpty();
        assertThat(journal.damaged()).hasSize(1);
    }

    private static GateState full(String id) {
        GateState plain = States.state(id, Phase.MERGING, 0);
        BranchInfo target = new BranchInfo("main", "f".repeat(40), true, true, 1, List.of("ci/*"));
        return new GateState(
                id,
                plain.request(),
                plain.server(),
                plain.owner(),
                plain.phase(),
                plain.startedAt(),
                plain.phaseSince(),
                2,
                new GateState.RepositoryFacts(
                        "https://git.example.org/team/app.git", "main", MergeStyle.SQUASH, target),
                plain.startSha(),
                "e".repeat(40),
                plain.candidate(),
                1,
                true,
                new GateState.LockRecord("merge-gate/h/team/app/main", States.START, States.START, null),
                new MergeRecord(
                        7L,
                        true,
                        States.START,
                        States.START,
                        List.of(new Attempt(1, 500, AnswerClass.TRANSIENT, 0), new Attempt(2, null, null, 2000)),
                        0,
                        1,
                        2000L,
                        null,
                        "try again later"),
                plain.proof(),
                null,
                plain.regression(),
                new Reported("e".repeat(40), "success", "Tested", States.START),
                plain.ending(),
                plain.timings());
    }
}
