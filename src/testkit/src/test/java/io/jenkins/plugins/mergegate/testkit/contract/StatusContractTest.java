// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statuses, comments, branches, and the small calls around them. */
@Contract
class StatusContractTest {

    @Parameter
    World world;

    @Test
    void theNewestStatusOfEachContextCounts() {
        Scene scene = world.scene();
        String main = scene.main();
        String path = scene.path() + "/commits/" + main + "/status";
        JsonNode none = world.bot.api().get(path).expect(200).json();
        assertThat(none.path("state").asText()).isEqualTo(world.isSince("1.25") ? "pending" : "");
        assertThat(none.path("sha").asText()).isEqualTo(world.isSince("1.25") ? main : "");
        assertThat(none.path("statuses").isNull()).isTrue();

        scene.status(main, "gate", "pending");
        scene.status(main, "gate", "success");
        JsonNode combined = world.bot.api().get(path).expect(200).json();
        assertThat(combined.path("state").asText()).isEqualTo("success");
        assertThat(combined.path("statuses").size()).isEqualTo(1);
        assertThat(combined.path("statuses").get(0).path("status").asText()).isEqualTo("success");
        scene.status(main, "other", "error");
        assertThat(world.bot.api().get(path).expect(200).json().path("state").asText())
                .isEqualTo("failure");
        assertThat(world.bot
                        .api()
                        .get(scene.path() + "/commits/main/statuses")
                        .expect(200)
                        .json()
                        .size())
                .isEqualTo(3);
    }

    @Test
    void aStatusNeedsACommitAndAWriter() {
        Scene scene = world.scene();
        String body =
                "{\"context\":\"gate\",\"state\":\"success\",\"target_url\":\"http://x/1\",\"description\":\"d\"}";
        String unknown = scene.path() + "/statuses/1111111111111111111111111111111111111111";
        String known = scene.path() + "/statuses/" + scene.main();

        assertThat(world.bot.api().post(unknown, body).expect(500).message()).isEmpty();
        assertThat(world.carol.api().post(known, body).expect(403).message())
                .isEqualTo("user should have a permission to write to a repo");
        JsonNode status = world.bot.api().post(known, body).expect(201).json();
        assertThat(status.path("status").asText()).isEqualTo("success");
        assertThat(status.path("context").asText()).isEqualTo("gate");
        assertThat(status.path("target_url").asText()).isEqualTo("http://x/1");
        assertThat(status.path("creator").path("login").asText()).isEqualTo("bot");
    }

    @Test
    void commentsAreWrittenEditedAndDeleted() {
        Scene scene = world.scene();
        scene.branch("task", "a.txt", "a\n");
        String pull = scene.path() + "/issues/" + scene.open("task") + "/comments";
        Http bot = world.bot.api();

        long id = bot.post(pull, "{\"body\":\"hello\"}")
                .expect(201)
                .json()
                .path("id")
                .asLong();
        String one = scene.path() + "/issues/comments/" + id;
        assertThat(bot.get(pull).expect(200).json().get(0).path("body").asText())
                .isEqualTo("hello");
        assertThat(bot.call("PATCH", one, "{\"body\":\"edited\"}")
                        .expect(200)
                        .json()
                        .path("body")
                        .asText())
                .isEqualTo("edited");
        bot.call("DELETE", one, "").expect(204);
        assertThat(bot.call("DELETE", one, "").expect(404).message())
                .startsWith(world.words().noComment(id));
        assertThat(bot.get(pull).expect(200).json()).isEmpty();
        assertThat(bot.post(pull, "{\"body\":\"\"}").expect(422).message()).isEqualTo("[Body]: Required");
        bot.post(scene.path() + "/issues/999/comments", "{\"body\":\"x\"}").expect(500);
    }

    @Test
    void aBranchShowsWhatProtectsIt() {
        Scene scene = world.scene();
        JsonNode open =
                world.bot.api().get(scene.path() + "/branches/main").expect(200).json();
        assertThat(open.path("protected").asBoolean()).isFalse();
        assertThat(open.path("user_can_push").asBoolean()).isTrue();
        assertThat(open.path("commit").path("id").asText()).isEqualTo(scene.main());

        scene.protect("\"enable_status_check\":true,\"status_check_contexts\":[\"gate\"]");
        JsonNode closed =
                world.bot.api().get(scene.path() + "/branches/main").expect(200).json();
        assertThat(closed.path("protected").asBoolean()).isTrue();
        assertThat(closed.path("user_can_push").asBoolean()).isFalse();
        assertThat(closed.path("user_can_merge").asBoolean()).isTrue();
        assertThat(closed.path("status_check_contexts").get(0).asText()).isEqualTo("gate");
        assertThat(world.bot
                        .api()
                        .get(scene.path() + "/branches/nope")
                        .expect(404)
                        .message())
                .isEqualTo(world.words().notFound());
    }

