// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.gitea.AnswerClass;
import io.jenkins.plugins.mergegate.engine.guard.Regression;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GateReportTest {
    private static final Set<Class<?>> PLAIN =
            Set.of(LinkedHashMap.class, ArrayList.class, String.class, Integer.class, Long.class, Boolean.class);
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void everyFieldOfTheReferenceIsThere() throws IOException {
        JsonNode json = read(GateReport.of(finished()));
        assertThat(json).isEqualTo(new ObjectMapper().readTree("""
                        {"outcome": "HELD", "reason": "NOT_MERGED", "message": "why", "server": "git.example.com:3000",
                         "repository": "acme/app", "branch": "topic", "target": "main", "pullRequest": 7,
                         "headSha": "start", "baseSha": "base", "validatedSha": "valid", "validatedTree": "tree",
                         "mergedSha": "merged", "rebased": true, "retested": true, "catchUps": 1,
                         "proof": {"ancestry": true, "tree": false, "gitea": null},
                         "attempts": [{"number": 1, "status": 500, "class": "TRANSIENT", "waitMillis": 0},
                                      {"number": 2, "status": null, "class": null, "waitMillis": 1500}],
                         "lock": {"name": "merge-gate/x", "token": "id", "waitMillis": 2000, "holdMillis": 3000},
                         "regression": {"checked": 2, "missing": ["gone"], "skipped": null},
                         "timings": {"preflight": 5, "fetching": 9}}
                        """));
    }

    @Test
    void whatIsNotKnownIsNullAndNeverLeftOut() throws IOException {
        JsonNode full = read(GateReport.of(finished()));
        JsonNode refused = read(GateReport.refused("--branch is missing."));
        JsonNode begun = read(GateReport.of(begun()));
        for (JsonNode json : List.of(refused, begun)) {
            assertThat(names(json)).isEqualTo(names(full));
            for (String part : List.of("proof", "lock", "regression")) {
                assertThat(names(json.get(part))).isEqualTo(names(full.get(part)));
            }
            assertThat(json.get("lock").get("token").isNull()).isTrue();
            assertThat(json.get("attempts").isEmpty()).isTrue();
            assertThat(json.get("pullRequest").isNull()).isTrue();
            assertThat(json.get("rebased").isNull()).isTrue();
        }
        assertThat(refused.get("catchUps").isNull()).isTrue();
        assertThat(begun.get("branch").asText()).isEqualTo("topic");
    }

    @Test
    void isMadeOfPlainSerializableValues() throws Exception {
        for (Map<String, Object> report :
                List.of(GateReport.of(finished()), GateReport.of(begun()), GateReport.refused("why"))) {
            assertPlain(report);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(report);
            }
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                assertThat(in.readObject()).isEqualTo(report);
            }
        }
    }

    private static void assertPlain(Object value) {
        if (value == null) {
            return;
        }
        assertThat(PLAIN).contains(value.getClass());
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, field) -> {
                assertThat(name).isInstanceOf(String.class);
                assertPlain(field);
            });
        } else if (value instanceof List<?> list) {
            list.forEach(GateReportTest::assertPlain);
        }
    }

    private static GateState finished() {
        Attempt first = new Attempt(1, 500, AnswerClass.TRANSIENT, 0);
        Attempt second = new Attempt(2, null, null, 1500);
        return state(
                new Candidate("valid", "tree", "base", true),
                new GateState.LockRecord("merge-gate/x", T0, T0.plusSeconds(2), T0.plusSeconds(5)),
                merge(7L, List.of(first, second)),
                new Proof(true, false, null),
                new Regression(2, List.of("gone"), null),
                new Ending(Outcome.HELD, Reason.NOT_MERGED, "why"));
    }

    private static GateState begun() {
        return state(null, null, merge(null, List.of()), null, null, null);
    }

    private static MergeRecord merge(Long number, List<Attempt> attempts) {
        return new MergeRecord(number, false, null, null, attempts, 0, 0, null, null, null);
    }

    private static GateState state(
            Candidate candidate,
            GateState.LockRecord lock,
            MergeRecord merge,
            Proof proof,
            Regression regression,
            Ending ending) {
        GateRequest request = new GateRequest(
                "host pid 1",
                null,
                RepositoryId.parse("acme/app"),
                "https://git.example.com/acme/app.git",
                "topic",
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
                "id",
                request,
                "git.example.com:3000",
                null,
                ending == null ? Phase.PREFLIGHT : Phase.CLOSED,
                T0,
                T0,
                0,
                null,
                "start",
                "start",
                candidate,
                1,
                ending == null ? null : true,
                lock,
                merge,
                proof,
                "merged",
                regression,
                null,
                ending,
                Map.of("preflight", 5L, "fetching", 9L));
    }

    private static JsonNode read(Map<String, Object> report) throws IOException {
        return new ObjectMapper().readTree(new ObjectMapper().writeValueAsString(report));
    }

    private static List<String> names(JsonNode json) {
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
