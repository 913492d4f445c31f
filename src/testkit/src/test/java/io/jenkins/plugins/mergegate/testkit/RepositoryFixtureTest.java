// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.testkit.git.GitFixture;
import io.jenkins.plugins.mergegate.testkit.model.CommitStatus;
import io.jenkins.plugins.mergegate.testkit.model.RefUpdate;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import io.jenkins.plugins.mergegate.testkit.traffic.RequestRecord;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a test can do to a repository without asking the server. */
class RepositoryFixtureTest extends EmbeddedTestBase {

    @Test
    void commitsKeepTheFilesOfTheirParent() {
        repository.commit("main", Map.of("dir/a.txt", "a\n"), "A");
        String second = repository.commit("main", Map.of("b.txt", "b\n"), "B");

        assertThat(repository.read("main", "dir/a.txt")).contains("a\n");
        assertThat(repository.log("main")).hasSize(3).first().isEqualTo(second);
        repository.deleteFile("main", "dir/a.txt", "No A");
        assertThat(repository.read("main", "dir/a.txt")).isEmpty();
        assertThat(repository.read("main", "b.txt")).contains("b\n");
    }

    @Test
    void aBranchCanStartAnywhere() {
        String root = repository.head("main");
        repository.commit("main", Map.of("a.txt", "a\n"), "A");
        repository.createBranch("old", root);
        String other = repository.commitOnTopOf(root, "main", Map.of("b.txt", "b\n"), "Rewritten");

        assertThat(repository.head("old")).isEqualTo(root);
        assertThat(repository.head("main")).isEqualTo(other);
        assertThat(repository.refLog("main")).extracting(RefUpdate::cause).containsOnly(RefUpdate.Cause.FIXTURE);
    }

    @Test
    void manyCommitsAndManyFilesAreFast() {
        Map<String, String> files = new HashMap<>();
        for (int i = 0; i < 500; i++) {
            files.put("many/" + i + ".txt", i + "\n");
        }
        repository.commitFiles("main", files, "Many files");
        repository.commitMany("bulk", 200);

        assertThat(repository.read("bulk", "many/499.txt")).contains("499\n");
        assertThat(repository.log("bulk")).hasSize(202);
        assertThat(repository.branches()).containsExactly("bulk", "main");
    }

    @Test
    void equalCommitsHaveEqualNames() {
        GitFixture one = GitFixture.init(directory.resolve("one"));
        GitFixture other = GitFixture.init(directory.resolve("other"));

        assertThat(one.commit("a.txt", "a\n", "A")).isEqualTo(other.commit("a.txt", "a\n", "A"));
        assertThat(one.run("config", "--list", "--show-scope"))
                .doesNotContain("global")
                .doesNotContain("system");
    }

    @Test
    void statusesAndRequestsCanBeRead() {
        String main = repository.head("main");
        api.post("/repos/team/app/statuses/" + main, "{\"context\":\"gate\",\"state\":\"success\"}")
                .expect(201);

        assertThat(repository.statuses(main)).extracting(CommitStatus::state).containsExactly("success");
        RequestRecord request = gitea.requests().get(0);
        assertThat(request.call()).isEqualTo(Call.SET_STATUS);
        assertThat(request.user()).isEqualTo("bot");
        assertThat(request.status()).isEqualTo(201);
        assertThat(request.body()).contains("gate");
        assertThat(request.header("authorization")).contains(token);
        gitea.resetRequests();
        assertThat(gitea.requests()).isEmpty();
    }

    @Test
    void aRenamedRepositoryMovesWithItsGit() {
        String old = repository.cloneUrl();
        repository.rename("renamed");

        assertThat(api.get("/repos/team/app").expect(301).header("Location")).endsWith("/team/renamed");
        assertThat(repository.cloneUrl()).endsWith("/team/renamed.git");
        GitFixture git = GitFixture.init(directory.resolve("plain"));
        assertThat(git.attempt("ls-remote", old).ok()).isTrue();
        assertThat(git.attempt("ls-remote", repository.cloneUrl()).ok()).isTrue();
    }

    @Test
    void aPortCanBeUsedAgainAfterTheServerIsClosed() {
        int port = gitea.url().getPort();
        gitea.close();
        try (EmbeddedGitea again = EmbeddedGitea.start(directory.resolve("again"), port)) {
            assertThat(again.url().getPort()).isEqualTo(port);
        }
    }
}
