// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.gate.Candidate;
import io.jenkins.plugins.mergegate.engine.gate.Ending;
import io.jenkins.plugins.mergegate.engine.gate.GateRequest;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.gate.Phase;
import io.jenkins.plugins.mergegate.engine.gate.RetestPolicy;
import io.jenkins.plugins.mergegate.engine.gate.WhenBusy;
import io.jenkins.plugins.mergegate.engine.state.StateJson;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Records of runs. */
final class States {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00.123456789Z");

    private States() {}

    /** @param message with which the run ends */
    static GateState state(String id, Phase phase, String branch, String message) {
        GateRequest request = new GateRequest(
                "job #1",
                null,
                new RepositoryId("acme", "app"),
                null,
                branch,
                "main",
                null,
                true,
                RetestPolicy.ALWAYS,
                WhenBusy.WAIT,
                0,
                3,
                List.of(),
                false,
                true,
                null,
                false,
                false);
        return new GateState(
                id,
                request,
                "git.example",
                null,
                phase,
                START,
                START,
                0,
                null,
                "a".repeat(40),
                null,
                new Candidate("b".repeat(40), "c".repeat(40), "d".repeat(40), true),
                1,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                new Ending(Outcome.ABORTED, null, message),
                Map.of("fetching", 12L));
    }

    /** Until what Jenkins does about records at its start is done: it takes those of a test for left behind. */
    static void awaitStart() {
        await().atMost(Scene.PATIENCE)
                .until(() -> Files.exists(GateRuns.get().directory().resolve("journal/COMPLETE")));
    }

    static GateState change(GateState state, Consumer<ObjectNode> change) throws IOException {
        JsonMapper mapper = new JsonMapper();
        ObjectNode json = (ObjectNode) mapper.readTree(StateJson.write(state));
        change.accept(json);
        return StateJson.read(mapper.writeValueAsBytes(json), GateState.class).orElseThrow();
    }
}
