// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.journal.FileJournal;
import io.jenkins.plugins.mergegate.testkit.EmbeddedRepository;
import io.jenkins.plugins.mergegate.testkit.git.BareRepository;
import io.jenkins.plugins.mergegate.testkit.model.RefUpdate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten processes with one state directory take ten branches of one repository through the gate at the same time. */
final class TenAtOnceIT {
    private static final int COUNT = 10;
    /** A run that waited no longer than this for the lock may still hold the target it fetched before. */
    private static final long FRESH_MILLIS = 250;

    @TempDir
    Path directory;

    @Test
    void tenBranchesAtOnce() throws IOException {
        try (JarFixture fixture = new JarFixture(directory)) {
            EmbeddedRepository repository = fixture.repository;
            fixture.branches();
            FinalState end = new FinalState(fixture);
            String start = repository.head("main");
            int movesBefore = repository.refLog("main").size();
            List<String> branches = IntStream.range(0, COUNT)
                    .mapToObj(i -> branch(repository, i))
                    .toList();

            Map<String, JsonNode> results = gateAll(fixture, branches);

            assertThat(results.values())
                    .extracting(result -> result.path("outcome").asText())
                    .containsOnly("MERGED")
                    .hasSize(COUNT);
            List<GateState> byLock = runsInOrderOfLock(fixture);
            assertThat(byLock).hasSize(COUNT);
            String tip = start;
            for (GateState run : byLock) {
                String branch = run.request().branch();
                JsonNode result = results.get(branch);
                String merge = result.path("mergedSha").asText();
                String candidate = result.path("validatedSha").asText();
                assertThat(parents(repository, merge)).as(branch).containsExactly(tip, candidate);
                assertThat(parents(repository, candidate))
                        .as("what %s was tested on", branch)
                        .containsExactly(tip);
                assertThat(result.path("baseSha").asText()).isEqualTo(tip);
                assertThat(repository.tree(merge)).isEqualTo(repository.tree(candidate));
                assertCatchUpsAreExplained(result);
                tip = merge;
            }
            assertThat(repository.head("main")).isEqualTo(tip);
            List<RefUpdate> moves = repository.refLog("main");
            assertThat(moves.subList(movesBefore, moves.size()))
                    .hasSize(COUNT)
                    .allMatch(move -> move.cause() == RefUpdate.Cause.MERGE);
            for (String branch : branches) {
                assertThat(repository.read("main", branch + ".txt")).hasValue(branch + "\n");
                assertThat(repository.isAncestor(repository.head(branch), tip)).isTrue();
            }
            assertThat(repository.pullRequests()).hasSize(COUNT).allMatch(pull -> pull.merged());
            end.assertNothingIsLeft();
        }
    }

    private static String branch(EmbeddedRepository repository, int i) {
        String branch = "work-" + i;
        repository.createBranch(branch, "main");
        repository.commit(branch, Map.of(branch + ".txt", branch + "\n"), "Add " + branch);
        return branch;
    }

    private static Map<String, JsonNode> gateAll(JarFixture fixture, List<String> branches) {
        List<JarRun> running = new ArrayList<>();
        try {
            for (String branch : branches) {
                running.add(fixture.start(JarFixture.gate(branch, "--retest", "test -f " + branch + ".txt")));
            }
            Map<String, JsonNode> results = new TreeMap<>();
            for (int i = 0; i < branches.size(); i++) {
                JarResult result = running.get(i).await();
                assertThat(result.exit()).as("%s", result).isZero();
                results.put(branches.get(i), result.json());
            }
            return results;
        } finally {
            running.forEach(JarRun::close);
        }
    }

    /** By the journal; and nobody had the lock before the one in front gave it back. */
    private static List<GateState> runsInOrderOfLock(JarFixture fixture) throws IOException {
        List<GateState> runs = new FileJournal(fixture.state)
                .recent(2 * COUNT).stream()
                        .sorted(Comparator.comparing(run -> run.lock().acquiredAt()))
                        .toList();
        for (int i = 1; i < runs.size(); i++) {
            // The release is written down after it is done, so the next one may have it a moment earlier.
            GateState previous = runs.get(i - 1);
            Instant closing =
                    previous.lock().releasedAt().minusMillis(previous.timings().get("closing"));
            assertThat(runs.get(i).lock().acquiredAt()).isAfterOrEqualTo(closing);
        }
        return runs;
    }

    /** The target moves only under the lock, so only a fetch from before the lock can be outdated. */
    private static void assertCatchUpsAreExplained(JsonNode result) {
        int catchUps = result.path("catchUps").asInt();
        long waited = result.path("lock").path("waitMillis").asLong();
        assertThat(catchUps).as("%s", result).isLessThanOrEqualTo(waited <= FRESH_MILLIS ? 1 : 0);
    }

    private static List<String> parents(EmbeddedRepository repository, String commit) {
        String line = new BareRepository(repository.gitDir()).git("rev-list", "--parents", "-n1", commit);
        List<String> words = List.of(line.strip().split(" "));
        return words.subList(1, words.size());
    }
}
