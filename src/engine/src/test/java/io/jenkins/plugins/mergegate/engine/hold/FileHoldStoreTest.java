// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.hold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.hold.Hold.Scope;
import io.jenkins.plugins.mergegate.engine.state.SetClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileHoldStoreTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final RepositoryId APP = RepositoryId.parse("team/app");

    @TempDir
    private Path stateDir;

    private final SetClock clock = new SetClock(START);
    private HoldStore store;

    @BeforeEach
    void open() {
        store = new FileHoldStore(stateDir, clock, 0);
    }

    @Test
    void keepsHoldsOldestFirst() throws IOException {
        assertThat(store.list()).isEmpty();
        Hold late = hold("late", 2);
        Hold early = hold("early", 1);
        store.raise(late);
        store.raise(early);

        assertThat(new FileHoldStore(stateDir, clock, 0).list()).containsExactly(early, late);
    }

    @Test
    void raisingAgainChangesNothing() throws IOException {
        store.raise(hold("a", 1));
        store.raise(hold("a", 2));

        assertThat(store.list()).containsExactly(hold("a", 1));
    }

    @Test
    void raisingAnExpiredHoldAgainBeginsItAnew() throws IOException {
        store = new FileHoldStore(stateDir, clock, 1);
        store.raise(hold("a", 0));
        store.raise(hold("a", 3599));
        assertThat(store.list()).containsExactly(hold("a", 0));

        store.raise(hold("a", 3600));

        assertThat(Holds.active(store.list(), START.plusSeconds(3600), 1)).containsExactly(hold("a", 3600));
    }

    @Test
    void releasesOnceAndRemembersWhoAndWhyEveryTime() throws IOException {
        FileHoldStore files = new FileHoldStore(stateDir, clock, 0);
        for (int round = 0; round < 2; round++) {
            files.raise(hold("a", 1));
            assertThat(files.release("a", "jo", "fixed " + round)).isTrue();
            assertThat(files.release("a", "jo", "again")).isFalse();
            clock.advance(Duration.ofHours(1));
        }

        assertThat(files.list()).isEmpty();
        assertThat(files.released())
                .containsExactly(
                        new ReleasedHold(hold("a", 1), "jo", "fixed 1", START.plus(Duration.ofHours(1))),
                        new ReleasedHold(hold("a", 1), "jo", "fixed 0", START));
    }

    @Test
    void oneOfManyReleasersWins() throws Exception {
        store.raise(hold("a", 1));
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            Callable<Boolean> releaser = () -> new FileHoldStore(stateDir, clock, 0).release("a", "jo", "fixed");
            int winners = 0;
            for (Future<Boolean> released : pool.invokeAll(Collections.nCopies(8, releaser))) {
                winners += released.get() ? 1 : 0;
            }
            assertThat(winners).isEqualTo(1);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aDamagedHoldGoesOnHoldingUntilItIsReleasedOrRaisedAgain() throws IOException {
        String id = Holds.id(Scope.TARGET, "git.example.org", APP, "main", null);
        Hold hold = hold(id, 1);
        Holds.Run run = new Holds.Run("git.example.org", APP, "main", "aaa", 0);
        for (String content : new String[] {"", "{\"id\"", "null", "{}", "{\"id\":\"" + id + "\"}"}) {
            store.raise(hold);
            Files.writeString(file(id), content);

            List<Hold> holds = store.list();
            assertThat(holds).singleElement().returns(true, Hold::damaged).returns(Scope.TARGET, Hold::scope);
            assertThat(Holds.blocking(holds, run, 100, Instant.now().plus(Duration.ofDays(9)), 1))
                    .isPresent();
            assertThat(store.release(id, "jo", "looked")).isTrue();
            assertThat(store.list()).isEmpty();
            clock.advance(Duration.ofSeconds(1));
        }
        store.raise(hold);
        Files.writeString(file(id), "");
        store.raise(hold);
        assertThat(store.list()).containsExactly(hold);
    }

    @ParameterizedTest
    @ValueSource(strings = {"scope", "server", "repository", "target", "reason", "message", "since"})
    void aHoldThatLacksWhatEveryoneShowsIsDamagedAndHolds(String field) throws IOException {
        String id = Holds.id(Scope.TARGET, "git.example.org", APP, "main", null);
        store.raise(hold(id, 1));
        String whole = Files.readString(file(id));
        Files.writeString(file(id), whole.replace("\"" + field + "\" :", "\"gone\" :"));
        assertThat(file(id)).content().isNotEqualTo(whole);

        assertThat(store.list()).singleElement().satisfies(hold -> {
            assertThat(hold.damaged()).isTrue();
            assertThat(hold.reason()).isEqualTo(Reason.TARGET_HELD);
            assertThat(hold.message()).contains("is damaged");
        });
        Holds.Run run = new Holds.Run("git.example.org", APP, "main", "aaa", 0);
        assertThat(Holds.blocking(store.list(), run, 100, START, 0)).isPresent();
    }

    @Test
    void whatCannotBeAHoldIsNotOne() throws IOException {
        store.raise(hold("a", 1));
        Files.writeString(file("a b"), "{}");
        Files.writeString(stateDir.resolve("holds/a.json.bak"), "{}");

        assertThat(store.list()).hasSize(1);
    }

    @Test
    void aFileThatCannotBeReadHolds() throws IOException {
        Files.createDirectories(file("t-0123456789abcdef"));

        assertThat(store.list()).singleElement().returns(true, Hold::damaged);
    }

    @Test
    void noIdLeavesTheDirectory() throws IOException {
        for (String id : new String[] {"", "../x", "a/b", "x".repeat(65)}) {
            assertThatThrownBy(() -> store.raise(hold(id, 1))).isInstanceOf(InvalidInput.class);
            assertThat(store.release(id, "jo", "x")).isFalse();
        }
        assertThat(store.release(null, "jo", "x")).isFalse();
    }

    @Test
    void aDiskThatRefusesIsAnIoException() throws IOException {
        Files.writeString(stateDir.resolve("holds"), "not a directory");

        assertThatThrownBy(() -> store.raise(hold("a", 1))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> store.list()).isInstanceOf(IOException.class);
    }

    private Path file(String id) {
        return stateDir.resolve("holds/" + id + ".json");
    }

    private static Hold hold(String id, int second) {
        return new Hold(
                id,
                Scope.TARGET,
                "git.example.org",
                APP,
                "main",
                "topic",
                null,
                Reason.MAIN_REGRESSED,
                "main regressed",
                "run 1",
                START.plusSeconds(second));
    }
}
