// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.engine.hold.FileHoldStore;
import io.jenkins.plugins.mergegate.engine.journal.FileJournal;
import io.jenkins.plugins.mergegate.testkit.EmbeddedRepository;
import io.jenkins.plugins.mergegate.testkit.model.RefUpdate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** What must be true in the end, whatever happened on the way. It remembers how things stood before. */
final class FinalState {
    private final JarFixture fixture;
    private final String mainBefore;
    private final String bystanderBefore;
    private final int movesBefore;

    FinalState(JarFixture fixture) {
        this.fixture = fixture;
        EmbeddedRepository repository = fixture.repository;
        mainBefore = repository.head("main");
        bystanderBefore = repository.head(JarFixture.BYSTANDER);
        movesBefore = repository.refLog("main").size();
    }

    /** Whether main moved since. */
    boolean mainMoved() {
        return !fixture.repository.head("main").equals(mainBefore);
    }

    /** One merge of the branch, by one pull request, and nothing of anybody is lost. */
    void assertMergedOnce() {
        EmbeddedRepository repository = fixture.repository;
        assertThat(repository.pullRequests()).singleElement().matches(pull -> pull.merged(), "is merged");
        long number = repository.pullRequests().get(0).number();
        List<RefUpdate> moves = repository.refLog("main");
        assertThat(moves.subList(movesBefore, moves.size())).singleElement().satisfies(move -> {
            assertThat(move.cause()).isEqualTo(RefUpdate.Cause.MERGE);
            assertThat(move.pull()).isEqualTo(number);
            assertThat(move.before()).isEqualTo(mainBefore);
            assertThat(move.after()).isEqualTo(repository.head("main"));
        });
        assertThat(repository.log("main")).as("first-parent line").element(1).isEqualTo(mainBefore);
        assertThat(repository.isAncestor(repository.head(JarFixture.TASK), repository.head("main")))
                .as("the branch is in main")
                .isTrue();
        assertThat(repository.read("main", JarFixture.TASK_FILE)).hasValue("task\n");
        assertThat(repository.read("main", JarFixture.MAIN_FILE))
                .isEqualTo(repository.read(mainBefore, JarFixture.MAIN_FILE));
        assertThat(repository.head(JarFixture.BYSTANDER)).isEqualTo(bystanderBefore);
    }

    void assertNothingIsLeft() {
        assertNothingIsHeldOrOpen();
        assertThat(files(fixture.work.resolve("worktrees"))).as("work trees").isEmpty();
        assertThat(files(fixture.work.resolve("checkouts"))).as("checkouts").isEmpty();
        assertThat(files(fixture.work.resolve("mirrors")))
                .as("git's notes of work trees, and its locks")
                .noneMatch(file -> file.getParent().endsWith("worktrees")
                        || file.toString().endsWith(".lock"));
        try {
            assertThat(new FileHoldStore(fixture.state, Clock.systemUTC(), 0).list())
                    .as("holds")
                    .isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** No lease, no place in line, no record of a run that is not over. */
    void assertNothingIsHeldOrOpen() {
        assertThat(files(fixture.state.resolve("locks")))
                .as("leases and tickets")
                .noneMatch(file -> file.toString().matches(".*\\.(lease|ticket|grave|tmp)"));
        try {
            FileJournal journal = new FileJournal(fixture.state);
            assertThat(journal.unfinished()).as("unfinished runs").isEmpty();
            assertThat(journal.damaged()).as("damaged records").isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything below a directory but itself. */
    static List<Path> files(Path directory) {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(file -> !file.equals(directory)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
