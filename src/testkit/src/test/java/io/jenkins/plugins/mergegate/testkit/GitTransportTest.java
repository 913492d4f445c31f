// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.testkit.git.GitFixture;
import io.jenkins.plugins.mergegate.testkit.git.GitProcess;
import io.jenkins.plugins.mergegate.testkit.model.Permission;
import io.jenkins.plugins.mergegate.testkit.model.RefUpdate;
import io.jenkins.plugins.mergegate.testkit.model.User;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fetch and push as git does them. */
class GitTransportTest extends EmbeddedTestBase {

    @ParameterizedTest
    @ValueSource(strings = {"0", "2"})
    void bothProtocolsFetch(String version) {
        repository.commit("main", Map.of("a.txt", "a\n"), "A");
        GitFixture git = GitFixture.init(directory.resolve("plain"));

        git.run("-c", "protocol.version=" + version, "fetch", "--quiet", repository.cloneUrl(), "main");

        assertThat(git.run("show", "FETCH_HEAD:a.txt")).isEqualTo("a");
    }

    @Test
    void aBigPushArrivesInPieces() {
        GitFixture clone = cloneAsBot("clone");
        byte[] noise = new byte[3_000_000];
        new Random(1).nextBytes(noise);
        clone.run("checkout", "--quiet", "-b", "big");
        String sha = clone.commit("noise.txt", Base64.getEncoder().encodeToString(noise), "Noise");

        clone.run("push", "--quiet", "origin", "big");

        assertThat(repository.head("big")).isEqualTo(sha);
    }

    @Test
    void aPartialCloneFetchesWhatItNeeds() {
        repository.commit("main", Map.of("a.txt", "a\n"), "A");
        GitFixture git = new GitFixture(directory);
        git.run("clone", "--quiet", "--filter=blob:none", repository.cloneUrl(), "partial");

        assertThat(new GitFixture(directory.resolve("partial")).run("show", "HEAD:a.txt"))
                .isEqualTo("a");
    }

    @Test
    void aLeaseHoldsOnlyWhileTheBranchStands() {
        task("task", "a.txt");
        String seen = repository.head("task");
        GitFixture clone = cloneAsBot("clone");
        clone.run("checkout", "--quiet", "-B", "task", "origin/main");
        String mine = clone.commit("b.txt", "b\n", "Mine");
        String lease = "--force-with-lease=refs/heads/task:" + seen;
        clone.run("push", "--quiet", lease, "origin", "task");
        assertThat(repository.pullRequest(1).headSha()).isEqualTo(mine);

        assertThat(clone.attempt("push", lease, "origin", "main:task").error()).contains("stale info");
    }

    @Test
    void aProtectedBranchMayAllowPushesButNoForce() {
        repository.protect("main", rule -> rule.enablePush(true));
        GitFixture clone = cloneAsBot("clone");
        clone.commit("a.txt", "a\n", "A");
        clone.run("push", "--quiet", "origin", "main");
        clone.run("commit", "--quiet", "--amend", "-m", "Other");

        assertThat(clone.attempt("push", "--force", "origin", "main").error())
                .contains("Not allowed to force-push to protected branch main");
        assertThat(clone.attempt("push", "origin", ":main").ok()).isFalse();
        repository.protect("main", rule -> rule.enablePush(true).enableForcePush(true));
        clone.run("push", "--quiet", "--force", "origin", "main");
    }

    @Test
    void everyMoveOfABranchIsWrittenDown() {
        GitFixture clone = cloneAsBot("clone");
        clone.run("checkout", "--quiet", "-b", "task");
        String sha = clone.commit("a.txt", "a\n", "A");
        clone.run("push", "--quiet", "origin", "task");
        clone.run("push", "--quiet", "origin", ":task");

        assertThat(repository.refLog("task")).extracting(RefUpdate::after).containsExactly(sha, "0".repeat(40));
        assertThat(repository.refLog("task")).extracting(RefUpdate::user).containsOnly("bot");
        assertThat(repository.refLog("task")).extracting(RefUpdate::cause).containsOnly(RefUpdate.Cause.PUSH);
    }

    @Test
    void faultsReachGitToo() {
        GitFixture clone = cloneAsBot("clone");
        clone.run("checkout", "--quiet", "-b", "task");
        clone.commit("a.txt", "a\n", "A");
        gitea.faults().on(Call.GIT_INFO).respond(503, "");
        gitea.faults().on(Call.GIT_PUSH).respond(502, "");
        gitea.faults().on(Call.GIT_PUSH).cutAfterWork();

        assertThat(clone.attempt("fetch", "origin").error()).contains("503");
        assertThat(clone.attempt("push", "origin", "task").error()).contains("502");
        assertThat(repository.hasBranch("task")).isFalse();
        assertThat(clone.attempt("push", "origin", "task").ok()).isFalse();
        assertThat(repository.hasBranch("task")).isTrue();
    }

    @Test
    void credentialsComeInSeveralShapes() {
        repository.settings().setPrivate(true);
        GitFixture git = GitFixture.init(directory.resolve("plain"));
        String wrong = repository.cloneUrl().replace("http://", "http://bot:wrong@");
        User reader = gitea.createUser("reader");
        repository.collaborator(reader, Permission.READ);
        String scoped = gitea.createToken(reader, "write:issue");

        assertThat(git.attempt("ls-remote", wrong).error()).contains("Authentication failed");
        assertThat(git.attempt("ls-remote", wrong.replace("bot:wrong", scoped + ":x"))
                        .error())
                .contains("403");
        assertThat(git.attempt("ls-remote", wrong.replace("bot:wrong", token + ":x"))
                        .ok())
                .isTrue();
        assertThat(git.attempt("ls-remote", wrong.replace("bot:wrong", "bot:" + bot.password()))
                        .ok())
                .isTrue();
    }

    @Test
    void tenClientsWorkAtOnce() {
        List<GitProcess.Result> results = IntStream.range(0, 10)
                .parallel()
                .mapToObj(i -> {
                    GitFixture clone = cloneAsBot("clone" + i);
                    clone.run("checkout", "--quiet", "-b", "task" + i);
                    clone.commit("file" + i, "x\n", "Change " + i);
                    return clone.attempt("push", "--quiet", "origin", "task" + i);
                })
                .toList();

        assertThat(results).allMatch(GitProcess.Result::ok);
        assertThat(repository.branches()).hasSize(11);
    }
}
