// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** What can be found out about a token, a repository and its rules without writing. */
@Contract
class InspectionContractTest {

    @Parameter
    World world;

    @Test
    void aTokenTellsItsScopes() {
        Http.Answer usual = world.bot.api().get("/token");
        Http.Answer narrow = world.botWith("\"read:notification\"").get("/token");

        if (!world.isSince("1.27")) {
            assertThat(usual.status()).isEqualTo(404);
            assertThat(narrow.status()).isEqualTo(404);
            return;
        }
        assertThat(texts(usual.expect(200).json().path("scopes")))
                .containsExactlyInAnyOrder("write:repository", "write:issue", "read:user");
        assertThat(texts(narrow.expect(200).json().path("scopes"))).containsExactly("read:notification");
        assertThat(texts(world.bot.all().get("/token").expect(200).json().path("scopes")))
                .containsExactly("all");
        assertThat(world.anonymous().get("/token").expect(401).message()).isEqualTo("token is required");
        assertThat(world.admin().get("/token").status()).isEqualTo(404);
    }

    @Test
    void readingNeedsTheScopeOfWhatIsRead() {
        Scene scene = world.scene();
        Http none = world.botWith("\"read:notification\"");

        assertThat(none.get("/user").expect(403).message())
                .isEqualTo(world.words().missingScope("read:user", "read:notification"));
        assertThat(none.get(scene.path() + "/contents/README.md").expect(403).message())
                .isEqualTo(world.words().missingScope("read:repository", "read:notification"));
        assertThat(none.get(scene.path() + "/issues/comments").expect(403).message())
                .isEqualTo(world.words().missingScope("read:issue", "read:notification"));
        assertThat(world.bot
                        .api()
                        .get(scene.path() + "/issues/comments?page=1&limit=1")
                        .expect(200)
                        .json()
                        .isArray())
                .isTrue();
    }

    @Test
    void aFileIsThereOrNot() {
        Scene scene = world.scene();
        scene.advanceMain(".gitea/default_merge_message/REBASE_TEMPLATE.md", "${PullRequestTitle}\n");
        String folder = scene.path() + "/contents/.gitea/default_merge_message";

        JsonNode file =
                world.bot.api().get(folder + "/REBASE_TEMPLATE.md").expect(200).json();
        assertThat(file.path("type").asText()).isEqualTo("file");
        world.bot.api().get(folder + "/SQUASH_TEMPLATE.md").expect(404);
        world.bot.api().get(folder + "/REBASE_TEMPLATE.md?ref=nowhere").expect(404);
    }

    @Test
    void theTimelineTellsWhetherAMergeIsScheduled() {
        Scene scene = world.scene();
        scene.protect("\"enable_status_check\":true,\"status_check_contexts\":[\"gate\"]");
        scene.branch("task", "a.txt", "a\n");
        long number = scene.open("task");
        scene.awaitMergeable(number);
        assertThat(scheduling(scene, number)).isEmpty();
        String merge = scene.path() + "/pulls/" + number + "/merge";

        scene.merge(world.bot.api(), number, "\"Do\":\"merge\",\"merge_when_checks_succeed\":true")
                .expect(201);
        assertThat(scheduling(scene, number)).containsExactly("pull_scheduled_merge");
        world.bot.api().call("DELETE", merge, "").expect(204);
        assertThat(scheduling(scene, number)).containsExactly("pull_scheduled_merge", "pull_cancel_scheduled_merge");
        assertThat(world.bot
                        .api()
                        .get(timeline(scene, number) + "?page=9&limit=50")
                        .expect(200)
                        .body()
                        .strip())
                .isEqualTo("null");
    }

    @Test
    void administratorsSeeTheRulesAndWhichOneCounts() {
        Scene scene = world.scene();
        scene.protect("\"block_on_outdated_branch\":true,\"enable_merge_whitelist\":true,"
                + "\"merge_whitelist_usernames\":[\"bot\"],\"require_signed_commits\":false");
        scene.branch("task/a", "a.txt", "a\n");
        world.alice
                .all()
                .post(scene.path() + "/branch_protections", "{\"rule_name\":\"task/*\",\"enable_push\":true}")
                .expect(201);

        JsonNode rules = world.alice
                .api()
                .get(scene.path() + "/branch_protections")
                .expect(200)
                .json();
        assertThat(rules.size()).isEqualTo(2);
        JsonNode main = rules.get(0).path("rule_name").asText().equals("main") ? rules.get(0) : rules.get(1);
        assertThat(main.path("block_on_outdated_branch").asBoolean()).isTrue();
        assertThat(main.path("enable_merge_whitelist").asBoolean()).isTrue();
        assertThat(main.path("require_signed_commits").asBoolean()).isFalse();
        assertThat(main.path("enable_push").asBoolean()).isFalse();
        assertThat(rule(world.alice, scene, "main")).isEqualTo("main");
        assertThat(rule(world.alice, scene, "task/a")).isEqualTo("task/*");
        assertThat(rule(world.bot, scene, "main")).isEmpty();
    }

    private static String rule(Account account, Scene scene, String branch) {
        return account.api()
                .get(scene.path() + "/branches/" + branch)
                .expect(200)
                .json()
                .path("effective_branch_protection_name")
                .asText();
    }

    private static String timeline(Scene scene, long number) {
        return scene.path() + "/issues/" + number + "/timeline";
    }

    private List<String> scheduling(Scene scene, long number) {
        List<String> types = new ArrayList<>();
        world.bot
                .api()
                .get(timeline(scene, number) + "?page=1&limit=50")
                .expect(200)
                .json()
                .forEach(entry -> types.add(entry.path("type").asText()));
        types.removeIf(type -> !type.contains("scheduled_merge"));
        return types;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
