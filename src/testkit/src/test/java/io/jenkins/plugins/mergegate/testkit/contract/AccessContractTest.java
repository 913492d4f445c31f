// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what, over the API and over git. */
@Contract
class AccessContractTest {

    @Parameter
    World world;

    @Test
    void aWrongTokenIsRefused() {
        Http wrong = Http.token(world.server().url(), "0123456789012345678901234567890123456789");

        assertThat(wrong.get("/user").expect(401).message())
                .isEqualTo(world.words().wrongToken());
        assertThat(world.anonymous().get("/user").expect(401).message()).isEqualTo("token is required");
        assertThat(world.anonymous()
                        .get("/version")
                        .expect(200)
                        .json()
                        .path("version")
                        .asText())
                .isNotEmpty();
    }

    @Test
    void aWrongTokenMergesAndPushesNothing() {
        Scene scene = world.scene();
        scene.branch("task", "a.txt", "a\n");
        long number = scene.open("task");
        String before = scene.main();
        Http wrong = Http.token(world.server().url(), "0123456789012345678901234567890123456789");

        scene.mergeOnce(wrong, number, "\"Do\":\"merge\"").expect(401);
        String remote =
                scene.remote(world.bot).replace(world.bot.allToken(), "0123456789012345678901234567890123456789");
        assertThat(scene.work().attempt("push", remote, "task:main").ok()).isFalse();
        assertThat(scene.main()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"token ", "Bearer ", "bearer "})
    void tokensComeUnderSeveralNames(String scheme) {
        Http http = new Http(world.server().url(), scheme + world.bot.allToken());

        assertThat(http.get("/user").expect(200).json().path("login").asText()).isEqualTo("bot");
    }

    @Test
    void theWordTokenHadToBeLowerCaseOnce() {
        Http http = new Http(world.server().url(), "Token " + world.bot.allToken());

        assertThat(http.get("/user").status()).isEqualTo(world.isSince("1.27") ? 200 : 401);
    }

    @Test
    void aTokenNeedsTheScope() {
        Scene scene = world.scene();
        scene.branch("task", "a.txt", "a\n");
        long number = scene.open("task");

        assertThat(scene.merge(world.botWith("\"read:repository\""), number, "\"Do\":\"merge\"")
                        .expect(403)
                        .message())
                .isEqualTo(world.words().missingScope("write:repository", "read:repository"));
        assertThat(world.botWith("\"write:issue\"")
                        .get(scene.path())
                        .expect(403)
                        .message())
                .isEqualTo(world.words().missingScope("read:repository", "write:issue"));
    }

    @Test
    void readersAndStrangersDoNotMerge() {
        Scene scene = world.scene();
        scene.branch("task", "a.txt", "a\n");
        long number = scene.open("task");

        assertThat(scene.merge(world.carol.api(), number, "\"Do\":\"merge\"")
                        .expect(405)
                        .message())
                .isEqualTo("User not allowed to merge PR");
        assertThat(scene.merge(world.dave.api(), number, "\"Do\":\"merge\"")
                        .expect(405)
                        .message())
                .isEqualTo("User not allowed to merge PR");
        assertThat(scene.merge(world.anonymous(), number, "\"Do\":\"merge\"")
                        .expect(401)
                        .message())
                .isEqualTo("token is required");
    }

    @Test
    void aPrivateRepositoryIsNotThereForStrangers() {
        Scene scene = world.scene("{\"private\":true}");

        assertThat(world.dave.api().get(scene.path()).expect(404).message())
                .isEqualTo(world.words().notFound());
        assertThat(world.anonymous().get(scene.path()).expect(404).message())
                .isEqualTo(world.words().notFound());
        world.carol.api().get(scene.path()).expect(200);
        String open = world.server().url() + "/alice/" + scene.name() + ".git";
        assertThat(scene.work().attempt("ls-remote", open).ok()).isFalse();
        assertThat(scene.work().attempt("ls-remote", scene.remote(world.dave)).ok())
                .isFalse();
        assertThat(scene.work().attempt("ls-remote", scene.remote(world.carol)).ok())
                .isTrue();
    }

    @Test
    void readersDoNotPush() {
        Scene scene = world.scene();
        scene.branch("task", "a.txt", "a\n");

        assertThat(scene.push(world.carol, "task:other").ok()).isFalse();
        assertThat(scene.push(world.bot, "task:other").ok()).isTrue();
    }

    @Test
    void anArchivedRepositoryIsLocked() {
        Scene scene = world.scene();
        scene.branch("task", "a.txt", "a\n");
        long number = scene.open("task");
        scene.settings("{\"archived\":true}");

        long id =
                world.bot.api().get(scene.path()).expect(200).json().path("id").asLong();
        String text = world.words().archived(id, "alice/" + scene.name());
        assertThat(scene.merge(number, "merge").expect(423).message()).isEqualTo(text);
        assertThat(world.bot
                        .api()
                        .post(scene.path() + "/issues/" + number + "/comments", "{\"body\":\"x\"}")
                        .expect(423)
                        .message())
                .isEqualTo(text);
        world.bot.api().get(scene.path() + "/pulls/" + number).expect(200);
    }

    @Test
    void aRenamedRepositoryIsRedirected() {
        Scene scene = world.scene();
        scene.settings("{\"name\":\"" + scene.name() + "-new\"}");

        Http.Answer read = world.bot.api().get(scene.path() + "/pulls?state=open&page=2");
        int redirect = world.isSince("1.23") ? 301 : 307;
        assertThat(read.status()).isEqualTo(redirect);
        assertThat(read.header("Location"))
                .isEqualTo("/api/v1/repos/alice/" + scene.name() + "-new/pulls?state=open&page=2");
        assertThat(scene.merge(1, "merge").status()).isEqualTo(redirect);
    }

    @Test
    void withoutPullRequestsThereIsNothingToFind() {
        Scene scene = world.scene();
        scene.settings("{\"has_pull_requests\":false}");

        assertThat(world.bot.api().get(scene.path() + "/pulls").expect(404).message())
                .isEqualTo(world.words().notFound());
        assertThat(scene.merge(1, "merge").expect(404).message())
                .isEqualTo(world.words().notFound());
    }

    @Test
    void protectionsAndHooksAreForAdministrators() {
        Scene scene = world.scene();
        String text = "user should be an owner or a collaborator with admin write of a repository";

        assertThat(world.bot
                        .api()
                        .get(scene.path() + "/branch_protections")
                        .expect(403)
                        .message())
                .isEqualTo(text);
        assertThat(world.bot.api().get(scene.path() + "/hooks").expect(403).message())
                .isEqualTo(text);
    }

    @Test
    void unknownPathsAndMethodsAreRefused() {
        Scene scene = world.scene();

        assertThat(world.bot.api().get("/nothing/here").expect(404).body()).startsWith("404 page not found");
        assertThat(world.bot
                        .api()
                        .call("PUT", scene.path() + "/pulls/1/merge", "{}")
                        .status())
                .isEqualTo(405);
        assertThat(world.bot.api().get("/repos/nobody/none").expect(404).message())
                .isEqualTo(world.words().noOwner());
        assertThat(world.bot.api().get("/repos/alice/none").expect(404).message())
                .isEqualTo(world.words().notFound());
    }
}
