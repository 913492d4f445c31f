// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit;

import static io.jenkins.plugins.mergegate.testkit.faults.MergeMoment.AFTER_PUSH;
import static io.jenkins.plugins.mergegate.testkit.faults.MergeMoment.BEFORE_FETCH;
import static io.jenkins.plugins.mergegate.testkit.faults.MergeMoment.BEFORE_PUSH;
import static io.jenkins.plugins.mergegate.testkit.traffic.Call.MERGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.testkit.contract.Http;
import io.jenkins.plugins.mergegate.testkit.faults.Hold;
import io.jenkins.plugins.mergegate.testkit.model.RefUpdate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can go wrong in the middle of a merge. */
class MergeFaultsTest extends EmbeddedTestBase {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @ParameterizedTest
    @ValueSource(ints = {200, 500})
    void theRefMovesButThePullRequestStaysOpen(int status) {
        String sha = task("task", "a.txt");
        gitea.faults().on(MERGE).leaveOpen(status);

        merge(1).expect(status);

        assertThat(repository.isAncestor(sha, "main")).isTrue();
        assertThat(repository.pullRequest(1).open()).isTrue();
        assertThat(repository.refLog("main")).last().extracting(RefUpdate::pull).isEqualTo(1L);
    }

    @Test
    void aPhantomMergeClosesThePullRequestOnly() {
        String sha = task("task", "a.txt");
        String main = repository.head("main");
        gitea.faults().on(MERGE).phantom();

        merge(1).expect(200);

        assertThat(repository.pullRequest(1).merged()).isTrue();
        assertThat(repository.head("main")).isEqualTo(main);
        assertThat(repository.isAncestor(sha, "main")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"merge", "rebase", "squash", "fast-forward-only", "rebase-merge"})
    void aBaseThatMovesDuringTheMergeIsALostRace(String style) {
        task("task", "a.txt");
        gitea.faults().on(MERGE).during(BEFORE_PUSH, () -> repository.commit("main", Map.of("b.txt", "b\n"), "Race"));

        assertThat(merge(1, style).expect(409).message()).isEqualTo("merge push out of date");

        assertThat(repository.pullRequest(1).open()).isTrue();
        assertThat(repository.read("main", "a.txt")).isEmpty();
    }

    @Test
    void aHeadThatMovesBeforeTheFetchIsSeen() {
        String sha = task("task", "a.txt");
        gitea.faults().on(MERGE).during(BEFORE_FETCH, () -> repository.commit("task", Map.of("b.txt", "b\n"), "Race"));

        Http.Answer answer = api.post(pull(1) + "/merge", "{\"Do\":\"merge\",\"head_commit_id\":\"" + sha + "\"}");

        assertThat(answer.expect(409).message()).isEqualTo("head out of date");
    }

    @Test
    void theRowIsClosedOnlyAfterTheRefHasMoved() {
        String sha = task("task", "a.txt");
        AtomicBoolean inMain = new AtomicBoolean();
        AtomicBoolean merged = new AtomicBoolean(true);
        gitea.faults().on(MERGE).during(AFTER_PUSH, () -> {
            inMain.set(repository.isAncestor(sha, "main"));
            merged.set(repository.pullRequest(1).merged());
        });

        merge(1).expect(200);

        assertThat(inMain).isTrue();
        assertThat(merged).isFalse();
        assertThat(repository.pullRequest(1).merged()).isTrue();
    }

    @Test
    void hooksRunAroundAMerge() {
        task("task", "a.txt");
        AtomicBoolean before = new AtomicBoolean();
        AtomicBoolean after = new AtomicBoolean();
        gitea.faults().beforeMerge(() -> before.set(repository.pullRequest(1).open()));
        gitea.faults().afterMerge(() -> after.set(repository.pullRequest(1).merged()));

        merge(1).expect(200);

        assertThat(before).isTrue();
        assertThat(after).isTrue();
    }

    @Test
    void onlyTwoMergesOfOnePullRequestWaitForEachOther() {
        task("one", "a.txt");
        task("two", "b.txt");
        Hold hold = gitea.faults().on(MERGE).hangDuring(BEFORE_PUSH);
        CompletableFuture<Http.Answer> first = CompletableFuture.supplyAsync(() -> merge(1));
        assertThat(hold.awaitArrival(PATIENCE)).isTrue();

        merge(2).expect(200);
        hold.release();

        assertThat(first)
                .succeedsWithin(PATIENCE)
                .extracting(Http.Answer::status)
                .isEqualTo(409);
    }

    @Test
    void theSecondOfTwoSquashesIsDoneAgain() {
        task("task", "a.txt");
        Hold hold = gitea.faults().on(MERGE).hangDuring(BEFORE_PUSH);
        CompletableFuture<Http.Answer> first = CompletableFuture.supplyAsync(() -> merge(1, "squash"));
        assertThat(hold.awaitArrival(PATIENCE)).isTrue();
        CompletableFuture<Http.Answer> second = CompletableFuture.supplyAsync(() -> merge(1, "squash"));
        Awaitility.await().until(() -> repository.hasWaitingMerge(1));

        hold.release();

        assertThat(List.of(first.join().status(), second.join().status())).containsExactly(200, 200);
        assertThat(repository.log("main")).hasSize(3);
        assertThat(repository.pullRequest(1).mergeCommitSha())
                .isEqualTo(repository.log("main").get(1));
    }
}
