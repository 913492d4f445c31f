// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** Pull requests apart from merging them. */
@Contract
class PullsContractTest {

    @Parameter
    World world;

    private Http.Answer create(Scene scene, String head, String base) {
        return world.bot
                .api()
                .post(
                        scene.path() + "/pulls",
                        "{\"head\":\"" + head + "\",\"base\":\"" + base
                                + "\",\"title\":\"A title\",\"body\":\"A text\"}");
    }

    @Test
    void aNewPullRequestShowsItsBranches() {
        Scene scene = world.scene();
        String sha = scene.branch("feature/one", "a.txt", "a\n");

        JsonNode pull = create(scene, "feature/one", "main").expect(201).json();

        assertThat(pull.path("number").asLong()).isEqualTo(1);
        assertThat(pull.path("title").asText()).isEqualTo("A title");
        assertThat(pull.path("body").asText()).isEqualTo("A text");
        assertThat(pull.path("state").asText()).isEqualTo("open");
        assertThat(pull.path("user").path("login").asText()).isEqualTo("bot");
        assertThat(pull.path("mergeable").asBoolean()).isTrue();
        assertThat(pull.path("merged").asBoolean()).isFalse();
        assertThat(pull.path("merge_commit_sha").isNull()).isTrue();
        assertThat(pull.path("html_url").asText())
                .isEqualTo(world.server().url() + "/alice/" + scene.name() + "/pulls/1");
        assertThat(pull.path("head").path("ref").asText()).isEqualTo("feature/one");
        assertThat(pull.path("head").path("label").asText()).isEqualTo("feature/one");
        assertThat(pull.path("head").path("sha").asText()).isEqualTo(sha);
        assertThat(pull.path("base").path("ref").asText()).isEqualTo("main");
        assertThat(pull.path("base").path("sha").asText()).isEqualTo(scene.main());
        assertThat(pull.path("merge_base").asText()).isEqualTo(scene.main());
        assertThat(pull.path("head").path("repo").path("full_name").asText()).isEqualTo("alice/" + scene.name());
        assertThat(pull.path("head").path("repo_id").asLong())
                .isEqualTo(pull.path("base").path("repo_id").asLong());
    }

    @Test
    void oneOpenPullRequestPerPairOfBranches() {
        Scene scene = world.scene();
        scene.branch("task", "a.txt", "a\n");
        create(scene, "task", "main").expect(201);

        assertThat(create(scene, "task", "main").expect(409).message())
                .startsWith("pull request already exists for these targets [id: ")
                .contains(", issue_id: 1, ", "head_branch: task, base_branch: main]");
    }

    @Test
    void wrongBranchesAreRefused() {
        Scene scene = world.scene();

        assertThat(create(scene, "main", "main").expect(422).message())
                .isEqualTo("Invalid PullRequest: There are no changes between the head and the base");
        assertThat(create(scene, "nope", "main").expect(404).message())
                .isEqualTo(world.words().noHead("nope"));
        assertThat(create(scene, "main", "nope").expect(404).message())
                .isEqualTo(world.words().noBase("nope"));
        assertThat(world.bot
                        .api()
                        .post(scene.path() + "/pulls", "{\"head\":\"a\",\"base\":\"main\"}")
                        .expect(422)
                        .message())
                .isEqualTo("[Title]: Required");
    }

    @Test
    void theListIsFilteredAndPaged() {
        Scene scene = world.scene();
        for (int i = 1; i <= 4; i++) {
            scene.branch("task" + i, "a.txt", i + "\n");
            scene.open("task" + i);
        }
        world.alice
                .api()
                .call("PATCH", scene.path() + "/pulls/2", "{\"state\":\"closed\"}")
                .expect(201);

        assertThat(numbers(scene, "")).containsExactly(4, 3, 2, 1);
        assertThat(numbers(scene, "?state=open")).containsExactly(4, 3, 1);
        assertThat(numbers(scene, "?state=closed")).containsExactly(2);
        assertThat(numbers(scene, "?state=open&sort=oldest")).containsExactly(1, 3, 4);
        assertThat(numbers(scene, "?state=open&base_branch=main&limit=2&page=2"))
                .containsExactly(1);
        assertThat(numbers(scene, "?state=closed&base_branch=other"))
                .isEqualTo(world.isSince("1.24") ? List.of() : List.of(2));
        assertThat(numbers(scene, "?head=task1")).containsExactly(4, 3, 2, 1);
        Http.Answer page = world.bot.api().get(scene.path() + "/pulls?state=all&limit=1&page=2");
        assertThat(page.header("X-Total-Count")).isEqualTo("4");
        assertThat(page.header("Link"))
                .contains("limit=1&page=3&state=all>; rel=\"next\"", "page=4&state=all>; rel=\"last\"")
                .contains("page=1&state=all>; rel=\"first\"", "page=1&state=all>; rel=\"prev\"");
    }

