// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.testkit.contract.Http;
import io.jenkins.plugins.mergegate.testkit.git.GitFixture;
import io.jenkins.plugins.mergegate.testkit.model.Permission;
import io.jenkins.plugins.mergegate.testkit.model.RefUpdate;
import io.jenkins.plugins.mergegate.testkit.model.User;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedGiteaTest {

    @TempDir
    Path directory;

    private EmbeddedGitea gitea;
    private EmbeddedRepository repository;
    private String token;

    @BeforeEach
    void start() {
        gitea = EmbeddedGitea.start(directory.resolve("gitea"));
        repository = gitea.createRepository("team", "app");
        User bot = gitea.createUser("bot");
        repository.collaborator(bot, Permission.WRITE);
        token = gitea.createToken(bot);
    }

    @AfterEach
    void stop() {
        gitea.close();
    }

    @Test
    void aPushedBranchIsMergedThroughItsPullRequest() {
        String remote = repository.cloneUrl().replace("http://", "http://bot:" + token + "@");
        GitFixture clone = GitFixture.clone(remote, directory.resolve("clone"));
        clone.run("checkout", "--quiet", "-b", "task");
        String sha = clone.commit("a.txt", "a\n", "Add a");
        clone.run("push", "--quiet", "origin", "task");

        Http api = Http.token(gitea.url(), token);
        Http.Answer opened = api.post(
                        "/repos/team/app/pulls", "{\"head\":\"task\",\"base\":\"main\",\"title\":\"Add a\"}")
                .expect(201);
        assertThat(opened.json().path("mergeable").asBoolean()).isTrue();
        assertThat(opened.json().path("head").path("sha").asText()).isEqualTo(sha);
        api.post("/repos/team/app/pulls/1/merge", "{\"Do\":\"merge\",\"head_commit_id\":\"" + sha + "\"}")
                .expect(200);

        assertThat(repository.isAncestor(sha, repository.head("main"))).isTrue();
        assertThat(repository.pullRequest(1).mergeCommitSha()).isEqualTo(repository.head("main"));
        assertThat(repository.refLog("main"))
                .extracting(RefUpdate::cause)
                .containsExactly(RefUpdate.Cause.FIXTURE, RefUpdate.Cause.MERGE);
        assertThat(repository.refLog("task"))
                .extracting(RefUpdate::cause, RefUpdate::user)
                .containsExactly(Tuple.tuple(RefUpdate.Cause.PUSH, "bot"));
    }

    @Test
    void aProtectedBranchRefusesThePush() {
        repository.protect("main", rule -> rule.enablePush(false));
        String remote = repository.cloneUrl().replace("http://", "http://bot:" + token + "@");
        GitFixture clone = GitFixture.clone(remote, directory.resolve("clone"));
        clone.commit("a.txt", "a\n", "Add a");

        assertThat(clone.attempt("push", "origin", "main").error())
                .contains("remote: error: Not allowed to push to protected branch main", "pre-receive hook declined");
    }

    @Test
    void fixturesMoveTheHeadOfThePullRequest() {
        repository.commit("task", Map.of("a.txt", "1\n"), "One");
        repository.openPullRequest("task", "main", "Task");
        String sha = repository.commit("task", Map.of("a.txt", "2\n"), "Two");

        assertThat(repository.pullRequest(1).headSha()).isEqualTo(sha);
        repository.commitMany("bulk", 20);
        assertThat(repository.log("bulk")).hasSize(21);
    }
}
