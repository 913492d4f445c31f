// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.git.GitFailure.Kind;
import io.jenkins.plugins.mergegate.engine.git.GitResult.Ending;
import io.jenkins.plugins.mergegate.engine.lock.LockAttempt;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import io.jenkins.plugins.mergegate.engine.lock.LockProof;
import io.jenkins.plugins.mergegate.engine.lock.LockRequest;
import io.jenkins.plugins.mergegate.engine.lock.MergeLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PushTest {
    private static final LockProof PROOF = new Minting().proof();

    @TempDir
    private Path directory;

    private Repo repo;
    private CountingHost host;
    private Mirror mirror;
    private String before;
    private String after;

    @BeforeEach
    void create() throws GitFailure {
        repo = Repo.create(directory.resolve("remote.git"));
        String base = repo.commit("main", Map.of("a", "a"));
        repo.branch("topic", base);
        before = repo.commit("topic", Map.of("b", "b"));
        repo.commit("main", Map.of("c", "c"));
        host = new CountingHost(new LocalGitHost(directory.resolve("work"), true));
        mirror = mirror(host);
        Heads heads = mirror.fetch("topic", "main");
        after = ((Rebase.Done) mirror.rebase("topic", "main", heads.branch(), heads.target())).sha();
        host.reset();
    }

    @Test
    void movesTheBranchWithOneProcess() throws GitFailure {
        assertThat(push()).isEqualTo(new Push.Done());
        assertThat(repo.tip("topic")).isEqualTo(after);
        assertThat(host.commands()).containsExactly("push");
        assertThat(host.calls().get(0).arguments())
                .contains("--force-with-lease=refs/heads/topic:" + before, after + ":refs/heads/topic")
                .noneMatch(argument -> argument.equals("--force") || argument.startsWith("+"));
    }

    @Test
    void isDoneWhenItWasDoneBefore() throws GitFailure {
        push();
        assertThat(push()).isEqualTo(new Push.Done());
    }

    @Test
    void overwritesNothingOfOthers() throws GitFailure {
        String theirs = repo.commit("topic", Map.of("d", "d"));
        assertThat(push()).isEqualTo(new Push.Moved(theirs));
        assertThat(repo.tip("topic")).isEqualTo(theirs);
        // A fetch in between does not loosen the lease.
        mirror.fetch("topic", "main");
        assertThat(push()).isEqualTo(new Push.Moved(theirs));
    }

    @Test
    void doesNotBringBackADeletedBranch() throws GitFailure {
        repo.delete("topic");
        assertThat(push()).isEqualTo(new Push.Moved(null));
        assertThat(repo.exists("topic")).isFalse();
    }

    @Test
    void passesOnWhatTheServerSays() throws Exception {
        hook("pre-receive", "echo 'Not allowed to push to protected branch topic' >&2; exit 1");
        assertThat(push())
                .isInstanceOfSatisfying(
                        Push.Rejected.class,
                        rejected -> assertThat(rejected.detail())
                                .contains("Not allowed to push to protected branch topic")
                                .doesNotContain("\n"));
        assertThat(repo.tip("topic")).isEqualTo(before);
    }

    @Test
    void mayBeTriedAgainWhenTheServerIsUnwell() throws Exception {
        hook("pre-receive", "echo 'Internal Server Error (no specific error)' >&2; exit 1");
        assertKind(Kind.NETWORK);
    }

    @Test
    void looksWhenTheAnswerIsLost() throws GitFailure {
        mirror = mirror(new Faults(host, result -> new GitResult(Ending.TIMED_OUT, -1, "", "")));
        assertThat(push()).isEqualTo(new Push.Done());
        assertThat(repo.tip("topic")).isEqualTo(after);
        assertThat(host.commands()).containsExactly("push", "ls-remote");
    }

    @Test
    void mayBeTriedAgainWhenNothingArrived() {
        mirror = mirror(new Faults(host, null));
        assertKind(Kind.NETWORK);
        assertThat(repo.tip("topic")).isEqualTo(before);
    }

    @Test
    void seesThatTheBranchMovedWhenTheAnswerIsLost() throws GitFailure {
        String theirs = repo.commit("topic", Map.of("d", "d"));
        mirror = mirror(new Faults(host, null));
        assertThat(push()).isEqualTo(new Push.Moved(theirs));
    }

    @Test
    void demandsProofNamesAndShas() {
        assertThatThrownBy(() -> mirror.push(null, "topic", after, before)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> mirror.push(PROOF, "-topic", after, before)).hasMessageStartingWith("branch");
        assertThatThrownBy(() -> mirror.push(PROOF, "topic", after, "")).isInstanceOf(GitFailure.class);
        assertThatThrownBy(() -> mirror.push(PROOF, "topic", "", before)).isInstanceOf(GitFailure.class);
        assertThat(host.commands()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, '+\ta:refs/heads/b\t1...2 (forced update)', '', DONE",
        "0, ' \ta:refs/heads/b\t1..2', '', DONE",
        "0, '=\ta:refs/heads/b\t[up to date]', '', DONE",
        "1, '!\ta:refs/heads/b\t[rejected] (stale info)', '', STALE",
        "1, '!\ta:refs/heads/b\t[remote rejected] (pre-receive hook declined)', '', REFUSED",
        "1, '!\ta:refs/heads/b\t[remote rejected] (failed to update ref)', '', UNCLEAR",
        "1, '!\ta:refs/heads/b\t[remote rejected] (cannot lock ref)', '', UNCLEAR",
        "1, '!\ta:refs/heads/b\t[remote failure] (remote failed to report status)', '', UNCLEAR",
        "1, '+\ta:refs/heads/b\t1...2 (forced update)', '', UNCLEAR",
        "128, '', 'fatal: unable to access: The requested URL returned error: 403', REFUSED",
        "128, '', 'fatal: unable to access: The requested URL returned error: 502', UNCLEAR",
        "128, '', '', UNCLEAR"
    })
    void readsReports(int exit, String line, String err, PushReport expected) {
        String out = "To somewhere\n" + line.replace("\\t", "\t") + "\nDone\n";
        assertThat(PushReport.read(new GitResult(Ending.EXITED, exit, out, err)))
                .isEqualTo(expected);
    }

    private Push push() throws GitFailure {
        return mirror.push(PROOF, "topic", after, before);
    }

    private Mirror mirror(GitHost on) {
        return new Mirror(on, repo.remote(), new Committer("Merge Gate", "gate@example.com"));
    }

    private void assertKind(Kind kind) {
        assertThatThrownBy(this::push)
                .isInstanceOfSatisfying(
                        GitFailure.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    private void hook(String name, String script) throws IOException {
        Path hook = repo.path().resolve("hooks").resolve(name);
        Files.createDirectories(hook.getParent());
        Files.writeString(hook, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwx------"));
    }

    /** Loses the answer of each push; without {@code after} the push does not even happen. */
    private record Faults(GitHost host, UnaryOperator<GitResult> after) implements GitHost {
        @Override
        public GitResult run(GitCall call) {
            if (!call.arguments().get(0).equals("push")) {
                return host.run(call);
            }
            return after == null
                    ? new GitResult(Ending.EXITED, 128, "", "fatal: the remote end hung up unexpectedly")
                    : after.apply(host.run(call));
        }

        @Override
        public GitResult stream(GitCall call, java.io.OutputStream sink) {
            return host.stream(call, sink);
        }

        @Override
        public String root() {
            return host.root();
        }

        @Override
        public void delete(String path) throws IOException {
            host.delete(path);
        }

        @Override
        public boolean exists(String path) {
            return host.exists(path);
        }

        @Override
        public Lock lock(String name, java.time.Duration wait) throws IOException {
            return host.lock(name, wait);
        }
    }

    private static final class Minting extends MergeLock {
        LockProof proof() {
            return proof(new LockName("h", new RepositoryId("o", "r"), "main"), "token", Instant.EPOCH);
        }

        @Override
        public LockAttempt tryAcquire(LockRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<LockProof> find(LockName name, String token) {
            return Optional.empty();
        }

        @Override
        public void release(LockName name, String token) {}
    }
}
