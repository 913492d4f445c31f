// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** Branch protection in the way of a merge. */
@Contract
class ProtectionContractTest {

    @Parameter
    World world;

    private Scene scene;
    private String sha;
    private long number;

    private void given(String protection) {
        scene = world.scene();
        scene.protect(protection);
        sha = scene.branch("task", "a.txt", "a\n");
        number = scene.open("task");
        scene.awaitMergeable(number);
    }

    private String unmet(String rule) {
        return world.words().unmet(rule);
    }

    private String refusal() {
        return scene.merge(number, "merge").expect(405).message();
    }

    @Test
    void requiredStatusesMustAllBeGreen() {
        given("\"enable_status_check\":true,\"status_check_contexts\":[\"gate\",\"ci/*\"]");

        assertThat(refusal()).isEqualTo(unmet("Not all required status checks successful"));
        scene.status(sha, "gate", "success");
        assertThat(refusal()).isEqualTo(unmet("Not all required status checks successful"));
        scene.status(sha, "ci/a", "pending");
        assertThat(refusal()).isEqualTo(unmet("Not all required status checks successful"));
        scene.status(sha, "ci/a", "failure");
        assertThat(refusal()).isEqualTo(unmet("Not all required status checks successful"));
        scene.status(sha, "ci/a", "success");
        scene.merge(number, "merge").expect(200);
    }

    @Test
    void approvalsOfWritersCount() {
        given("\"required_approvals\":1");

        assertThat(refusal()).isEqualTo(unmet("Does not have enough approvals"));
        scene.review(world.carol, number, "APPROVED", "text");
        assertThat(refusal()).isEqualTo(unmet("Does not have enough approvals"));
        scene.review(world.erin, number, "APPROVED", "text");
        scene.merge(number, "merge").expect(200);
    }

    @Test
    void aWarningIsRedAndAStatusOfAnEarlierHeadDoesNotCount() {
        given("\"enable_status_check\":true,\"status_check_contexts\":[\"gate\"]");
        scene.status(sha, "gate", "warning");
        assertThat(refusal()).isEqualTo(unmet("Not all required status checks successful"));
        scene.status(sha, "gate", "success");
        scene.extend("task", "b.txt", "b\n");
        scene.awaitMergeable(number);

        assertThat(refusal()).isEqualTo(unmet("Not all required status checks successful"));
    }

    @Test
    void checksWithoutNamesWantAllStatusesGreen() {
        given("\"enable_status_check\":true,\"status_check_contexts\":[]");

        assertThat(refusal()).isEqualTo(unmet("Not all required status checks successful"));
        scene.status(sha, "a", "success");
        scene.status(sha, "b", "failure");
        assertThat(refusal()).isEqualTo(unmet("Not all required status checks successful"));
        scene.status(sha, "b", "success");
        scene.merge(number, "merge").expect(200);
    }

    @Test
    void aCheckThatWasSkippedIsGreen() {
        given("\"enable_status_check\":true,\"status_check_contexts\":[\"gate\"]");
        scene.status(sha, "gate", "skipped");

        scene.merge(number, "merge").expect(200);
    }

    @Test
    void anOfficialRequestForAReviewBlocksUntilItIsDone() {
        given("\"block_on_official_review_requests\":true");
        scene.requestReview(world.erin, number);

        assertThat(refusal()).isEqualTo(unmet("There are official review requests"));
        scene.review(world.erin, number, "APPROVED", "text");
        scene.merge(number, "merge").expect(200);
    }

    @Test
    void requestedChangesBlockUntilTheReviewerApproves() {
        given("\"block_on_rejected_reviews\":true");
        scene.review(world.erin, number, "REQUEST_CHANGES", "text");

        assertThat(refusal()).isEqualTo(unmet("There are requested changes"));
        scene.review(world.erin, number, "APPROVED", "text");
        scene.merge(number, "merge").expect(200);
    }

    @Test
    void aHeadThatIsBehindBlocks() {
        scene = world.scene();
        sha = scene.branch("task", "a.txt", "a\n");
        scene.advanceMain("b.txt", "b\n");
        scene.protect("\"block_on_outdated_branch\":true");
        number = scene.open("task");
        scene.awaitMergeable(number);

        assertThat(refusal()).isEqualTo(unmet("The head branch is behind the base branch"));
    }

    @Test
    void protectedFilesBlockAllButForcingAdministrators() {
        given("\"protected_file_patterns\":\"*.txt\"");

        assertThat(refusal()).isEqualTo(unmet("Changed protected files"));
        scene.merge(world.bot.api(), number, "\"Do\":\"merge\",\"force_merge\":true")
                .expect(405);
        scene.merge(world.alice.api(), number, "\"Do\":\"merge\",\"force_merge\":true")
                .expect(200);
    }

    @Test
    void administratorsCannotForceWhenTheRuleSaysSo() {
        given("\"required_approvals\":1,\"block_admin_merge_override\":true");

        Http.Answer forced = scene.merge(world.alice.api(), number, "\"Do\":\"merge\",\"force_merge\":true");

        if (world.isSince("1.23")) {
            assertThat(forced.expect(405).message()).isEqualTo(unmet("Does not have enough approvals"));
        } else {
            forced.expect(200);
        }
    }

    @Test
    void onlyPeopleOnTheWhitelistMerge() {
        given("\"enable_merge_whitelist\":true,\"merge_whitelist_usernames\":[\"erin\"]");

        assertThat(refusal()).isEqualTo("User not allowed to merge PR");
        scene.merge(world.erin.api(), number, "\"Do\":\"merge\"").expect(200);
    }

    @Test
    void signedCommitsAreRequired() {
        given("\"require_signed_commits\":true");

        assertThat(refusal()).isEqualTo(world.words().unsigned());
        assertThat(scene.merge(number, "squash").expect(405).message()).startsWith("wont sign: ");
    }

    @Test
    void aProtectedBranchTakesMergesButNoPushes() {
        given("\"enable_push\":false");

        assertThat(scene.push(world.bot, "task:main").error())
                .contains("Not allowed to push to protected branch main", "pre-receive hook declined");
        scene.merge(number, "merge").expect(200);
    }

    @Test
    void aMergeThatIsScheduledHappensWhenTheStatusIsGreen() {
        given("\"enable_status_check\":true,\"status_check_contexts\":[\"gate\"]");
        String members = "\"Do\":\"merge\",\"merge_when_checks_succeed\":true";

        scene.merge(world.bot.api(), number, members).expect(201);
        assertThat(scene.merge(world.bot.api(), number, members).expect(409).message())
                .startsWith("pull request is already scheduled to auto merge when checks succeed");
        scene.status(sha, "gate", "success");

        scene.awaitMerged(number);
        assertThat(scene.inMain(sha)).isTrue();
    }

    @Test
    void aScheduledMergeCanBeTakenBack() {
        given("\"enable_status_check\":true,\"status_check_contexts\":[\"gate\"]");
        String path = scene.path() + "/pulls/" + number + "/merge";

        world.bot.api().call("DELETE", path, "").expect(404);
        scene.merge(world.bot.api(), number, "\"Do\":\"merge\",\"merge_when_checks_succeed\":true")
                .expect(201);
        Http.Answer foreign = world.erin.api().call("DELETE", path, "");
        if (!world.isSince("1.27")) {
            assertThat(foreign.expect(403).message())
                    .isEqualTo("user has no permission to cancel the scheduled auto merge");
            foreign = world.bot.api().call("DELETE", path, "");
        }
        foreign.expect(204);
        world.bot.api().call("DELETE", path, "").expect(404);
    }
}