    private List<Integer> numbers(Scene scene, String query) {
        List<Integer> numbers = new ArrayList<>();
        JsonNode list =
                world.bot.api().get(scene.path() + "/pulls" + query).expect(200).json();
        list.forEach(pull -> numbers.add(pull.path("number").asInt()));
        return numbers;
    }

    @Test
    void aPullRequestIsFoundByItsBranches() {
        Scene scene = world.scene();
        scene.branch("feature/one", "a.txt", "a\n");
        scene.open("feature/one");

        assertThat(world.bot
                        .api()
                        .get(scene.path() + "/pulls/main/feature/one")
                        .expect(200)
                        .json()
                        .path("number")
                        .asInt())
                .isEqualTo(1);
        assertThat(world.bot
                        .api()
                        .get(scene.path() + "/pulls/main/alice:feature/one")
                        .expect(200)
                        .json()
                        .path("number")
                        .asInt())
                .isEqualTo(1);
        assertThat(world.bot
                        .api()
                        .get(scene.path() + "/pulls/main/nope")
                        .expect(404)
                        .message())
                .isEqualTo(world.words().notFound());
    }

    @Test
    void aPushMovesTheHead() {
        Scene scene = world.scene();
        scene.branch("task", "a.txt", "a\n");
        long number = scene.open("task");
        String sha = scene.extend("task", "b.txt", "b\n");

        assertThat(scene.pull(number).path("head").path("sha").asText()).isEqualTo(sha);
        String ref = scene.work().run("ls-remote", "origin", "refs/pull/" + number + "/head");
        assertThat(ref).startsWith(sha);
    }

    @Test
    void aConflictThatIsPushedIsSeenAndAResolvedOneToo() {
        Scene scene = world.scene();
        scene.branch("task", "a.txt", "a\n");
        long number = scene.open("task");
        scene.advanceMain("a.txt", "main\n");
        scene.awaitNotMergeable(number);
        scene.work().run("checkout", "--quiet", "-B", "task", "origin/main");
        scene.work().commit("b.txt", "b\n", "Another way");
        scene.work().run("push", "--quiet", "--force", "origin", "task");

        scene.awaitMergeable(number);
    }

    @Test
    void statesAndTitlesChange() {
        Scene scene = world.scene();
        scene.branch("task", "a.txt", "a\n");
        String path = scene.path() + "/pulls/" + scene.open("task");
        Http bot = world.bot.api();

        assertThat(bot.call("PATCH", path, "{\"state\":\"closed\"}")
                        .expect(201)
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("closed");
        assertThat(bot.call("PATCH", path, "{\"state\":\"open\"}")
                        .expect(201)
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("open");
        assertThat(bot.call("PATCH", path, "{\"title\":\"New\"}")
                        .expect(201)
                        .json()
                        .path("title")
                        .asText())
                .isEqualTo("New");
        assertThat(bot.call("PATCH", path, "{\"state\":\"weird\"}").expect(412).message())
                .isEqualTo("unknown state: weird");
        assertThat(world.dave
                        .api()
                        .call("PATCH", path, "{\"state\":\"closed\"}")
                        .expect(403)
                        .body())
                .isEmpty();
    }

    @Test
    void mergedIsForEver() {
        Scene scene = world.scene();
        scene.branch("task", "a.txt", "a\n");
        String path = scene.path() + "/pulls/" + scene.open("task");
        world.bot.api().get(path + "/merge").expect(404);
        scene.merge(1, "merge").expect(200);

        world.bot.api().get(path + "/merge").expect(204);
        assertThat(world.bot
                        .api()
                        .call("PATCH", path, "{\"state\":\"open\"}")
                        .expect(412)
                        .message())
                .isEqualTo("cannot change state of this pull request, it was already merged");
        String late = scene.extend("task", "b.txt", "b\n");
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> scene.pull(1).path("head").path("sha").asText().equals(late));
        String merged =
                scene.work().run("ls-remote", "origin", "refs/pull/1/head").substring(0, 40);
        assertThat(merged).isNotEqualTo(late);
        JsonNode listed = world.bot
                .api()
                .get(scene.path() + "/pulls?state=closed")
                .expect(200)
                .json()
                .get(0);
        assertThat(listed.path("head").path("sha").asText()).isEqualTo(world.isSince("1.24") ? merged : late);
    }
}
