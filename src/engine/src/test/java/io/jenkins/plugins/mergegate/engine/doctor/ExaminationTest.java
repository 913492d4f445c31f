// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.Secret;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.git.GitCredentials;
import io.jenkins.plugins.mergegate.engine.git.LocalGitHost;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaSurvey;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaTimeouts;
import io.jenkins.plugins.mergegate.testkit.EmbeddedGitea;
import io.jenkins.plugins.mergegate.testkit.EmbeddedRepository;
import io.jenkins.plugins.mergegate.testkit.model.Flavour;
import io.jenkins.plugins.mergegate.testkit.model.Permission;
import io.jenkins.plugins.mergegate.testkit.model.PullRequest;
import io.jenkins.plugins.mergegate.testkit.model.User;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import io.jenkins.plugins.mergegate.testkit.traffic.RequestRecord;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the doctor finds on a server, and that it writes nothing there. */
class ExaminationTest {
    private static final FieldNames NAMES = new FieldNames("URL", "TOKEN", "REPOSITORY", "TARGET", "REMOTE", "STYLE");

    @TempDir
    private Path folder;

    private EmbeddedGitea gitea;
    private EmbeddedRepository repository;
    private User bot;
    private GateConfig.Report report = GateConfig.defaults().report();

    @BeforeEach
    void aRepository() {
        gitea = EmbeddedGitea.start(folder.resolve("gitea"));
        repository = gitea.createRepository("acme", "app");
        bot = gitea.createUser("bot");
        repository.collaborator(bot, Permission.WRITE);
    }

    @AfterEach
    void stop() {
        gitea.close();
    }

    @ParameterizedTest
    @EnumSource
    void aGoodSetupHasNoWarning(Flavour flavour) {
        gitea.setFlavour(flavour);
        repository.protect("main", rule -> rule.mergeWhitelist("bot").statusCheckContexts("merge-gate"));
        task("task/a");

        List<String> found = examine(gitea.createToken(bot, "write:repository", "write:issue", "read:user"));

        assertThat(found).allMatch(line -> line.startsWith("ok "));
        assertThat(subjects(found))
                .containsExactly(
                        "git",
                        "server",
                        "clock",
                        "token",
                        "scopes",
                        "repository",
                        "push",
                        "styles",
                        "template",
                        "merge",
                        "protection",
                        "rules",
                        "tasks",
                        "auto merge",
                        "checks",
                        "remote");
        assertThat(gitea.requests())
                .filteredOn(request -> request.path().startsWith("/api/"))
                .extracting(RequestRecord::method)
                .containsOnly("GET");
    }

    @Test
    void administratorsAreToldOfTheRules() {
        repository.collaborator(bot, Permission.ADMIN);
        repository.protect("main", rule -> rule.enablePush(true).requireSignedCommits(true));
        repository.protect("task/*", rule -> {});
        task("task/a");

        assertThat(examine(gitea.createToken(bot)))
                .anyMatch(line -> line.startsWith("warn pushes: The rule main lets accounts push to main"))
                .anyMatch(
                        line -> line.startsWith("warn whitelist: Everybody who may write may merge into main by hand"))
                .anyMatch(line -> line.startsWith("warn signatures: "))
                .anyMatch(line -> line.contains("task/a (by the rule task/*, which forbids force pushes)"))
                .noneMatch(line -> line.contains(" rules: "));
    }

    @Test
    void protectedTaskBranchesAreFoundWithoutAdministrationToo() {
        repository.protect("task/*", rule -> {});
        task("task/a");
        task("other");
        assertThat(examine(gitea.createToken(bot)))
                .anyMatch(line -> line.startsWith("warn tasks: Protected are branches of open pull requests: task/a."));
    }

    @Test
    void scopesThatLetNothingBeReadAreFoundInEveryVersion() {
        for (Flavour flavour : Flavour.values()) {
            gitea.setFlavour(flavour);
            assertThat(examine(gitea.createToken(bot, "read:user")))
                    .as(flavour.version())
                    .anyMatch(line -> line.startsWith("error scopes: The token lacks write:repository"));
            assertThat(examine(gitea.createToken(bot, "write:repository")))
                    .as(flavour.version())
                    .anyMatch(line -> line.startsWith("warn scopes: The token lacks write:issue, read:user, so"))
                    .anyMatch(line -> line.startsWith("ok merge: "))
                    .noneMatch(line -> line.contains(" token: "));
        }
    }

    @Test
    void aTokenThatOnlyReadsIsFoundWhereTheServerTellsScopes() {
        String token = gitea.createToken(bot, "read:repository", "read:issue", "read:user");
        assertThat(examine(token))
                .anyMatch(line -> line.startsWith("error scopes: The token lacks write:repository, "));
        gitea.setFlavour(Flavour.V1_22);
        assertThat(examine(token)).anyMatch(line -> line.startsWith("ok scopes: ") && line.contains("It needs write:"));
    }

    @Test
    void aTemplateForRebasesIsFound() {
        repository.commit(
                "main", Map.of(".gitea/default_merge_message/REBASE_TEMPLATE.md", "${PullRequestTitle}"), "t");
        assertThat(examine(gitea.createToken(bot))).anyMatch(line -> line.startsWith("warn template: main has .gitea"));
    }

