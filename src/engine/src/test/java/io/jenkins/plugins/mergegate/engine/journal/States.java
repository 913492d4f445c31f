// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.journal;

import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.gate.Candidate;
import io.jenkins.plugins.mergegate.engine.gate.Ending;
import io.jenkins.plugins.mergegate.engine.gate.GateRequest;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.gate.GateState.LockRecord;
import io.jenkins.plugins.mergegate.engine.gate.Phase;
import io.jenkins.plugins.mergegate.engine.gate.Proof;
import io.jenkins.plugins.mergegate.engine.gate.RetestPolicy;
import io.jenkins.plugins.mergegate.engine.gate.WhenBusy;
import io.jenkins.plugins.mergegate.engine.gitea.MergeStyle;
import io.jenkins.plugins.mergegate.engine.guard.Regression;
import io.jenkins.plugins.mergegate.engine.lock.ProcessId;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Records of runs. */
public final class States {
    public static final Instant START = Instant.parse("2026-01-01T00:00:00.123456789Z");

    private States() {}

    /** A run that began {@code second} seconds after {@link #START}. */
    public static GateState state(String id, Phase phase, long second) {
        return state(id, phase, second, null);
    }

    public static GateState state(String id, Phase phase, long second, LockRecord lock) {
        boolean over = phase == Phase.CLOSING || phase == Phase.CLOSED;
        return new GateState(
                id,
                request(),
                "git.example.org",
                new ProcessId("here", 1, START, "boot-1", "pid:[1]", 10L),
                phase,
                START.plusSeconds(second),
                START.plusSeconds(second),
                0,
                null,
                "a".repeat(40),
                null,
                new Candidate("b".repeat(40), "c".repeat(40), "d".repeat(40), true),
                1,
                over ? true : null,
                lock,
                null,
                over ? new Proof(true, true, null) : null,
                null,
                over ? new Regression(2, List.of("marker \u00e4"), null) : null,
                null,
                over ? new Ending(Outcome.MERGED, null, "merged") : null,
                Map.of("fetching", 12L));
    }

    private static GateRequest request() {
        return new GateRequest(
                "job #12",
                "https://ci.example.org/job/12/",
                RepositoryId.parse("team/app"),
                "https://git.example.org/team/app.git",
                "topic",
                "main",
                MergeStyle.REBASE_MERGE,
                true,
                RetestPolicy.WHEN_REBASED,
                WhenBusy.DEFER,
                5,
                3,
                List.of("marker"),
                true,
                true,
                "title",
                false,
                true);
    }
}
