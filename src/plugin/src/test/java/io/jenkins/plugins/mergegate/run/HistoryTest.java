// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.gate.Phase;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final History history = new History(3);

    @Test
    void theNewestIsFirstInWhateverOrderTheyCame() throws Exception {
        history.note(run("b", Phase.CLOSED, 2));
        history.found(run("a", Phase.CLOSED, 1));
        history.note(run("c", Phase.CLOSED, 3));

        assertThat(ids()).containsExactly("c", "b", "a");
        assertThat(history.newest(history.find("a").target()))
                .extracting(RunSummary::id)
                .containsExactly("c", "b", "a");
        assertThat(history.targets()).hasSize(1);
    }

    @Test
    void theOldestThatIsOverIsDropped() throws Exception {
        history.note(run("a", Phase.QUEUED, 1));
        for (int i = 2; i <= 5; i++) {
            history.note(run("r" + i, Phase.CLOSED, i));
        }

        assertThat(ids()).as("one that goes on stays").containsExactly("r5", "r4", "a");
        assertThat(history.find("r2")).isNull();
        assertThat(history.newest(history.find("a").target())).hasSize(3);
    }

    @Test
    void whatWasWrittenIsNewerThanWhatIsFound() throws Exception {
        history.note(run("a", Phase.CLOSED, 1));
        history.found(run("a", Phase.QUEUED, 1));
        assertThat(history.find("a").phase()).isEqualTo(Phase.CLOSED);

        history.note(run("b", Phase.QUEUED, 2));
        history.note(run("b", Phase.CLOSED, 2));
        assertThat(history.find("b").phase()).isEqualTo(Phase.CLOSED);
        assertThat(ids()).containsExactly("b", "a");
    }

    @Test
    void itIsCompleteOnceItIsTold() {
        assertThat(history.isComplete()).isFalse();
        history.completed();
        assertThat(history.isComplete()).isTrue();
        assertThat(history.find(null)).isNull();
        assertThat(history.newest()).isEmpty();
    }

    @Test
    void itMayBeGoneThroughWhileItChanges() throws Exception {
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 500; i++) {
                history.note(run("r" + i, Phase.CLOSED, i));
            }
        });
        while (!writer.isDone()) {
            List<Instant> seen =
                    history.newest().stream().map(RunSummary::startedAt).toList();
            assertThat(seen).isSortedAccordingTo(Comparator.reverseOrder());
        }
        writer.get(60, TimeUnit.SECONDS);
        assertThat(ids()).containsExactly("r499", "r498", "r497");
    }

    private List<String> ids() {
        return history.newest().stream().map(RunSummary::id).toList();
    }

    private static GateState run(String id, Phase phase, int second) {
        try {
            return States.change(
                    States.state(id, phase, "feature", "over"),
                    json -> json.put("startedAt", START.plusSeconds(second).toString()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
