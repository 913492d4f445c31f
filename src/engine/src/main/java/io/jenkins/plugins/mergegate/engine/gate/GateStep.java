// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the caller of {@link Gate} does next. The gate itself never sleeps and holds no thread. */
public sealed interface GateStep {
    GateState state();

    /** Run the body on exactly the candidate, then call {@link Gate#bodyFinished}. */
    record RunBody(GateState state) implements GateStep {
        /** The environment of the body. */
        public Map<String, String> environment() {
            Map<String, String> environment = new LinkedHashMap<>();
            environment.put("MERGE_GATE_SHA", state.candidate().sha());
            environment.put("MERGE_GATE_TREE", state.candidate().tree());
            environment.put("MERGE_GATE_BRANCH", state.request().branch());
            environment.put("MERGE_GATE_TARGET", state.request().target());
            environment.put("MERGE_GATE_TARGET_SHA", state.candidate().targetSha());
            environment.put("MERGE_GATE_ATTEMPT", String.valueOf(state.catchUps() + 1));
            return environment;
        }
    }

    /** Call {@link Gate#resume} after {@code delay}, or earlier when something that matters happened. */
    record Wait(GateState state, Duration delay, String why) implements GateStep {}

    /** The run is over; {@code state.ending()} says how. */
    record Finished(GateState state) implements GateStep {}
}
