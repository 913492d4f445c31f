// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The members of the merge call's body. */
@Contract
class MergeOptionsContractTest {

    @Parameter
    World world;

    @ParameterizedTest
    @CsvSource({"'{}', '[Do]: Required'", "'{\"Do\":\"\"}', '[Do]: Required'", "'{\"Do\":\"nonsense\"}', '[Do]: In'"})
    void aBodyWithoutAStyleIsRefused(String body, String message) {
        Scene scene = world.scene();
        scene.branch("task", "a.txt", "a\n");
        long number = scene.open("task");

        Http.Answer answer = world.bot.api().post(scene.path() + "/pulls/" + number + "/merge", body);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.message()).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource({
        "squash, '\"allow_squash_merge\":false'",
        "rebase, '\"allow_rebase\":false'",
        "rebase-merge, '\"allow_rebase_explicit\":false'",
        "fast-forward-only, '\"allow_fast_forward_only_merge\":false'"
    })
    void aStyleThatIsSwitchedOffIsRefused(String style, String setting) {
        Scene scene = world.scene("{" + setting + "}");
        scene.branch("task", "a.txt", "a\n");
        long number = scene.open("task");

        assertThat(scene.merge(number, style).expect(405).message())
                .isEqualTo(style + " is not allowed an allowed merge style for this repository");
    }

    @Test
    void aManualMergeWantsACommitOfTheBase() {
        Scene scene = world.scene();
        String sha = scene.branch("task", "a.txt", "a\n");
        long number = scene.open("task");
        assertThat(scene.merge(number, "manually-merged").expect(405).message())
                .isEqualTo("manually-merged is not allowed an allowed merge style for this repository");

        scene.settings("{\"allow_manual_merge\":true}");
        String members = "\"Do\":\"manually-merged\",\"MergeCommitID\":\"";
        String wrong = world.words().wrongCommit();
        assertThat(scene.merge(number, "manually-merged").expect(409).message()).isEqualTo(wrong);
        assertThat(scene.merge(world.bot.api(), number, members + sha + "\"")
                        .expect(409)
                        .message())
                .isEqualTo(wrong);
        String main = scene.main();
        scene.merge(world.bot.api(), number, members + main + "\"").expect(200);

        assertThat(scene.pull(number).path("merged").asBoolean()).isTrue();
        assertThat(scene.main()).isEqualTo(main);
    }

    @ParameterizedTest
    @CsvSource({
        "MergeTitleField, MergeMessageField",
        "merge_title_field, merge_message_field",
    })
    void titleAndMessageBecomeTheCommitMessage(String title, String message) {
        Scene scene = world.scene();
        scene.branch("task", "a.txt", "a\n");
        long number = scene.open("task");

        scene.merge(
                        world.bot.api(),
                        number,
                        "\"Do\":\"merge\",\"" + title + "\":\"A title\",\"" + message + "\":\"A text\"")
                .expect(200);

        boolean known = title.equals("MergeTitleField") || world.isSince("1.26");
        scene.work().run("fetch", "--quiet", "origin");
        assertThat(scene.work().run("log", "-1", "--format=%B", "origin/main").strip())
                .isEqualTo(known ? "A title\n\nA text" : "Merge pull request 'Change task' (#1) from task into main");
    }

    @Test
    void withoutATitleTheDefaultIsATitleOnly() {
        Scene scene = world.scene();
        scene.branch("task", "a.txt", "a\n");
        long number = scene.open("task");
        scene.merge(number, "merge").expect(200);

        scene.work().run("fetch", "--quiet", "origin");
        assertThat(scene.work().run("log", "-1", "--format=%B", "origin/main").strip())
                .isEqualTo("Merge pull request 'Change task' (#" + number + ") from task into main");
    }

    @ParameterizedTest
    @CsvSource({
        "false, '', true, true",
        "false, ',\"delete_branch_after_merge\":true', false, false",
        "true, '', false, true",
        "true, ',\"delete_branch_after_merge\":false', true, true",
    })
    void theHeadBranchGoesWhenTheCallSaysSoOrLaterTheRepository(
            boolean byDefault, String member, boolean staysNow, boolean stayedBefore) {
        boolean stays = world.isSince("1.25") ? staysNow : stayedBefore;
        Scene scene = world.scene("{\"default_delete_branch_after_merge\":" + byDefault + "}");
        scene.branch("task", "a.txt", "a\n");
        long number = scene.open("task");

        scene.merge(world.bot.api(), number, "\"Do\":\"merge\"" + member).expect(200);

        assertThat(scene.tip("task").isEmpty()).isEqualTo(!stays);
    }

    @Test
    void aHeadBranchThatIsProtectedStaysAndTheMergeIsDoneAllTheSame() {
        Scene scene = world.scene();
        scene.branch("task", "a.txt", "a\n");
        world.alice
                .all()
                .post(scene.path() + "/branch_protections", "{\"rule_name\":\"task\"}")
                .expect(201);
        long number = scene.open("task");

        scene.merge(world.bot.api(), number, "\"Do\":\"merge\",\"delete_branch_after_merge\":true")
                .expect(200);

        assertThat(scene.pull(number).path("merged").asBoolean()).isTrue();
        assertThat(scene.tip("task")).isNotEmpty();
    }

    @Test
    void theCommitterOfAMergeIsWhoeverCalled() {
        Scene scene = world.scene();
        scene.branch("task", "a.txt", "a\n");
        long number = scene.open("task");
        scene.merge(number, "merge").expect(200);

        scene.work().run("fetch", "--quiet", "origin");
        assertThat(scene.work().run("log", "-1", "--format=%an %cn", "origin/main"))
                .isEqualTo("bot bot");
        assertThat(scene.pull(number).path("merged_by").path("login").asText()).isEqualTo("bot");
    }
}
