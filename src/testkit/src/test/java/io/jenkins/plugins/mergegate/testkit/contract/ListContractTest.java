// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** Lists and their pages. Whoever reads one to its end must know which ends there are. */
@Contract
class ListContractTest {

    @Parameter
    World world;

    private JsonNode read(String path) {
        return world.bot.api().get(path).expect(200).json();
    }

    @Test
    void theStatusesOfACommitComeInPagesOfFiftyAtMost() {
        Scene scene = world.scene();
        String sha = scene.main();
        for (int i = 1; i <= 51; i++) {
            scene.status(sha, "check " + i, "success");
        }
        String path = scene.path() + "/commits/" + sha + "/status?limit=99&page=";

        assertThat(read(path + 1).path("statuses")).hasSize(50);
        assertThat(read(path + 1).path("sha").asText()).isEqualTo(sha);
        assertThat(read(path + 2).path("statuses")).hasSize(1);
        assertThat(read(path + 3).path("statuses")).isEmpty();
    }

    @Test
    void reviewsComeInPagesOldestFirst() {
        Scene scene = world.scene();
        scene.branch("task", "a.txt", "a\n");
        long number = scene.open("task");
        for (int i = 1; i <= 3; i++) {
            scene.review(world.erin, number, "COMMENT", "review " + i);
        }
        String path = scene.path() + "/pulls/" + number + "/reviews?limit=2&page=";

        assertThat(texts(read(path + 1), "body")).containsExactly("review 1", "review 2");
        assertThat(texts(read(path + 2), "body")).containsExactly("review 3");
        assertThat(read(path + 3)).isEmpty();
    }

    @Test
    void commentsComeAllAtOnceWhateverPageIsAskedFor() {
        Scene scene = world.scene();
        scene.branch("task", "a.txt", "a\n");
        String path = scene.path() + "/issues/" + scene.open("task") + "/comments";
        for (int i = 1; i <= 3; i++) {
            world.bot.api().post(path, "{\"body\":\"comment " + i + "\"}").expect(201);
        }

        assertThat(texts(read(path + "?limit=2&page=2"), "body"))
                .containsExactly("comment 1", "comment 2", "comment 3");
    }

    @Test
    void pullRequestsBeyondTheEndAreAnEmptyPage() {
        Scene scene = world.scene();
        scene.branch("task", "a.txt", "a\n");
        scene.open("task");

        assertThat(read(scene.path() + "/pulls?state=open&limit=50&page=1")).hasSize(1);
        assertThat(read(scene.path() + "/pulls?state=open&limit=50&page=2")).isEmpty();
    }

    @Test
    void whatWasMergedLastIsFirstByRecentUpdateAndKeepsTheNameOfItsBranch() {
        Scene scene = world.scene();
        for (String name : List.of("one", "two")) {
            scene.branch(name, name + ".txt", "x\n");
            scene.open(name);
        }
        String members = "\"Do\":\"merge\",\"delete_branch_after_merge\":true";
        scene.merge(world.bot.api(), 2, members).expect(200);
        String merged = scene.pull(2).path("updated_at").asText();
        // The times of pull requests have no fractions.
        Awaitility.await()
                .until(() -> Instant.now().isAfter(Instant.parse(merged).plusSeconds(1)));
        scene.merge(world.bot.api(), 1, members).expect(200);

        JsonNode closed = read(scene.path() + "/pulls?state=closed&base_branch=main&sort=recentupdate&limit=50&page=1");

        assertThat(closed.findValuesAsText("number")).containsExactly("1", "2");
        assertThat(closed.get(0).path("merged").asBoolean()).isTrue();
        assertThat(closed.get(0).path("head").path("ref").asText()).isEqualTo("refs/pull/1/head");
        assertThat(closed.get(0).path("head").path("label").asText()).isEqualTo("one");
        assertThat(closed.get(0).path("merge_commit_sha").asText()).isEqualTo(scene.main());
    }

    private static List<String> texts(JsonNode list, String member) {
        List<String> texts = new ArrayList<>();
        list.forEach(entry -> texts.add(entry.path(member).asText()));
        return texts;
    }
}
