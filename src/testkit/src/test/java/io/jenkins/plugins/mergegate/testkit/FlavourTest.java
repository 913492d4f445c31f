// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.mergegate.testkit.model.Flavour;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where version 1.22 answers otherwise. */
class FlavourTest extends EmbeddedTestBase {

    @BeforeEach
    void old() {
        gitea.setFlavour(Flavour.V1_22);
    }

    @Test
    void aMergedPullRequestIsRefusedWithoutWords() {
        task("task", "a.txt");
        merge(1).expect(200);

        assertThat(merge(1).expect(405).message()).isEmpty();
        assertThat(api.get("/version").json().path("version").asText()).startsWith("1.22");
    }

    @Test
    void protectionTextsAreWrapped() {
        repository.protect("main", rule -> rule.requiredApprovals(1));
        task("task", "a.txt");

        assertThat(merge(1).expect(405).message())
                .isEqualTo("not allowed to merge [reason: Does not have enough approvals]");
    }

    @Test
    void youngKeysAreNotRead() {
        task("task", "a.txt");
        api.post(pull(1) + "/merge", "{\"Do\":\"merge\",\"merge_title_field\":\"Young\"}")
                .expect(200);

        assertThat(repository.subject("main")).startsWith("Merge pull request");
    }

    @Test
    void aBranchThatCannotBeDeletedStays() {
        repository.protect("task*", rule -> rule.requiredApprovals(0));
        task("task", "a.txt");

        api.post(pull(1) + "/merge", "{\"Do\":\"merge\",\"delete_branch_after_merge\":true}")
                .expect(200);

        assertThat(repository.hasBranch("task")).isTrue();
    }

    @Test
    void anEmptySquashFailsAndARenamedRepositoryIsRedirectedForTheTime() {
        repository.commit("task", Map.of(), "Nothing");
        repository.openPullRequest("task", "main", "Empty");

        merge(1, "squash").expect(500);
        repository.rename("renamed");
        assertThat(api.get("/repos/team/app").status()).isEqualTo(307);
    }

    @Test
    void theRepositorysDefaultDoesNotDeleteTheBranch() {
        repository.settings().defaultDeleteBranch(true);
        task("task", "a.txt");
        api.post(pull(1) + "/merge", "{\"Do\":\"merge\"}").expect(200);

        assertThat(repository.hasBranch("task")).isTrue();
    }

    @Test
    void theListIgnoresTheBaseBranchAndShowsLiveHeads() {
        task("task", "a.txt");
        merge(1).expect(200);
        String late = repository.commit("task", Map.of("b.txt", "b\n"), "Late");

        JsonNode list =
                api.get("/repos/team/app/pulls?base_branch=other").expect(200).json();

        assertThat(list).hasSize(1);
        assertThat(list.get(0).path("head").path("sha").asText()).isEqualTo(late);
    }
}
