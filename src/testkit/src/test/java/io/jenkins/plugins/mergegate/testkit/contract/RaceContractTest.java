// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** Things that happen at the same time. Which answers come is open, what they may be and how it ends is not. */
@Contract
class RaceContractTest {

    @Parameter
    World world;

    private static List<Http.Answer> atOnce(Scene scene, long one, long two) throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService callers = Executors.newFixedThreadPool(2);
        try {
            Future<Http.Answer> first = callers.submit(() -> after(go, scene, one));
            Future<Http.Answer> second = callers.submit(() -> after(go, scene, two));
            go.countDown();
            return List.of(first.get(), second.get());
        } finally {
            callers.shutdownNow();
        }
    }

    private static Http.Answer after(CountDownLatch go, Scene scene, long number) throws InterruptedException {
        go.await();
        return scene.mergeOnce(number);
    }

    @Test
    void twoPullRequestsMergedAtOnceBothArrive() throws Exception {
        Scene scene = world.scene();
        String first = scene.branch("one", "a.txt", "a\n");
        String second = scene.branch("two", "b.txt", "b\n");
        long one = scene.open("one");
        long two = scene.open("two");
        scene.awaitMergeable(one);
        scene.awaitMergeable(two);

        List<Http.Answer> answers = atOnce(scene, one, two);

        assertThat(answers)
                .extracting(Http.Answer::status)
                .isSubsetOf(200, 405, 409)
                .contains(200);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .allSatisfy(answer -> assertThat(answer.message())
                        .containsAnyOf("try again later", "merge push out of date", "cannot lock ref", "PushRejected"));
        for (long number : List.of(one, two)) {
            if (!scene.pull(number).path("merged").asBoolean()) {
                scene.awaitMergeable(number);
                scene.merge(number, "merge").expect(200);
            }
        }
        assertThat(scene.inMain(first)).isTrue();
        assertThat(scene.inMain(second)).isTrue();
    }

    @Test
    void onePullRequestMergedTwiceAtOnceArrivesOnce() throws Exception {
        Scene scene = world.scene();
        String sha = scene.branch("task", "a.txt", "a\n");
        long number = scene.open("task");
        scene.awaitMergeable(number);
        String before = scene.main();

        List<Http.Answer> answers = atOnce(scene, number, number);

        assertThat(answers)
                .extracting(Http.Answer::status)
                .isSubsetOf(200, 405, 500)
                .containsOnlyOnce(200);
        assertThat(scene.inMain(sha)).isTrue();
        assertThat(scene.work().run("rev-list", "--first-parent", "--count", before + "..origin/main"))
                .isEqualTo("1");
        assertThat(scene.pull(number).path("merged").asBoolean()).isTrue();
    }

    @Test
    void aMergeRightAfterAPushTakesTheNamedHeadOrNothing() {
        Scene scene = world.scene();
        String old = scene.branch("task", "a.txt", "a\n");
        long number = scene.open("task");
        scene.awaitMergeable(number);
        String before = scene.main();
        String young = scene.extend("task", "b.txt", "b\n");

        Http.Answer early =
                scene.mergeOnce(world.bot.api(), number, "\"Do\":\"merge\",\"head_commit_id\":\"" + old + "\"");

        assertThat(early.status()).isIn(405, 409);
        assertThat(early.message()).isIn("Please try again later", "head out of date");
        assertThat(scene.main()).isEqualTo(before);
        scene.merge(world.bot.api(), number, "\"Do\":\"merge\",\"head_commit_id\":\"" + young + "\"")
                .expect(200);
        assertThat(scene.inMain(young)).isTrue();
    }

    @Test
    void aMergeDelaysTheNextOneAtMost() {
        Scene scene = world.scene();
        scene.branch("one", "a.txt", "a\n");
        scene.branch("two", "b.txt", "b\n");
        long one = scene.open("one");
        long two = scene.open("two");
        scene.merge(one, "merge").expect(200);

        Http.Answer next = scene.mergeOnce(two);

        assertThat(next.status()).isIn(200, 405);
        if (next.status() == 405) {
            assertThat(next.message()).isEqualTo("Please try again later");
            scene.awaitMergeable(two);
            scene.merge(two, "merge").expect(200);
        }
        assertThat(scene.pull(two).path("merged").asBoolean()).isTrue();
    }
}
