// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit;

import io.jenkins.plugins.mergegate.testkit.contract.Http;
import io.jenkins.plugins.mergegate.testkit.git.GitFixture;
import io.jenkins.plugins.mergegate.testkit.model.Permission;
import io.jenkins.plugins.mergegate.testkit.model.User;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** One embedded server with one repository and a bot that may write. */
abstract class EmbeddedTestBase {

    @TempDir
    Path directory;

    EmbeddedGitea gitea;
    EmbeddedRepository repository;
    User bot;
    String token;
    Http api;

    @BeforeEach
    void start() {
        gitea = EmbeddedGitea.start(directory.resolve("gitea"));
        repository = gitea.createRepository("team", "app");
        bot = gitea.createUser("bot");
        repository.collaborator(bot, Permission.WRITE);
        token = gitea.createToken(bot);
        api = Http.token(gitea.url(), token);
    }

    @AfterEach
    void stop() {
        gitea.close();
    }

    /** A branch with one file and its pull request; returns the sha of the head. */
    String task(String branch, String file) {
        String sha = repository.commit(branch, Map.of(file, branch + "\n"), "Change " + file);
        repository.openPullRequest(branch, "main", "Change " + branch);
        return sha;
    }

    Http.Answer merge(long number) {
        return merge(number, "merge");
    }

    Http.Answer merge(long number, String style) {
        return api.post(pull(number) + "/merge", "{\"Do\":\"" + style + "\",\"delete_branch_after_merge\":false}");
    }

    String pull(long number) {
        return "/repos/team/app/pulls/" + number;
    }

    boolean mergeable(long number) {
        return api.get(pull(number)).expect(200).json().path("mergeable").asBoolean();
    }

    GitFixture cloneAsBot(String name) {
        String remote = repository.cloneUrl().replace("http://", "http://bot:" + token + "@");
        return GitFixture.clone(remote, directory.resolve(name));
    }
}