    @Test
    void requiredChecksAreComparedWithThoseOfRealCommits() {
        repository.protect("main", rule -> rule.statusCheckContexts("ci/build", "ci/old", "ci/never", "merge-gate"));
        PullRequest old = task("task/old");
        repository.setStatus(repository.head("task/old"), "ci/old", "failure");
        repository.close(old.number());
        task("task/a");
        repository.setStatus(repository.head("task/a"), "ci/build", "success");

        assertThat(examine(gitea.createToken(bot)))
                .anyMatch(line -> line.startsWith("ok checks: The required check ci/build was seen."))
                .anyMatch(line -> line.startsWith("ok checks: The required check ci/old was seen."))
                .anyMatch(line -> line.startsWith("warn checks: main requires the check ci/never, and none of the 3 "))
                .anyMatch(line -> line.startsWith("ok checks: The required check merge-gate is written by the gate"));
        report = new GateConfig.Report(false, true, "merge-gate");
        assertThat(examine(gitea.createToken(bot)))
                .anyMatch(line -> line.startsWith("error checks: main requires the check merge-gate"));
    }

    @Test
    void aMergeThatGiteaWillMakeItselfIsFound() throws Exception {
        repository.protect("main", rule -> rule.statusCheckContexts("ci/build"));
        long number = task("task/a").number();
        String token = gitea.createToken(bot);
        assertThat(call("POST", number, token, "{\"Do\":\"merge\",\"merge_when_checks_succeed\":true}"))
                .isEqualTo(201);
        assertThat(examine(token)).anyMatch(line -> line.startsWith("warn auto merge: Gitea itself merges #1 as soon"));
        assertThat(call("DELETE", number, token, "")).isEqualTo(204);
        assertThat(examine(token)).anyMatch(line -> line.startsWith("ok auto merge: "));
    }

    @Test
    void oneLookThatFailsKeepsTheOthers() {
        gitea.faults().on(Call.TIMELINE).always().respond(500, "{}");
        gitea.faults().on(Call.CONTENTS).always().respond(500, "{}");
        gitea.faults().on(Call.GET_TOKEN).always().respond(500, "{}");
        task("task/a");
        List<String> found = examine(gitea.createToken(bot));
        assertThat(found)
                .anyMatch(line -> line.startsWith("warn auto merge: It cannot be told: "))
                .anyMatch(line -> line.startsWith("warn template: It cannot be told: "))
                .anyMatch(line -> line.startsWith("warn scopes: It cannot be told: "))
                .anyMatch(line -> line.startsWith("ok checks: "))
                .anyMatch(line -> line.startsWith("ok remote: "));
    }

    @Test
    void whatIsNotThereIsNamed() {
        assertThat(examine("wrong"))
                .anyMatch(line -> line.startsWith("error token: "))
                .noneMatch(line -> line.contains("wrong"));
        assertThat(examine(null)).contains("error token: There is none. Give one by TOKEN.");
        String token = gitea.createToken(bot);
        assertThat(examine(token, "acme/none", "main")).anyMatch(line -> line.startsWith("error repository: "));
        assertThat(examine(token, "acme/app", "nowhere"))
                .contains("error target: There is no branch nowhere. Correct TARGET, or create the branch.");
        assertThat(examine(token, null, "main"))
                .contains("warn repository: None was looked at. Give REPOSITORY to check permissions.");
        gitea.close();
        assertThat(examine(token))
                .anyMatch(line -> line.startsWith("error server: "))
                .hasSize(2);
    }

    private PullRequest task(String branch) {
        repository.createBranch(branch, "main");
        repository.commit(branch, Map.of(branch.replace('/', '-'), "x"), "Add " + branch);
        return repository.openPullRequest(branch, "main", "Add " + branch);
    }

    private List<String> examine(String token) {
        return examine(token, "acme/app", "main");
    }

    private List<String> examine(String token, String name, String target) {
        List<String> lines = new ArrayList<>();
        Remotes remotes = new Remotes() {
            @Override
            public String url(String cloneUrl) {
                return cloneUrl;
            }

            @Override
            public GitCredentials credentials(String url) {
                return new GitCredentials.Password("merge-gate", Secret.of(token));
            }
        };
        new Examination(
                        new LocalGitHost(folder.resolve("work")),
                        secret -> new GiteaSurvey(new OkHttpClient(), gitea.url(), secret, GiteaTimeouts.defaults()),
                        remotes,
                        NAMES)
                .run(
                        new Subject(
                                token == null ? null : Secret.of(token),
                                name == null ? null : RepositoryId.parse(name),
                                target,
                                report),
                        finding -> lines.add(finding.level() + " " + finding.subject() + ": " + finding.text()));
        return lines;
    }

    private static List<String> subjects(List<String> lines) {
        return lines.stream()
                .map(line -> line.substring(line.indexOf(' ') + 1, line.indexOf(':')))
                .toList();
    }

    private int call(String method, long number, String token, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(gitea.url() + "/api/v1/repos/acme/app/pulls/" + number + "/merge"))
                .header("Authorization", "token " + token)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
