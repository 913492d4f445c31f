// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit;

import static io.jenkins.plugins.mergegate.testkit.traffic.Call.ANY;
import static io.jenkins.plugins.mergegate.testkit.traffic.Call.GET_PULL;
import static io.jenkins.plugins.mergegate.testkit.traffic.Call.GET_REPOSITORY;
import static io.jenkins.plugins.mergegate.testkit.traffic.Call.LIST_PULLS;
import static io.jenkins.plugins.mergegate.testkit.traffic.Call.MERGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.jenkins.plugins.mergegate.testkit.contract.Http;
import io.jenkins.plugins.mergegate.testkit.faults.Hold;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Every kind of fault that does not touch the middle of a merge. */
class FaultsTest extends EmbeddedTestBase {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private int status() {
        return api.get("/repos/team/app").status();
    }

    @Test
    void faultsAreConsumedInOrderAndThenTheTruthReturns() {
        gitea.faults().on(GET_REPOSITORY).times(2).respond(503, "{}");
        gitea.faults().on(GET_REPOSITORY).respond(500, "{}");

        assertThat(status()).isEqualTo(503);
        assertThat(status()).isEqualTo(503);
        assertThat(status()).isEqualTo(500);
        assertThat(status()).isEqualTo(200);
        assertThat(gitea.faults().fired()).isEqualTo(3);
        assertThat(gitea.faults().pending()).isZero();
    }

    @Test
    void theFirstCallsCanBeSkippedAndOtherKindsAreLeftAlone() {
        gitea.faults().on(GET_REPOSITORY).skip(1).once().respond(503, "{}");

        api.get("/user").expect(200);
        assertThat(status()).isEqualTo(200);
        assertThat(status()).isEqualTo(503);
        assertThat(status()).isEqualTo(200);
    }

    @Test
    void aFaultCanLastUntilItIsCleared() {
        gitea.faults().on(ANY).always().respond(502, "");

        assertThat(status()).isEqualTo(502);
        assertThat(api.get("/version").status()).isEqualTo(502);
        gitea.faults().clear();
        assertThat(status()).isEqualTo(200);
    }

    @Test
    void aConditionChoosesTheRequest() {
        gitea.faults()
                .on(LIST_PULLS)
                .when(request -> request.query().contains("page=2"))
                .respond(500, "{}");

        api.get("/repos/team/app/pulls?page=1").expect(200);
        api.get("/repos/team/app/pulls?page=2").expect(500);
    }

    @Test
    void anAnswerCanCarryHeaders() {
        gitea.faults().on(GET_REPOSITORY).respond(429, "slow down", Map.of("Retry-After", "7"));

        assertThat(api.get("/repos/team/app").expect(429).header("Retry-After")).isEqualTo("7");
    }

    @Test
    void theWorkIsDoneBeforeAWrongAnswer() {
        String sha = task("task", "a.txt");
        gitea.faults().on(MERGE).respondAfterWork(500, "{\"message\":\"\"}");

        merge(1).expect(500);

        assertThat(repository.pullRequest(1).merged()).isTrue();
        assertThat(repository.isAncestor(sha, "main")).isTrue();
    }

    @Test
    void theWorkIsNotDoneBehindACannedAnswer() {
        task("task", "a.txt");
        gitea.faults().on(MERGE).respond(200, "");

        merge(1).expect(200);

        assertThat(repository.pullRequest(1).merged()).isFalse();
    }

    @Test
    void theConnectionIsCutBeforeOrAfterTheWork() {
        task("task", "a.txt");
        gitea.faults().on(MERGE).cut();
        gitea.faults().on(MERGE).cutAfterWork();

        assertThatIOException().isThrownBy(() -> api.attempt("POST", pull(1) + "/merge", "{\"Do\":\"merge\"}"));
        assertThat(repository.pullRequest(1).merged()).isFalse();
        assertThatIOException().isThrownBy(() -> api.attempt("POST", pull(1) + "/merge", "{\"Do\":\"merge\"}"));
        assertThat(repository.pullRequest(1).merged()).isTrue();
        assertThat(gitea.requests()).extracting(request -> request.status()).containsExactly(-1, -1);
    }

    @Test
    void aBodyIsTruncatedOrSlow() {
        gitea.faults().on(GET_REPOSITORY).truncate(10);
        gitea.faults().on(GET_REPOSITORY).throttle(20_000);

        assertThatIOException().isThrownBy(() -> api.attempt("GET", "/repos/team/app", ""));
        assertThat(api.get("/repos/team/app").expect(200).json().path("name").asText())
                .isEqualTo("app");
    }

    @Test
    void proxiesAnswerInTheirOwnWay() {
        task("task", "a.txt");
        gitea.faults().on(GET_PULL).jsonNull();
        gitea.faults().on(GET_PULL).html(502);
        gitea.faults().on(GET_PULL).redirect("http://127.0.0.1:1/elsewhere");

        assertThat(api.get(pull(1)).expect(200).json().isNull()).isTrue();
        Http.Answer page = api.get(pull(1)).expect(502);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(api.get(pull(1)).expect(301).header("Location")).isEqualTo("http://127.0.0.1:1/elsewhere");
    }

    @Test
    void conflictsComeInTwoShapes() {
        task("task", "a.txt");
        gitea.faults().on(MERGE).conflict("merge push out of date");
        gitea.faults().on(MERGE).conflictWithoutMessage("merge");

        assertThat(merge(1).expect(409).message()).isEqualTo("merge push out of date");
        Http.Answer shaped = merge(1).expect(409);
        assertThat(shaped.json().has("message")).isFalse();
        assertThat(shaped.json().path("Style").asText()).isEqualTo("merge");
    }

    @Test
    void aRequestHangsUntilItIsReleased() {
        Hold hold = gitea.faults().on(GET_REPOSITORY).hang();
        CompletableFuture<Integer> answer = CompletableFuture.supplyAsync(this::status);

        assertThat(hold.awaitArrival(PATIENCE)).isTrue();
        assertThat(answer).isNotDone();
        assertThat(gitea.requests())
                .singleElement()
                .extracting(request -> request.status())
                .isEqualTo(0);
        hold.release();
        assertThat(answer).succeedsWithin(PATIENCE).isEqualTo(200);
    }

    @Test
    void closingTheServerReleasesEverybody() {
        Hold hold = gitea.faults().on(GET_REPOSITORY).hangAfterWork();
        CompletableFuture<Integer> answer = CompletableFuture.supplyAsync(this::status);
        assertThat(hold.awaitArrival(PATIENCE)).isTrue();

        gitea.close();

        assertThat(answer.handle((status, failure) -> "ended")).succeedsWithin(PATIENCE);
    }

    @Test
    void aDelayIsAtLeastAsLongAsAsked() {
        gitea.faults().on(GET_REPOSITORY).delay(Duration.ofMillis(30));
        gitea.faults().on(GET_REPOSITORY).delayAfterWork(Duration.ofMillis(30));
        long begin = System.nanoTime();

        assertThat(status()).isEqualTo(200);

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(60));
    }

    @Test
    void codeRunsBesideTheAnswer() {
        AtomicInteger before = new AtomicInteger();
        AtomicInteger after = new AtomicInteger();
        gitea.faults().on(GET_REPOSITORY).always().run(before::incrementAndGet);
        gitea.faults().on(GET_REPOSITORY).runAfter(after::incrementAndGet);
        gitea.faults().on(GET_REPOSITORY).respond(503, "{}");

        assertThat(status()).isEqualTo(503);
        assertThat(status()).isEqualTo(200);

        assertThat(before).hasValue(2);
        assertThat(after).hasValue(1);
    }
}