    @Test
    void aBranchShowsWhatARuleRequiresAndWhomItLetsMerge() {
        Scene scene = world.scene();
        scene.branch("release/1.0", "a.txt", "a\n");
        world.alice
                .all()
                .post(
                        scene.path() + "/branch_protections",
                        "{\"rule_name\":\"release/*\",\"required_approvals\":2,\"enable_status_check\":false,"
                                + "\"enable_merge_whitelist\":true,\"merge_whitelist_usernames\":[\"erin\"]}")
                .expect(201);
        String path = scene.path() + "/branches/release/1.0";

        JsonNode bot = world.bot.api().get(path).expect(200).json();
        assertThat(bot.path("name").asText()).isEqualTo("release/1.0");
        assertThat(bot.path("protected").asBoolean()).isTrue();
        assertThat(bot.path("required_approvals").asInt()).isEqualTo(2);
        assertThat(bot.path("enable_status_check").asBoolean()).isFalse();
        assertThat(bot.path("user_can_merge").asBoolean()).isFalse();
        JsonNode erin = world.erin.api().get(path).expect(200).json();
        assertThat(erin.path("user_can_merge").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"task#1, task%231", "50%, 50%25", "a+b, a+b", "gr\u00fcn, gr%C3%BCn"})
    void aBranchOfAnyNameIsFound(String name, String escaped) {
        Scene scene = world.scene();
        String sha = scene.branch(name, "a.txt", "a\n");

        JsonNode branch = world.bot
                .api()
                .get(scene.path() + "/branches/" + escaped)
                .expect(200)
                .json();
        assertThat(branch.path("name").asText()).isEqualTo(name);
        assertThat(branch.path("commit").path("id").asText()).isEqualTo(sha);
    }

    @Test
    void branchesAreDeletedButNotTheDefault() {
        Scene scene = world.scene();
        scene.branch("feature/one", "a.txt", "a\n");

        world.bot
                .api()
                .call("DELETE", scene.path() + "/branches/feature/one", "")
                .expect(204);
        world.bot
                .api()
                .call("DELETE", scene.path() + "/branches/feature/one", "")
                .expect(world.isSince("1.27") ? 404 : 500);
        assertThat(world.bot
                        .api()
                        .call("DELETE", scene.path() + "/branches/main", "")
                        .expect(403)
                        .message())
                .isEqualTo(world.words().defaultBranchStays());
    }

    @Test
    void aRepositoryShowsItsSettings() {
        Scene scene = world.scene("{\"allow_squash_merge\":false,\"default_merge_style\":\"rebase\"}");
        JsonNode repository = world.bot.api().get(scene.path()).expect(200).json();

        assertThat(repository.path("full_name").asText()).isEqualTo("alice/" + scene.name());
        assertThat(repository.path("default_branch").asText()).isEqualTo("main");
        assertThat(repository.path("clone_url").asText())
                .isEqualTo(world.server().url() + "/alice/" + scene.name() + ".git");
        assertThat(repository.path("allow_squash_merge").asBoolean()).isFalse();
        assertThat(repository.path("allow_fast_forward_only_merge").asBoolean()).isTrue();
        assertThat(repository.path("allow_manual_merge").asBoolean()).isFalse();
        assertThat(repository.path("autodetect_manual_merge").asBoolean()).isFalse();
        assertThat(repository.path("default_merge_style").asText()).isEqualTo("rebase");
        assertThat(repository.path("permissions").path("push").asBoolean()).isTrue();
        assertThat(repository.path("permissions").path("admin").asBoolean()).isFalse();
        assertThat(world.anonymous()
                        .get("/settings/api")
                        .expect(200)
                        .json()
                        .path("max_response_items")
                        .asInt())
                .isEqualTo(50);
    }
}
