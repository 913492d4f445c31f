// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.testkit.contract.Http;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is visible between a push and the end of the mergeability check. */
class MergeabilityTest extends EmbeddedTestBase {

    private static final Duration LONG = Duration.ofHours(1);

    private void conflictOn(String branch) {
        task(branch, "a.txt");
        repository.commit("main", Map.of("a.txt", "main\n"), "Conflict");
    }

    @Test
    void withoutDelaysTheNextReadIsTrue() {
        conflictOn("task");

        assertThat(mergeable(1)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"merge, 409", "rebase, 409", "rebase-merge, 409", "squash, 500", "fast-forward-only, 500"})
    void theOldResultStaysAndLetsAMergeRunIntoTheConflict(String style, int status) {
        gitea.setMergeabilityDelay(LONG);
        conflictOn("task");

        assertThat(mergeable(1)).isTrue();
        Http.Answer answer = merge(1, style).expect(status);
        if (status == 409) {
            assertThat(answer.json().has("message")).isFalse();
            assertThat(answer.json().path("Style").asText()).isEqualTo(style);
            assertThat(answer.json().path("StdOut").asText()).contains("CONFLICT (add/add)");
        } else {
            assertThat(answer.message()).isEmpty();
        }
    }

    @Test
    void anAttemptThatFailsStartsTheChecksOfTheWholeBaseAgain() {
        gitea.setMergeabilityDelay(LONG);
        gitea.setCheckingTime(LONG);
        task("one", "a.txt");
        task("two", "b.txt");
        String wrong = "{\"Do\":\"merge\",\"head_commit_id\":\"" + "0".repeat(40) + "\"}";

        assertThat(api.post(pull(1) + "/merge", wrong).expect(409).message()).isEqualTo("head out of date");

        assertThat(merge(1).expect(405).message()).isEqualTo("Please try again later");
        assertThat(mergeable(2)).isFalse();
    }

    @Test
    void thenTheCheckIsShownAsRunning() {
        gitea.setCheckingTime(LONG);
        task("task", "a.txt");
        repository.commit("main", Map.of("b.txt", "b\n"), "No conflict");

        assertThat(mergeable(1)).isFalse();
        assertThat(merge(1).expect(405).message()).isEqualTo("Please try again later");
        gitea.setCheckingTime(Duration.ZERO);
        assertThat(mergeable(1)).isTrue();
        merge(1).expect(200);
    }

    @Test
    void theCheckEndsByItself() {
        gitea.setMergeabilityDelay(Duration.ofMillis(20));
        gitea.setCheckingTime(Duration.ofMillis(20));
        conflictOn("task");

        Awaitility.await()
                .until(() ->
                        repository.pullRequest(1).mergeability().outdatedSince().isEmpty());
        assertThat(mergeable(1)).isFalse();
    }

    @Test
    void aCheckMayWaitForAReader() {
        gitea.setCheckOnlyWhenViewed(true);
        task("task", "a.txt");
        repository.commit("main", Map.of("b.txt", "b\n"), "No conflict");

        merge(1).expect(405);
        assertThat(api.get("/repos/team/app/pulls")
                        .json()
                        .get(0)
                        .path("mergeable")
                        .asBoolean())
                .isFalse();
        merge(1).expect(405);
        assertThat(mergeable(1)).isTrue();
        merge(1).expect(200);
    }

    @Test
    void everyMergeSendsTheOthersThroughTheCheckAgain() {
        gitea.setCheckingTime(LONG);
        task("one", "a.txt");
        task("two", "b.txt");

        merge(1).expect(200);

        merge(2).expect(405);
        assertThat(mergeable(2)).isFalse();
    }

    @Test
    void aHeadThatWasPushedIntoTheBaseIsMarkedMergedWhereTheRepositoryDetectsThat() {
        repository.settings().autodetectManualMerge(true);
        String sha = task("task", "a.txt");
        repository.forceUpdate("main", sha);

        Awaitility.await().until(() -> repository.pullRequest(1).merged());
    }
}
