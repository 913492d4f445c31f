// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.gate.Attempt;
import io.jenkins.plugins.mergegate.engine.gate.Ending;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.gate.GateState.LockRecord;
import io.jenkins.plugins.mergegate.engine.gate.GateState.RepositoryFacts;
import io.jenkins.plugins.mergegate.engine.gate.MergeRecord;
import io.jenkins.plugins.mergegate.engine.gate.Phase;
import io.jenkins.plugins.mergegate.engine.gate.Proof;
import io.jenkins.plugins.mergegate.engine.gitea.AnswerClass;
import io.jenkins.plugins.mergegate.engine.guard.Regression;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Records of runs that came all the way: every field has something. */
final class FullRecord {
    static final String MERGED_SHA = "e".repeat(40);

    private FullRecord() {}

    static GateState merged(String id, String branch) {
        return record(id, Phase.CLOSED, branch, new Ending(Outcome.MERGED, null, "It is in main; git proves it."));
    }

    static GateState ended(String id, String branch, Outcome outcome, Reason reason, String message) {
        return record(id, Phase.CLOSED, branch, new Ending(outcome, reason, message));
    }

    static GateState open(String id, Phase phase, String branch) {
        return record(id, phase, branch, null);
    }

    /** Merged, but its regression guard could not look for anything. */
    static GateState unguarded(String id, String why) {
        Ending merged = new Ending(Outcome.MERGED, null, "It is in main; git proves it.");
        return record(id, Phase.CLOSED, "feature/x", merged, new Regression(0, List.of(), why));
    }

    private static GateState record(String id, Phase phase, String branch, Ending ending) {
        return record(id, phase, branch, ending, new Regression(2, List.of(), "one line of markers.yml"));
    }

    private static GateState record(String id, Phase phase, String branch, Ending ending, Regression regression) {
        GateState base = States.state(id, phase, branch, "");
        Instant start = base.startedAt();
        Map<String, Long> timings = new LinkedHashMap<>();
        timings.put("fetching", 1200L);
        timings.put("queued", 65_000L);
        timings.put("retesting", 300_000L);
        return new GateState(
                base.id(),
                base.request(),
                base.server(),
                null,
                phase,
                start,
                start,
                0,
                new RepositoryFacts("https://git.example/acme/app.git", "main", null, null),
                base.startSha(),
                base.startSha(),
                base.candidate(),
                1,
                true,
                new LockRecord(
                        "merge-gate/git.example/acme/app/main", start, start.plusSeconds(65), start.plusSeconds(400)),
                new MergeRecord(
                        7L,
                        false,
                        start,
                        start,
                        List.of(
                                new Attempt(1, 500, AnswerClass.TRANSIENT, 0),
                                new Attempt(2, 0, AnswerClass.TRANSIENT, 2000),
                                new Attempt(3, 200, AnswerClass.CLAIMS_MERGED, 4000)),
                        0,
                        0,
                        null,
                        null,
                        null),
                new Proof(true, true, true),
                MERGED_SHA,
                regression,
                null,
                ending,
                timings);
    }
}
