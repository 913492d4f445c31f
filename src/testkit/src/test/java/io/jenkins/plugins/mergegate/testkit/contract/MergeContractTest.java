// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What POST merge does when it works, and what it answers when the pull request itself stands in the way. */
@Contract
class MergeContractTest {

    @Parameter
    World world;

    @ParameterizedTest
    @ValueSource(strings = {"merge", "rebase", "rebase-merge", "squash", "fast-forward-only"})
    void everyStyleMovesTheBaseAndClosesThePullRequest(String style) {
        Scene scene = world.scene();
        String sha = scene.branch("task", "a.txt", "a\n");
        long number = scene.open("task");

        Http.Answer answer = scene.merge(number, style).expect(200);

        assertThat(answer.body()).isEmpty();
        JsonNode pull = scene.pull(number);
        assertThat(pull.path("merged").asBoolean()).isTrue();
        assertThat(pull.path("state").asText()).isEqualTo("closed");
        assertThat(pull.path("merge_commit_sha").asText()).isEqualTo(scene.main());
        assertThat(scene.inMain(sha)).isEqualTo(!style.equals("squash"));
        assertThat(scene.main().equals(sha)).isEqualTo(style.equals("rebase") || style.equals("fast-forward-only"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rebase", "rebase-merge"})
    void aHeadThatIsBehindIsRewrittenByRebase(String style) {
        Scene scene = world.scene();
        String sha = scene.branch("task", "a.txt", "a\n");
        scene.advanceMain("b.txt", "b\n");
        long number = scene.open("task");
        scene.awaitMergeable(number);

        scene.merge(number, style).expect(200);

        assertThat(scene.inMain(sha)).isFalse();
        assertThat(scene.work().run("show", "origin/main:a.txt")).isEqualTo("a");
    }

    @Test
    void aRebaseTemplateRewritesTheLastCommit() {
        Scene scene = world.scene();
        scene.advanceMain(".gitea/default_merge_message/REBASE_TEMPLATE.md", "Amended ${PullRequestTitle}");
        String sha = scene.branch("task", "a.txt", "a\n");
        long number = scene.open("task");

        scene.merge(number, "rebase").expect(200);

        assertThat(scene.inMain(sha)).isFalse();
        String tree = scene.work().run("rev-parse", "origin/main^{tree}");
        assertThat(tree).isEqualTo(scene.work().run("rev-parse", sha + "^{tree}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000000000000000000000000000000000000000", "garbage", "short", "upper"})
    void anotherHeadThanExpectedIsRefused(String expected) {
        Scene scene = world.scene();
        String sha = scene.branch("task", "a.txt", "a\n");
        long number = scene.open("task");
        String before = scene.main();
        String wanted = expected.equals("short")
                ? sha.substring(0, 10)
                : expected.equals("upper") ? "ABCDEF" + sha.substring(6) : expected;

        Http.Answer answer =
                scene.merge(world.bot.api(), number, "\"Do\":\"merge\",\"head_commit_id\":\"" + wanted + "\"");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.message()).isEqualTo("head out of date");
        assertThat(scene.main()).isEqualTo(before);
    }

    @Test
    void aSecondMergeIsRefused() {
        Scene scene = world.scene();
        scene.branch("task", "a.txt", "a\n");
        long number = scene.open("task");
        scene.merge(number, "merge").expect(200);

        Http.Answer again = scene.merge(number, "merge");

        assertThat(again.status()).isEqualTo(405);
        assertThat(again.message()).isEqualTo(world.words().alreadyMerged());
    }

    @Test
    void aClosedOrUnknownPullRequestIsNotFound() {
        Scene scene = world.scene();
        scene.branch("task", "a.txt", "a\n");
        long number = scene.open("task");
        world.alice
                .api()
                .call("PATCH", scene.path() + "/pulls/" + number, "{\"state\":\"closed\"}")
                .expect(201);

        assertThat(scene.merge(number, "merge").expect(404).message())
                .isEqualTo(world.words().notFound());
        assertThat(scene.merge(99, "merge").expect(404).message())
                .startsWith(world.words().noPull());
    }

    @ParameterizedTest
    @ValueSource(strings = {"WIP: not yet", "[wip] not yet"})
    void workInProgressIsRefused(String title) {
        Scene scene = world.scene();
        scene.branch("task", "a.txt", "a\n");
        long number = scene.open("task", title);

        assertThat(scene.pull(number).path("draft").asBoolean()).isTrue();
        assertThat(scene.pull(number).path("mergeable").asBoolean()).isFalse();
        assertThat(scene.merge(number, "merge").expect(405).message())
                .isEqualTo("Work in progress PRs cannot be merged");
        world.bot
                .api()
                .call("PATCH", scene.path() + "/pulls/" + number, "{\"title\":\"Ready\"}")
                .expect(201);
        scene.merge(number, "merge").expect(200);
    }

    @Test
    void thePullRequestOfAnotherTargetGoesThere() {
        Scene scene = world.scene();
        scene.work().run("push", "--quiet", "origin", "main:release/1.0");
        String sha = scene.branch("task", "a.txt", "a\n");
        String main = scene.main();
        long number = world.alice
                .api()
                .post(scene.path() + "/pulls", "{\"head\":\"task\",\"base\":\"release/1.0\",\"title\":\"Task\"}")
                .expect(201)
                .json()
                .path("number")
                .asLong();

        scene.merge(number, "fast-forward-only").expect(200);

        assertThat(scene.tip("release/1.0")).isEqualTo(sha);
        assertThat(scene.main()).isEqualTo(main);
    }

    @Test
    void aConflictIsAnsweredLikeAnUnfinishedCheck() {
        Scene scene = world.scene();
        scene.branch("task", "a.txt", "a\n");
        scene.advanceMain("a.txt", "other\n");
        long number = scene.open("task");

        scene.awaitNotMergeable(number);
        assertThat(scene.mergeOnce(number).expect(405).message()).isEqualTo("Please try again later");
    }

    @Test
    void aConflictThatOnlyReplayingFindsIsToldInJson() {
        Scene scene = world.scene();
        scene.advanceMain("a.txt", "one\n");
        String there = scene.branch("task", "a.txt", "two\n");
        scene.extend("task", "a.txt", "one\n");
        scene.extend("task", "b.txt", "b\n");
        scene.advanceMain("a.txt", "three\n");
        long number = scene.open("task");
        scene.awaitMergeable(number);
        String before = scene.main();

        for (String style : List.of("rebase", "rebase-merge")) {
            JsonNode conflict = scene.merge(number, style).expect(409).json();

            assertThat(conflict.has("message")).isFalse();
            assertThat(conflict.path("Style").asText()).isEqualTo(style);
            assertThat(conflict.path("CommitSHA").asText()).isEqualTo(there);
            assertThat(conflict.path("StdOut").asText()
                            + conflict.path("StdErr").asText())
                    .contains("CONFLICT (content): Merge conflict in a.txt");
        }
        assertThat(scene.main()).isEqualTo(before);
    }

    @Test
    void aMergeOfAnotherPullRequestTurnsUpAsAConflict() {
        Scene scene = world.scene();
        scene.branch("one", "a.txt", "one\n");
        scene.branch("two", "a.txt", "two\n");
        long one = scene.open("one");
        long two = scene.open("two");
        scene.merge(one, "merge").expect(200);

        scene.awaitNotMergeable(two);
        assertThat(scene.mergeOnce(two).expect(405).message()).isEqualTo("Please try again later");
    }

    @Test
    void aHeadThatIsAlreadyInTheBaseLooksMergeableForEver() {
        Scene scene = world.scene();
        scene.branch("task", "a.txt", "a\n");
        scene.work().run("push", "--quiet", "origin", "task:main");
        long number = scene.open("task");

        // The push may still start another check: what counts is a refusal between two looks that show no check.
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            boolean before = scene.pull(number).path("mergeable").asBoolean();
            assertThat(scene.mergeOnce(number).expect(405).message()).isEqualTo("Please try again later");
            return before && scene.pull(number).path("mergeable").asBoolean();
        });
    }

    @Test
    void anEmptyDifferenceCanBeSquashedSinceLately() {
        Scene scene = world.scene();
        scene.work().run("checkout", "--quiet", "-B", "task", "origin/main");
        scene.work().run("commit", "--quiet", "--allow-empty", "-m", "Nothing");
        scene.work().run("push", "--quiet", "origin", "task");
        long number = scene.open("task");

        scene.awaitMergeable(number);
        String before = scene.main();
        Http.Answer answer = scene.merge(number, "squash");
        if (world.isSince("1.27")) {
            answer.expect(200);
            scene.awaitMerged(number);
        } else {
            answer.expect(500);
            assertThat(scene.main()).isEqualTo(before);
        }
    }

    @Test
    void aFastForwardThatIsNoneEndsInAnErrorWithoutWords() {
        Scene scene = world.scene();
        scene.branch("task", "a.txt", "a\n");
        scene.advanceMain("b.txt", "b\n");
        long number = scene.open("task");
        scene.awaitMergeable(number);
        String before = scene.main();

        assertThat(scene.merge(number, "fast-forward-only").expect(500).message())
                .isEmpty();
        assertThat(scene.merge(world.admin(), number, "\"Do\":\"fast-forward-only\"")
                        .expect(500)
                        .message())
                .contains("Not possible to fast-forward");
        assertThat(scene.main()).isEqualTo(before);
    }

    @Test
    void aDeletedHeadBranchClosesThePullRequest() {
        Scene scene = world.scene();
        String sha = scene.branch("task", "a.txt", "a\n");
        long number = scene.open("task");
        scene.work().run("push", "--quiet", "origin", ":task");

        Awaitility.await().until(() -> scene.pull(number).path("state").asText().equals("closed"));
        assertThat(scene.pull(number).path("head").path("ref").asText()).isEqualTo("refs/pull/" + number + "/head");
        assertThat(scene.pull(number).path("head").path("sha").asText()).isEqualTo(sha);
        scene.merge(number, "merge").expect(404);
    }
}
