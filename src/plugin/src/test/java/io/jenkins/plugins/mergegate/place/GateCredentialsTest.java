// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.cloudbees.jenkins.plugins.sshcredentials.impl.BasicSSHUserPrivateKey;
import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.domains.HostnameSpecification;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.EnvVars;
import hudson.util.Secret;
import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.git.GitCredentials;
import io.jenkins.plugins.mergegate.testkit.EmbeddedGitea;
import io.jenkins.plugins.mergegate.testkit.EmbeddedRepository;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jenkinsci.plugin.gitea.credentials.PersonalAccessTokenImpl;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class GateCredentialsTest {
    private static final String SERVER = "https://git.example.com";
    private static final String TOKEN = "0123456789abcdef0123456789abcdef01234567";
    private static final String KEY =
            "-----BEGIN OPENSSH PRIVATE KEY-----\nc2VjcmV0IGtleQ==\n-----END OPENSSH PRIVATE KEY-----\n";

    private static JenkinsRule j;
    private static WorkflowRun run;

    @BeforeAll
    static void startJenkins(JenkinsRule rule) throws Exception {
        j = rule;
        run = j.buildAndAssertSuccess(inline("inline", ""));
    }

    @AfterAll
    static void stopJenkins() throws Exception {
        j.after();
    }

    @BeforeEach
    void store() throws Exception {
        SystemCredentialsProvider.getInstance().getCredentials().clear();
        add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "text", null, Secret.fromString(" " + TOKEN + "\n")));
        add(new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, "user", null, "me", TOKEN));
        add(new PersonalAccessTokenImpl(CredentialsScope.GLOBAL, "gitea", null, TOKEN));
        add(key("key", "forge", "pass phrase"));
        add(new StringCredentialsImpl(CredentialsScope.SYSTEM, "system", null, Secret.fromString(TOKEN)));
        add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "two-lines", null, Secret.fromString("a\nb")));
        add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "empty", null, Secret.fromString(" ")));
        SystemCredentialsProvider.getInstance()
                .getDomainCredentialsMap()
                .put(
                        new Domain("other", null, List.of(new HostnameSpecification("other.example.com", null))),
                        new CopyOnWriteArrayList<>(List.of(new StringCredentialsImpl(
                                CredentialsScope.GLOBAL, "elsewhere", null, Secret.fromString(TOKEN)))));
    }

    @ParameterizedTest
    @CsvSource({"text", "user", "gitea"})
    void aTokenIsASecretTextOrAPassword(String id) {
        Place place = resolve(id, null, null);

        assertThat(place.token().reveal()).isEqualTo(TOKEN);
        assertThat(place.git()).isInstanceOfSatisfying(GitCredentials.Password.class, git -> {
            assertThat(git.username()).isEqualTo("merge-gate");
            assertThat(git.password().reveal()).isEqualTo(TOKEN);
        });
        assertThat(place.remoteUrl()).isEqualTo("https://git.example.com/acme/app.git");
        assertThat(place.server()).isEqualTo("git.example.com");
    }

    @ParameterizedTest
    @CsvSource({
        "key, must be of a Gitea token",
        "missing, is not the id of credentials that this job may use",
        "system, is not the id of credentials that this job may use",
        "elsewhere, is not the id of credentials that this job may use",
        "two-lines, must be of a token",
        "empty, must be of a token"
    })
    void whatIsNoTokenForTheServerIsRefused(String id, String message) {
        assertRefused("credentialsId", message, () -> resolve(id, null, null));
    }

    @Test
    void theStepsOwnCredentialsComeBeforeThoseOfTheConfiguration() {
        add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "own", null, Secret.fromString("mine")));

        assertThat(resolve("own", null, "text").token().reveal()).isEqualTo("mine");
    }

    @ParameterizedTest
    @CsvSource({"text", "user", "gitea", "system"})
    void theConfigurationMayNameWhatNoJobMayUse(String id) {
        assertThat(resolve(null, null, id).token().reveal()).isEqualTo(TOKEN);
    }

    @ParameterizedTest
    @CsvSource({"missing, of the configured server", "key, must be of a Gitea token"})
    void aConfigurationThatDoesNotWorkIsNotPassedOver(String id, String message) {
        assertRefused("credentialsId", message, () -> resolve(null, null, id));
    }

    @Test
    void withoutAnyCredentialsNothingIsGuessed() {
        assertRefused("credentialsId", "is missing", () -> resolve(null, null, null));
    }

    @Test
    void gitMayHaveAUserNameAndAPasswordOfItsOwn() throws Exception {
        add(new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, "git-user", null, "robot", "other password"));

        Place place = resolve("text", "git-user", null);

        assertThat(place.git()).isInstanceOfSatisfying(GitCredentials.Password.class, git -> {
            assertThat(git.username()).isEqualTo("robot");
            assertThat(git.password().reveal()).isEqualTo("other password");
        });
        assertThat(place.remoteUrl()).isEqualTo("https://git.example.com/acme/app.git");
    }

    @ParameterizedTest
    @CsvSource({"gitea", "text"})
    void aTokenForGitIsNeverItsUserName(String id) {
        assertThat(resolve("text", id, null).git()).isInstanceOfSatisfying(GitCredentials.Password.class, git -> {
            assertThat(git.username()).isEqualTo("merge-gate");
            assertThat(git.password().reveal()).isEqualTo(TOKEN);
        });
    }

    @Test
    void gitMayHaveAKey() {
        Place place = resolve("text", "key", null);

        assertThat(place.git()).isInstanceOfSatisfying(GitCredentials.SshKey.class, git -> {
            assertThat(git.privateKey().reveal()).isEqualTo(KEY);
            assertThat(git.passphrase().reveal()).isEqualTo("pass phrase");
        });
        assertThat(place.remoteUrl()).isEqualTo("ssh://forge@git.example.com/acme/app.git");
    }

    @Test
    void aKeyWithoutPassphraseAndUserIsThatOfTheUserGit() {
        add(key("plain", "", null));

        Place place = resolve("text", "plain", null);

        assertThat(place.git())
                .isInstanceOfSatisfying(
                        GitCredentials.SshKey.class,
                        git -> assertThat(git.passphrase()).isNull());
        assertThat(place.remoteUrl()).isEqualTo("ssh://git@git.example.com/acme/app.git");
    }

    @Test
    void aKeyThatIsNoneIsRefused() {
        add(new BasicSSHUserPrivateKey(
                CredentialsScope.GLOBAL,
                "no-key",
                "git",
                new BasicSSHUserPrivateKey.DirectEntryPrivateKeySource(" "),
                null,
                null));
        add(key("odd-user", "-oProxyCommand=x", null));

        assertRefused("gitCredentialsId", "private key", () -> resolve("text", "no-key", null));
        assertRefused("gitCredentialsId", "user name", () -> resolve("text", "odd-user", null));
        assertRefused("gitCredentialsId", "is not the id", () -> resolve("text", "missing", null));
    }

    @Test
    void thePlaceDoesNotShowItsSecrets() {
        assertThat(resolve("text", null, null) + " " + resolve("text", "user", null) + resolve("text", "key", null))
                .doesNotContain(TOKEN, "c2VjcmV0", "pass phrase");
    }

    @Test
    void whoUsedCredentialsIsTracked() throws Exception {
        Credentials used =
                new StringCredentialsImpl(CredentialsScope.GLOBAL, "tracked", "tracked", Secret.fromString(TOKEN));
        add(used);

        resolve("tracked", null, null);

        assertThat(CredentialsProvider.getFingerprintOf(used).getJobs()).contains("inline");
    }

    @Test
    void theCredentialsOfTheJobsScmAreForItsServerAlone(@TempDir Path directory) throws Exception {
        try (EmbeddedGitea gitea = EmbeddedGitea.start(directory)) {
            EmbeddedRepository app = gitea.createRepository("acme", "app");
            String token = gitea.createToken(gitea.createUser("acme"));
            add(new PersonalAccessTokenImpl(CredentialsScope.GLOBAL, "scm", null, token));
            String script = "node { git url: '%s', branch: 'main', credentialsId: 'scm' }".formatted(app.cloneUrl());
            WorkflowRun build = j.buildAndAssertSuccess(inline("checkout", script));
            GateConfig config = Fixtures.servers("https://other.example.com");

            Place own = Places.resolve(
                    build, new EnvVars(), Fixtures.named(null, "task", null, null), GateConfig.defaults(), true);

            assertThat(own.token().reveal()).isEqualTo(token);
            assertThat(own.gitea()).isEqualTo(gitea.url());
            assertThat(own.server()).isEqualTo("127.0.0.1:" + gitea.url().getPort());
            assertThat(own.remoteUrl()).isEqualTo(app.cloneUrl());
            assertRefused(
                    "credentialsId",
                    "is missing",
                    () -> Places.resolve(build, new EnvVars(), Fixtures.named(null, "task", null, "a"), config, true));
            SystemCredentialsProvider.getInstance().getCredentials().clear();
            add(key("scm", "git", null));
            assertRefused(
                    "credentialsId",
                    "is missing",
                    () -> Places.resolve(build, new EnvVars(), Fixtures.named(null, "task", null, null), config, true));
        }
    }

    private static Place resolve(String id, String gitId, String configuredId) {
        GateConfig config = Fixtures.config(List.of(), new GateConfig.Server("main", SERVER, configuredId, null));
        Named named = new Named("acme/app", "task", null, null, id, gitId, 0);
        return Places.resolve(run, new EnvVars(), named, config, true);
    }

    private static void assertRefused(String field, String message, ThrowingCallable call) {
        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(call)
                .withMessageStartingWith(field + " ")
                .withMessageContaining(message)
                .withMessageNotContaining(TOKEN)
                .satisfies(refused -> assertThat(refused.field()).isEqualTo(field));
    }

    private static BasicSSHUserPrivateKey key(String id, String user, String passphrase) {
        return new BasicSSHUserPrivateKey(
                CredentialsScope.GLOBAL,
                id,
                user,
                new BasicSSHUserPrivateKey.DirectEntryPrivateKeySource(KEY),
                passphrase,
                null);
    }

    private static void add(Credentials credentials) {
        SystemCredentialsProvider.getInstance().getCredentials().add(credentials);
    }

    private static WorkflowJob inline(String name, String script) throws Exception {
        WorkflowJob job = j.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }
}
