// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepairTest {
    @TempDir
    private Path directory;

    private Repo repo;
    private CountingHost host;
    private Path mirrorPath;
    private Heads heads;

    @BeforeEach
    void create() throws GitFailure {
        repo = Repo.create(directory.resolve("remote.git"));
        String base = repo.commit("main", Map.of("a", "a\n", "dir/b", "b\n"));
        repo.branch("topic", base);
        repo.commit("topic", Map.of("c", "c\n"));
        repo.commit("main", Map.of("d", "d\n"));
        host = new CountingHost(new LocalGitHost(directory.resolve("work"), true));
        heads = mirror().fetch("topic", "main");
        mirrorPath = new MirrorPaths(directory.resolve("work")).only();
        host.reset();
    }

    /** Each script is run in the mirror. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "rm HEAD",
                "rm -r refs objects",
                "rm -r objects/??; mkdir -p objects/pack",
                "rm merge-gate",
                "echo '[broken' > config",
                ": > config",
                "chmod -R u+w objects; for f in objects/??/*; do : > $f; done",
                "chmod -R u+w objects; for f in objects/??/*; do echo garbage > $f; done",
                "echo garbage > refs/remotes/origin/main",
                ": > refs/remotes/origin/main",
                "echo garbage > packed-refs",
                "git repack -adq; chmod u+w objects/pack/*; for f in objects/pack/*.pack; do echo x > $f; done",
                "git repack -adq; chmod u+w objects/pack/*; for f in objects/pack/*.idx; do echo x > $f; done",
                "rm -r *",
                "cd ..; m=$(ls); rm -r $m; echo x > $m"
            })
    void makesADamagedMirrorAnew(String damage) throws Exception {
        shell(damage);
        Mirror mirror = mirror();
        assertThat(mirror.fetch("topic", "main")).isEqualTo(heads);
        assertThat(mirror.rebase("topic", "main", heads.branch(), heads.target()))
                .isInstanceOf(Rebase.Done.class);
        assertThat(mirror.behind(heads.branch(), heads.target())).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chmod -R u+w objects; for f in objects/??/*; do : > $f; done",
                "rm HEAD",
                "echo '[broken' > config",
                "rm -r *",
                "chmod -R u+w objects; for f in objects/??/*; do echo garbage > $f; done"
            })
    void repairsInTheMiddleOfARun(String damage) throws Exception {
        Mirror mirror = mirror();
        mirror.fetch("topic", "main");
        shell(damage);
        assertThat(mirror.rebase("topic", "main", heads.branch(), heads.target()))
                .isInstanceOf(Rebase.Done.class);
        assertThat(mirror.isAncestor(heads.branch(), heads.target())).isFalse();
    }

    @Test
    void repairsForAQuestionThatComesFirst() throws Exception {
        shell("rm -r objects; mkdir -p objects/pack; for f in x; do : ; done; rm HEAD");
        assertThat(mirror().isAncestor(heads.branch(), heads.target())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "packed-refs.lock",
                "refs/remotes/origin/main.lock",
                "refs/remotes/origin/topic.lock",
                "shallow.lock",
                "config.lock",
                "HEAD.lock"
            })
    void removesLocksOfKilledRuns(String lock) throws Exception {
        repo.commit("main", Map.of("more", "m"));
        repo.commit("topic", Map.of("more too", "m"));
        Files.writeString(mirrorPath.resolve(lock), "");
        Mirror mirror = mirror();
        Heads now = mirror.fetch("topic", "main");
        assertThat(now).isEqualTo(new Heads(repo.tip("topic"), repo.tip("main")));
        assertThat(mirror.rebase("topic", "main", now.branch(), now.target())).isInstanceOf(Rebase.Done.class);
        assertThat(host.commands()).doesNotContain("init");
    }

    @Test
    void startsAgainWhereAKilledRunMadeHalfAMirror() throws Exception {
        for (String half : List.of("rm merge-gate", "rm merge-gate; : > config.lock", "rm -rf merge-gate refs HEAD")) {
            shell(half);
            assertThat(mirror().fetch("topic", "main")).isEqualTo(heads);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mkdir -p worktrees/rebase-12ab",
                "git worktree add -q --detach ../../rebase-12ab main; echo 0000000000000000000000000000000000000000 > worktrees/rebase-12ab/HEAD",
                "git worktree add -q --detach ../../rebase-12ab main; : > worktrees/rebase-12ab/HEAD",
                "git worktree add -q --detach ../../rebase-12ab main; : > worktrees/rebase-12ab/commondir",
                "git worktree add -q --detach ../../rebase-12ab main; rm worktrees/rebase-12ab/gitdir"
            })
    void getsOverAWorkTreeThatIsHalfMade(String leftover) throws Exception {
        shell("git update-ref refs/heads/main refs/remotes/origin/main");
        shell(leftover);
        repo.commit("main", Map.of("more", "m"));
        Heads now = mirror().fetch("topic", "main");
        assertThat(now.target()).isEqualTo(repo.tip("main"));
        assertThat(mirror().rebase("topic", "main", now.branch(), now.target())).isInstanceOf(Rebase.Done.class);
        assertThat(host.commands()).doesNotContain("init");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "remote: error: bad object worktrees/..",
                "error: bad object worktrees/..",
                "error: bad object worktrees/.",
                "error: bad object worktrees/other",
                "remote: error: bad object worktrees/rebase-12ab",
                "fatal: remote error: no\nerror: bad object worktrees/rebase-12ab",
                "remote: fatal: not a git repository: /x/worktrees/rebase-12ab",
                "remote: fatal: mismatched algorithms: client sha1; server sha256",
                "remote: Unable to create 'MIRROR/keep.lock': File exists",
                "remote: error: bad tree object aaaa567890123456789012345678901234567890"
            })
    void repairsNothingAtTheWordOfAServer(String words) throws Exception {
        Files.createDirectories(mirrorPath.resolve("worktrees/rebase-12ab"));
        Files.createDirectories(mirrorPath.resolve("worktrees/other"));
        Files.writeString(mirrorPath.resolve("keep.lock"), "");
        Path git = directory.resolve("git");
        Files.writeString(
                git,
                "#!/bin/sh\n[ \"$1\" != fetch ] || { cat >&2 <<'END'\n" + words.replace("MIRROR", mirrorPath.toString())
                        + "\nEND\nexit 128; }\nexec git \"$@\"\n");
        Files.setPosixFilePermissions(git, PosixFilePermissions.fromString("rwx------"));
        host = new CountingHost(new LocalGitHost(directory.resolve("work"), git.toString(), true, System.getenv()));
        Object before = Files.readAttributes(mirrorPath.resolve("merge-gate"), BasicFileAttributes.class)
                .fileKey();
        assertThatThrownBy(() -> mirror().fetch("topic", "main")).isInstanceOf(GitFailure.class);
        // Anything else that says "bad object" may be damage, and costs a mirror made anew, never one half deleted.
        assertThat(mirrorPath.resolve("HEAD")).exists();
        assertThat(mirrorPath.resolve("merge-gate")).exists();
        if (words.startsWith("remote:") || words.startsWith("fatal: remote")) {
            assertThat(Files.readAttributes(mirrorPath.resolve("merge-gate"), BasicFileAttributes.class)
                            .fileKey())
                    .isEqualTo(before);
            assertThat(mirrorPath.resolve("worktrees/rebase-12ab")).exists();
            assertThat(mirrorPath.resolve("keep.lock")).exists();
            assertThat(host.commands()).containsOnly("fetch");
        }
    }

    @Test
    void isNotFooledByARepositoryAboveItsRoot() throws Exception {
        Repo.run(directory, null, "init", "-q", ".");
        shell("rm HEAD");
        assertThat(mirror().fetch("topic", "main")).isEqualTo(heads);
        assertThat(Repo.run(directory, null, "for-each-ref")).isEmpty();
    }

    @Test
    void reportsARemoteThatIsGone() throws IOException {
        Files.move(repo.path(), directory.resolve("moved.git"));
        assertThatThrownBy(() -> mirror().fetch("topic", "main"))
                .isInstanceOfSatisfying(
                        GitFailure.class, e -> assertThat(e.kind()).isEqualTo(GitFailure.Kind.OTHER));
        assertThat(host.commands()).doesNotContain("init");
    }

    private Mirror mirror() {
        return new Mirror(host, repo.remote(), new Committer("Merge Gate", "gate@example.com"));
    }

    private void shell(String script) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", script)
                .directory(mirrorPath.toFile())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
        try (Stream<Path> files = Files.list(mirrorPath.getParent())) {
            assertThat(files.count()).isLessThanOrEqualTo(1);
        }
    }
}
