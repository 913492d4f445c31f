// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hudson.FilePath;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.git.Committer;
import io.jenkins.plugins.mergegate.engine.git.GitCall;
import io.jenkins.plugins.mergegate.engine.git.GitFailure;
import io.jenkins.plugins.mergegate.engine.git.GitFailure.Kind;
import io.jenkins.plugins.mergegate.engine.git.GitHost;
import io.jenkins.plugins.mergegate.engine.git.GitResult;
import io.jenkins.plugins.mergegate.engine.git.LocalGitHost;
import io.jenkins.plugins.mergegate.engine.git.Mirror;
import io.jenkins.plugins.mergegate.testkit.git.GitFixture;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkspaceCandidateTest {
    @TempDir
    private Path directory;

    private RemoteScene scene;
    private Recording host;
    private Path workspace;

    @BeforeEach
    void start() {
        scene = new RemoteScene(directory.resolve("gitea"));
        host = new Recording(new LocalGitHost(directory.resolve("ws@tmp/merge-gate")));
        workspace = directory.resolve("ws");
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    @Test
    void checksOutWhatTheMirrorHas() throws Exception {
        scene.repository().commit("feature", Map.of("a.txt", "old"), "old");
        GitFixture clone = cloned("--branch=feature");
        clone.write("untracked.txt", "mine").write("a.txt", "dirty").write("README.md", "dirty");
        clone.run("tag", "keep");
        String before = state(clone);
        String sha = scene.repository().commit("feature", Map.of("a.txt", "new"), "new");
        mirror().fetchTarget("feature");
        scene.gitea().resetRequests();

        assertThat(checkOut("feature", sha)).isTrue();
        assertThat(scene.gitea().requests()).as("no call of the server").isEmpty();
        assertThat(clone.head()).isEqualTo(sha);
        assertThat(clone.attempt("symbolic-ref", "-q", "HEAD").ok()).isFalse();
        assertThat(workspace.resolve("a.txt")).hasContent("new");
        assertThat(workspace.resolve("untracked.txt")).hasContent("mine");
        assertThat(clone.run("status", "--porcelain")).isEqualTo("?? untracked.txt");
        assertThat(state(clone)).isEqualTo(before);
        assertThat(clone.run("fsck", "--connectivity-only", "--no-dangling")).isEmpty();

        // Again, and after somebody wrote into it.
        clone.write("a.txt", "dirty");
        assertThat(checkOut("feature", sha)).isTrue();
        assertThat(workspace.resolve("a.txt")).hasContent("new");
        assertThat(state(clone)).isEqualTo(before);
    }

    @Test
    void fetchesTheBranchWhenTheMirrorHasNotGotIt() throws Exception {
        GitFixture clone = cloned();
        String sha = scene.repository().commit("feature", Map.of("a.txt", "new"), "new");
        assertThat(checkOut("feature", sha)).isTrue();
        assertThat(clone.head()).isEqualTo(sha);
        // Somebody pushed more: the candidate is still there.
        String next = scene.repository().commit("feature", Map.of("b.txt", "b"), "b");
        scene.repository().commit("feature", Map.of("c.txt", "c"), "c");
        assertThat(checkOut("feature", next)).isTrue();
        assertThat(workspace.resolve("c.txt")).doesNotExist();
    }

    @Test
    void neverRunsGitWithCredentialsInTheWorkspace() throws Exception {
        cloned();
        String sha = scene.repository().commit("feature", Map.of("a.txt", "new"), "new");
        assertThat(checkOut("feature", sha)).isTrue();
        assertThat(host.calls)
                .filteredOn(call -> workspace.toString().equals(call.directory()))
                .isNotEmpty()
                .allMatch(call -> call.credentials() == null);
    }

    @Test
    void saysThatTheCandidateIsGone() throws Exception {
        GitFixture clone = cloned();
        String head = clone.head();
        String sha = scene.repository().commit("feature", Map.of("a.txt", "new"), "new");
        scene.repository().forceUpdate("feature", scene.repository().head("main"));
        GitFailure failure = failure("feature", sha);
        assertThat(failure).hasMessage("The branch feature does not have the candidate any more.");
        assertThat(failure.kind()).isEqualTo(Kind.OTHER);
        assertThat(failure("no-such-branch", sha).kind()).isEqualTo(Kind.REF_MISSING);
        scene.gitea().faults().on(Call.GIT_INFO).respond(503, "");
        assertThat(failure("feature", sha).kind()).isEqualTo(Kind.NETWORK);
        assertThat(clone.head()).isEqualTo(head);
        assertThat(clone.run("for-each-ref", "refs/merge-gate")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void worksInAShallowClone(int depth) throws Exception {
        scene.repository().commitMany("main", 8);
        GitFixture clone = cloned("--depth=" + depth);
        String main = scene.repository().commit("main", Map.of("m.txt", "m"), "m");
        String sha = scene.repository().commitOnTopOf(main, "feature", Map.of("a.txt", "new"), "new");
        mirror().fetchTarget("feature");
        assertThat(checkOut("feature", sha)).isTrue();
        assertThat(clone.head()).isEqualTo(sha);
        assertThat(clone.run("rev-parse", "--is-shallow-repository")).isEqualTo("true");
        assertThat(clone.run("rev-list", "--count", "HEAD")).isEqualTo(String.valueOf(depth));
        assertThat(clone.run("status", "--porcelain")).isEmpty();
        assertThat(clone.run("fsck", "--connectivity-only", "--no-dangling")).isEmpty();
        // The clone can go on as before.
        clone.run("fetch", "--quiet", "origin", "main");
        clone.run("checkout", "--quiet", "main");
    }

    @Test
    void worksInAPartialAndInASparseClone() throws Exception {
        scene.repository().commit("main", Map.of("in/a.txt", "1", "out/b.txt", "1"), "files");
        GitFixture clone = cloned("--filter=blob:none", "--sparse");
        clone.run("sparse-checkout", "set", "in");
        String sha = scene.repository().commit("feature", Map.of("in/a.txt", "2", "out/b.txt", "2"), "new");
        mirror().fetchTarget("feature");
        assertThat(checkOut("feature", sha)).isTrue();
        assertThat(workspace.resolve("in/a.txt")).hasContent("2");
        assertThat(workspace.resolve("out/b.txt")).doesNotExist();
    }

    @Test
    void takesWhatAMergeOrAConflictLeftBehind() throws Exception {
        scene.repository().commit("one", Map.of("a.txt", "one"), "one");
        String sha = scene.repository().commit("two", Map.of("a.txt", "two"), "two");
        GitFixture clone = cloned("--branch=one");
        assertThat(clone.attempt("merge", "origin/two").ok()).isFalse();
        assertThat(checkOut("two", sha)).isTrue();
        assertThat(clone.run("status", "--porcelain")).isEmpty();
        assertThat(workspace.resolve("a.txt")).hasContent("two");
    }

    @Test
    void runsNothingThatTheCloneWants() throws Exception {
        GitFixture clone = cloned();
        Path proof = directory.resolve("proof");
        Path hook = workspace.resolve(".git/hooks/post-checkout");
        Files.createDirectories(hook.getParent());
        Files.writeString(hook, "#!/bin/sh\ntouch " + proof + "\n");
        assertThat(hook.toFile().setExecutable(true)).isTrue();
        clone.run("config", "core.fsmonitor", "touch " + proof);
        String sha = scene.repository().commit("feature", Map.of("a.txt", "new"), "new");
        assertThat(checkOut("feature", sha)).isTrue();
        assertThat(proof).doesNotExist();
    }

    @Test
    void seesFilesThatDifferAllTheSame() throws Exception {
        cloned();
        String sha = scene.repository()
                .commit("feature", Map.of(".gitattributes", "*.txt text eol=lf\n", "a.txt", "x\r\ny\r\n"), "crlf");
        assertThat(failure("feature", sha))
                .hasMessage("Files in the workspace differ from the candidate after its checkout: a.txt.");
    }

    @Test
    void leavesSubmodulesAlone() throws Exception {
        scene.gitea().createRepository("acme", "lib");
        String lib = scene.gitea().repository("acme", "lib").head("main");
        GitFixture clone = cloned();
        clone.run("update-index", "--add", "--cacheinfo", "160000," + lib + ",lib");
        clone.write(".gitmodules", "[submodule \"lib\"]\n\tpath = lib\n\turl = ../lib\n");
        clone.run("add", ".gitmodules");
        clone.run("commit", "--quiet", "-m", "submodule");
        String sha = clone.head();
        clone.run("push", "--quiet", withToken(scene.repository().cloneUrl()), "HEAD:refs/heads/feature");
        clone.run("checkout", "--quiet", "--detach", "HEAD~1");
        assertThat(checkOut("feature", sha)).isTrue();
        assertThat(workspace.resolve("lib")).isEmptyDirectory();
    }

    @Test
    void refusesWhatIsNoCloneOfTheRepository() throws Exception {
        String sha = scene.repository().head("main");
        assertThat(checkOut("main", sha)).as("missing").isFalse();
        Files.createDirectories(workspace);
        assertThat(checkOut("main", sha)).as("empty").isFalse();
        Files.createDirectories(workspace.resolve(".git"));
        assertThat(checkOut("main", sha)).as("no repository").isFalse();
        Files.delete(workspace.resolve(".git"));
        GitFixture around = GitFixture.init(directory);
        around.run("remote", "add", "origin", scene.repository().cloneUrl());
        assertThat(checkOut("main", sha)).as("a directory inside of a clone").isFalse();
        Files.createDirectories(workspace.resolve(".git"));
        assertThat(checkOut("main", sha)).as("broken, inside of a clone").isFalse();
        Files.delete(workspace.resolve(".git"));
        GitFixture other = GitFixture.init(workspace);
        assertThat(checkOut("main", sha)).as("no remote").isFalse();
        other.run("remote", "add", "origin", "https://example.com/acme/web.app");
        other.run("remote", "add", "local", scene.repository().gitDir().toString());
        assertThat(checkOut("main", sha)).as("other remotes").isFalse();
        assertThat(host.calls).allMatch(call -> call.credentials() == null);
        other.run("remote", "add", "third", scene.gitea().url() + "/ACME/web.app/");
        assertThat(checkOut("main", sha)).as("one of the remotes").isTrue();
        assertThat(other.head()).isEqualTo(sha);
    }

    @Test
    void knowsAWorkTreeToo() throws Exception {
        GitFixture clone = cloned();
        Path tree = directory.resolve("tree");
        clone.run("worktree", "add", "--quiet", tree.toString());
        String sha = scene.repository().commit("feature", Map.of("a.txt", "new"), "new");
        assertThat(WorkspaceCandidate.checkOut(
                        new FilePath(tree.toFile()), host, scene.remote(), scene.id(), "feature", sha))
                .isTrue();
        assertThat(tree.resolve("a.txt")).hasContent("new");
        assertThat(clone.run("symbolic-ref", "HEAD")).isEqualTo("refs/heads/main");
    }

    @Test
    void saysWhoseTheWorkspaceIs() throws Exception {
        cloned();
        String sha = scene.repository().head("main");
        GitHost foreign = new Recording(host) {
            @Override
            public GitResult run(GitCall call) {
                Map<String, String> more = new HashMap<>(call.environment());
                more.put("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1");
                return super.run(new GitCall(
                        call.directory(), call.arguments(), more, call.stdin(), call.timeout(), call.credentials()));
            }
        };
        GitFailure failure = catchThrowableOfType(
                GitFailure.class,
                () -> WorkspaceCandidate.checkOut(
                        new FilePath(workspace.toFile()), foreign, scene.remote(), scene.id(), "main", sha));
        assertThat(failure).hasMessageContaining("belongs to another user");
    }

    @Test
    void refusesARevisionThatIsNoSha() throws Exception {
        cloned();
        for (String sha : new String[] {null, "", "main", "--help", "abc"}) {
            assertThat(failure("main", sha).kind()).isEqualTo(Kind.OTHER);
        }
        assertThat(host.calls).isEmpty();
    }

    @Test
    void stopsWhenInterrupted() throws Exception {
        GitFixture clone = cloned();
        String sha = scene.repository().commit("feature", Map.of("a.txt", "new"), "new");
        String head = clone.head();
        Thread.currentThread().interrupt();
        try {
            assertThat(failure("feature", sha).kind()).isEqualTo(Kind.INTERRUPTED);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(clone.head()).isEqualTo(head);
    }

    private GitFixture cloned(String... options) throws IOException {
        Files.createDirectories(directory);
        List<String> command = new ArrayList<>(List.of("clone", "--quiet"));
        command.addAll(List.of(options));
        command.addAll(List.of(withToken(scene.repository().cloneUrl()), workspace.toString()));
        new GitFixture(directory).run(command.toArray(String[]::new));
        return new GitFixture(workspace);
    }

    private String withToken(String url) {
        return url.replace("http://", "http://gate:" + scene.token() + "@");
    }

    private Mirror mirror() {
        return new Mirror(host, scene.remote(), new Committer("Merge Gate", "merge-gate@localhost"));
    }

    private boolean checkOut(String branch, String sha) throws GitFailure {
        RepositoryId id = scene.id();
        return WorkspaceCandidate.checkOut(new FilePath(workspace.toFile()), host, scene.remote(), id, branch, sha);
    }

    private GitFailure failure(String branch, String sha) {
        return catchThrowableOfType(GitFailure.class, () -> checkOut(branch, sha));
    }

    /** All that must stay: refs, settings, stash and the like. */
    private static String state(GitFixture clone) throws IOException {
        return clone.run("for-each-ref")
                + clone.run("config", "--local", "--list")
                + Files.exists(clone.directory().resolve(".git/FETCH_HEAD"));
    }

    /** Remembers what was run. */
    private static class Recording implements GitHost {
        private final GitHost host;
        final List<GitCall> calls = new CopyOnWriteArrayList<>();

        Recording(GitHost host) {
            this.host = host;
        }

        @Override
        public GitResult run(GitCall call) {
            calls.add(call);
            return host.run(call);
        }

        @Override
        public GitResult stream(GitCall call, OutputStream sink) {
            calls.add(call);
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
        public Lock lock(String name, Duration wait) throws IOException {
            return host.lock(name, wait);
        }
    }
}
