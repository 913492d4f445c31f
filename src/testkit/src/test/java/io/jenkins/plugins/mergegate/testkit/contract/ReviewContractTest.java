// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** What a review shows of itself, as far as it says whether it counts. */
@Contract
class ReviewContractTest {

    @Parameter
    World world;

    private JsonNode reviews(Scene scene, long number) {
        return world.bot
                .api()
                .get(scene.path() + "/pulls/" + number + "/reviews")
                .expect(200)
                .json();
    }

    @Test
    void onlyWritersReviewOfficially() {
        Scene scene = world.scene();
        scene.protect("\"required_approvals\":1");
        String sha = scene.branch("task", "a.txt", "a\n");
        long number = scene.open("task");
        scene.review(world.carol, number, "APPROVED", "reader");
        scene.review(world.erin, number, "APPROVED", "writer");

        JsonNode reader = reviews(scene, number).get(0);
        assertThat(reader.path("user").path("login").asText()).isEqualTo("carol");
        assertThat(reader.path("official").asBoolean()).isFalse();
        JsonNode writer = reviews(scene, number).get(1);
        assertThat(writer.path("user").path("login").asText()).isEqualTo("erin");
        assertThat(writer.path("state").asText()).isEqualTo("APPROVED");
        assertThat(writer.path("commit_id").asText()).isEqualTo(sha);
        assertThat(writer.path("official").asBoolean()).isTrue();
        assertThat(writer.path("stale").asBoolean()).isFalse();
        assertThat(writer.path("dismissed").asBoolean()).isFalse();
    }

    @Test
    void reviewsOfWritersAreOfficialWithoutAProtectionToo() {
        Scene scene = world.scene();
        scene.branch("task", "a.txt", "a\n");
        long number = scene.open("task");
        scene.review(world.erin, number, "APPROVED", "writer");

        assertThat(reviews(scene, number).get(0).path("official").asBoolean()).isTrue();
    }

    @Test
    void aSecondDecisionTakesTheFirstOnesPlace() {
        Scene scene = world.scene();
        long number = open(scene, "\"required_approvals\":1");
        scene.review(world.erin, number, "REQUEST_CHANGES", "first");
        scene.review(world.erin, number, "APPROVED", "second");

        JsonNode both = reviews(scene, number);
        assertThat(both.findValuesAsText("state")).containsExactly("REQUEST_CHANGES", "APPROVED");
        assertThat(both.findValuesAsText("dismissed")).containsExactly("true", "false");
        assertThat(both.findValuesAsText("official")).containsExactly("false", "true");
    }

    @Test
    void nobodyApprovesTheirOwn() {
        Scene scene = world.scene();
        scene.branch("task", "a.txt", "a\n");
        long number = scene.open("task");

        assertThat(world.alice
                        .api()
                        .post(scene.path() + "/pulls/" + number + "/reviews", "{\"event\":\"APPROVED\"}")
                        .expect(422)
                        .message())
                .isEqualTo("approve your own pull is not allowed");
    }

    @Test
    void aPushMakesAnApprovalStale() {
        Scene scene = world.scene();
        long number = open(scene, "\"required_approvals\":1");
        scene.review(world.erin, number, "APPROVED", "writer");
        scene.extend("task", "b.txt", "b\n");

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> reviews(scene, number).get(0).path("stale").asBoolean());
        assertThat(reviews(scene, number).get(0).path("official").asBoolean()).isTrue();
        assertThat(reviews(scene, number).get(0).path("dismissed").asBoolean()).isFalse();
        scene.merge(number, "merge").expect(200);
    }

    @Test
    void aPushDismissesApprovalsWhereTheRuleSaysSo() {
        Scene scene = world.scene();
        long number = open(scene, "\"required_approvals\":1,\"dismiss_stale_approvals\":true");
        scene.review(world.erin, number, "APPROVED", "writer");
        scene.extend("task", "b.txt", "b\n");

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> reviews(scene, number).get(0).path("dismissed").asBoolean());
        assertThat(scene.merge(number, "merge").expect(405).message()).contains("Does not have enough approvals");
    }

    @Test
    void aRequestForAReviewIsAReviewThatDecidesNothing() {
        Scene scene = world.scene();
        long number = open(scene, "\"required_approvals\":1");
        scene.requestReview(world.erin, number);

        JsonNode request = reviews(scene, number).get(0);
        assertThat(request.path("state").asText()).isEqualTo("REQUEST_REVIEW");
        assertThat(request.path("user").path("login").asText()).isEqualTo("erin");
        assertThat(request.path("official").asBoolean()).isTrue();
    }

    /** A pull request into a branch with this rule. */
    private static long open(Scene scene, String rule) {
        scene.protect(rule);
        scene.branch("task", "a.txt", "a\n");
        return scene.open("task");
    }
}
