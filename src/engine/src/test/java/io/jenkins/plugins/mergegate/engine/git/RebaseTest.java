// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RebaseTest {
    private static final Committer COMMITTER = new Committer("Merge Gate", "gate@example.com");

    @TempDir
    private Path directory;

    private Repo repo;
    private CountingHost host;
    private Mirror mirror;
    private String base;

    @BeforeEach
    void create() {
        repo = Repo.create(directory.resolve("remote.git"));
        base = repo.commit("main", Map.of("a.txt", "1\n2\n3\n", "dir/b.txt", "b\n", "dir/sub/c.txt", "c\n"));
        repo.branch("topic", base);
        host = new CountingHost(new LocalGitHost(directory.resolve("work"), true));
        mirror = new Mirror(host, repo.remote(), COMMITTER);
    }

    @Test
    void replaysCommitsAndKeepsTheirAuthors() throws GitFailure {
        repo.commit("topic", "First \u2713\n\n#12 Body\n  indented", Map.of("dir/new.txt", "n\n"));
        String topic = repo.commit("topic", Map.of("a.txt", "1\n2\n3\n4\n"));
        String main = repo.commit("main", Map.of("dir/sub/c.txt", "changed\n"));
        Rebase.Done done = done();
        assertThat(show(done, "%an <%ae> %at")).isEqualTo(repo.git("log", "-1", "--format=%an <%ae> %at", topic));
        assertThat(show(done, "%cn <%ce> %ct"))
                .isEqualTo("Merge Gate <gate@example.com> " + repo.git("log", "-1", "--format=%ct", main));
        assertThat(log(done)).isEqualTo("Change a.txt|First \u2713");
        assertThat(Repo.run(mirrorPath(), null, "log", "-1", "--format=%B", done.sha() + "^")
                        .strip())
                .isEqualTo("First \u2713\n\n#12 Body\n  indented");
        assertThat(mirror.behind(done.sha(), main)).isZero();
        assertThat(mirror.readFile(done.sha(), "dir/sub/c.txt")).isEqualTo("changed\n");
        assertThat(mirror.readFile(done.sha(), "dir/new.txt")).isEqualTo("n\n");
        assertThat(mirror.mergeCheck(main, topic)).isEqualTo(new MergeCheck.Clean(mirror.tree(done.sha())));
    }

    @Test
    void givesTheSameShaAtAnotherTimeInAnotherPlace() throws Exception {
        repo.commit("topic", Map.of("x", "x"));
        repo.commit("topic", Map.of("y", "y"));
        repo.commit("main", Map.of("z", "z"));
        String first = done().sha();
        String again = done().sha();
        long second = System.currentTimeMillis() / 1000;
        org.awaitility.Awaitility.await().until(() -> System.currentTimeMillis() / 1000 > second);
        mirror = new Mirror(new LocalGitHost(directory.resolve("other"), true), repo.remote(), COMMITTER);
        assertThat(List.of(again, done().sha())).containsOnly(first);
    }

    @Test
    void namesTheFilesOfAConflictAndLeavesNothingBehind() throws GitFailure {
        Map<String, String> ours = new HashMap<>();
        Map<String, String> theirs = new HashMap<>();
        for (String file : List.of("a.txt", "dir/b.txt", "dir/with space", "dir/new\nline", "d\u00e4/\u00fc \"q\"")) {
            ours.put(file, "ours\n");
            theirs.put(file, "theirs\n");
        }
        repo.commit("topic", ours);
        repo.commit("main", theirs);
        Rebase result = rebase();
        assertThat(result).isInstanceOf(Rebase.Conflict.class);
        assertThat(((Rebase.Conflict) result).files())
                .containsExactlyElementsOf(ours.keySet().stream().sorted().toList());
        assertThat(new MirrorPaths(directory.resolve("work")).worktrees()).isEmpty();
        assertThat(rebase()).isEqualTo(result);
        repo.branch("topic", base);
        repo.commit("topic", Map.of("good", "good"));
        assertThat(rebase()).isInstanceOf(Rebase.Done.class);
    }

    @Test
    void reportsAFileThatOneSideDeleted() throws GitFailure {
        repo.commit("topic", mapOf("dir/b.txt", null));
        repo.commit("main", Map.of("dir/b.txt", "changed\n"));
        assertThat(((Rebase.Conflict) rebase()).files()).containsExactly("dir/b.txt");
    }

    @Test
    void keepsCommitsWithoutAMessage() throws GitFailure {
        repo.commit("topic", "", Map.of("x", "x\n"));
        repo.commit("main", Map.of("z", "z\n"));
        assertThat(mirror.readFile(done().sha(), "x")).isEqualTo("x\n");
    }

    @Test
    void saysWhenNothingIsLeft() throws GitFailure {
        repo.commit("topic", Map.of("a.txt", "same\n"));
        repo.commit("main", Map.of("a.txt", "same\n"));
        repo.commit("main", Map.of("other", "o\n"));
        assertThat(rebase()).isEqualTo(new Rebase.NothingLeft());
        repo.branch("topic", base);
        assertThat(rebase()).isEqualTo(new Rebase.NothingLeft());
    }

    @Test
    void dropsCommitsThatBecomeEmptyAndKeepsThoseThatWere() throws GitFailure {
        repo.commit("topic", Map.of("a.txt", "same\n"));
        repo.commit("topic", "Empty from the start", Map.of());
        repo.commit("topic", Map.of("mine", "m\n"));
        repo.commit("main", Map.of("a.txt", "same\n", "more", "m\n"));
        assertThat(log(done())).isEqualTo("Change mine|Empty from the start");
    }

    @Test
    void bringsBackWhatTheTargetTookAndReverted() throws GitFailure {
        repo.commit("topic", Map.of("x", "x\n"));
        repo.commit("main", "Squashed", Map.of("x", "x\n"));
        repo.commit("main", "Revert", mapOf("x", null));
        assertThat(mirror.readFile(done().sha(), "x")).isEqualTo("x\n");
        repo.commit("topic", Map.of("y", "y\n"));
        Rebase.Done done = done();
        assertThat(log(done)).isEqualTo("Change y|Change x");
        assertThat(mirror.readFile(done.sha(), "x")).isEqualTo("x\n");
        assertThat(mirror.readFile(done.sha(), "y")).isEqualTo("y\n");
    }

    @Test
    void dropsWhatTheTargetTookAndKept() throws GitFailure {
        repo.commit("topic", Map.of("x", "x\n"));
        repo.commit("topic", Map.of("y", "y\n"));
        repo.commit("main", "Picked", Map.of("x", "x\n"));
        assertThat(log(done())).isEqualTo("Change y");
    }

    @Test
    void dropsCommitsThatBuildOnEachOtherWhenTheTargetTookThemAll() throws GitFailure {
        repo.commit("topic", Map.of("a.txt", "first\n"));
        repo.commit("topic", Map.of("a.txt", "second\n"));
        repo.commit("main", "Picked 1", Map.of("a.txt", "first\n"));
        repo.commit("main", "Picked 2", Map.of("a.txt", "second\n"));
        assertThat(rebase()).isEqualTo(new Rebase.NothingLeft());
        repo.commit("topic", Map.of("mine", "m\n"));
        assertThat(log(done())).isEqualTo("Change mine");
        // Taken back in part: git alone would say that only "mine" is left, and lose the second change.
        repo.commit("main", "Revert 2", Map.of("a.txt", "first\n"));
        assertThat(mirror.readFile(done().sha(), "a.txt")).isEqualTo("second\n");
    }

    @Test
    void carriesModesLinksModulesRenamesAndDeletes() throws GitFailure {
        repo.commit("main", Map.of("dir/moved.txt", "1\n2\n3\n4\n5\n6\n", "dir/gone", "x\n", "dir/Case.txt", "case\n"));
        repo.branch("topic", repo.tip("main"));
        Map<String, String> changes = mapOf("dir/moved.txt", null);
        changes.put("other/renamed.txt", "1\n2\n3\n4\n5\n6\n");
        changes.put("dir/gone", null);
        changes.put("dir/Case.txt", null);
        changes.put("dir/case.txt", "case\n");
        changes.put("dir/run.sh", "!exec echo\n");
        changes.put("dir/link", "!link ../a.txt");
        changes.put("module", "!module " + base);
        changes.put("dir/big.bin", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n");
        changes.put("dir/crlf.txt", "a\r\nb\r\n");
        String topic = repo.commit("topic", changes);
        Map<String, String> theirs = new HashMap<>();
        theirs.put("dir/moved.txt", "1\n2\n3\n4\n5\nSIX\n");
        theirs.put(".gitattributes", "*.bin filter=lfs diff=lfs merge=lfs -text\n*.txt text eol=lf\n");
        String main = repo.commit("main", theirs);
        Rebase.Done done = done();
        assertThat(mirror.readFile(done.sha(), "other/renamed.txt")).endsWith("SIX\n");
        assertThat(mirror.readFile(done.sha(), "dir/crlf.txt")).isEqualTo("a\r\nb\r\n");
        assertThat(new MergeCheck.Clean(mirror.tree(done.sha()))).isEqualTo(mirror.mergeCheck(main, topic));
    }

    @Test
    void followsAttributesAtTheTopAndBelow() throws GitFailure {
        for (String attributes : List.of(".gitattributes", "dir/.gitattributes")) {
            base = repo.commit("main", mapOf(".gitattributes", null));
            base = repo.commit("main", Map.of(attributes, "log.txt merge=union\n", "dir/log.txt", "1\n"));
            repo.branch("topic", base);
            repo.commit("topic", Map.of("dir/log.txt", "1\nmine\n"));
            repo.commit("main", Map.of("dir/log.txt", "1\ntheirs\n"));
            assertThat(mirror.readFile(done().sha(), "dir/log.txt"))
                    .as(attributes)
                    .contains("mine", "theirs")
                    .doesNotContain("<<<");
        }
    }

    @Test
    void refusesToLoseWhatAMergeCommitChanged() throws GitFailure {
        String topic = repo.commit("topic", Map.of("x", "x\n"));
        repo.branch("side", base);
        String side = repo.commit("side", Map.of("y", "y\n"));
        repo.merge("topic", side, Map.of("y", "y\n", "evil", "only in the merge\n"));
        repo.commit("main", Map.of("z", "z\n"));
        Rebase result = rebase();
        assertThat(result).isInstanceOfSatisfying(Rebase.Conflict.class, conflict -> {
            assertThat(conflict.files()).isEmpty();
            assertThat(conflict.detail()).contains("merge commits");
        });
        repo.branch("topic", topic);
        repo.merge("topic", side, Map.of("y", "y\n"));
        assertThat(rebase()).isInstanceOf(Rebase.Done.class);
    }

    @Test
    void rebasesBranchesWithOddNames() throws GitFailure {
        repo.commit("main", Map.of("z", "z\n"));
        for (String name : List.of("feature/\u00e4", "a/b", "it's", "#1")) {
            repo.branch(name, base);
            String tip = repo.commit(name, Map.of("x", name));
            Heads heads = mirror.fetch(name, "main");
            assertThat(heads.branch()).isEqualTo(tip);
            assertThat(mirror.rebase(name, "main", tip, heads.target())).isInstanceOf(Rebase.Done.class);
        }
    }

    @Test
    void cleansUpAfterAKilledRun() throws Exception {
        repo.commit("topic", Map.of("x", "x\n"));
        repo.commit("main", Map.of("z", "z\n"));
        Heads heads = mirror.fetch("topic", "main");
        Path mirrorPath = new MirrorPaths(directory.resolve("work")).only();
        host.reset();
        String expected = done().sha();
        Path worktree = Path.of(host.calls().stream()
                .filter(call -> call.arguments().get(0).equals("rebase"))
                .findFirst()
                .orElseThrow()
                .directory());
        String name = worktree.getFileName().toString();
        for (String leftover :
                List.of("index.lock", "HEAD.lock", "rebase-merge/done", "locked", "config.worktree.lock")) {
            Repo.run(mirrorPath, null, "worktree", "add", "-q", "--detach", worktree.toString(), heads.branch());
            Path file = mirrorPath.resolve("worktrees").resolve(name).resolve(leftover);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "x");
            Files.writeString(worktree.resolve("untracked"), "x");
            assertThat(done().sha()).as(leftover).isEqualTo(expected);
        }
        Files.createDirectories(worktree.resolve("no work tree at all"));
        assertThat(done().sha()).isEqualTo(expected);
        Files.createDirectories(mirrorPath.resolve("worktrees").resolve(name));
        assertThat(done().sha()).isEqualTo(expected);
        Files.createDirectories(worktree.resolve("x"));
        mirror.removeWorktree("topic", "main");
        mirror.removeWorktree("topic", "main");
        assertThat(worktree).doesNotExist();
    }

    @Test
    void leavesManyFilesOutOfTheWorkTree() throws GitFailure {
        Map<String, String> many = new HashMap<>();
        IntStream.range(0, 600).forEach(i -> many.put("f" + i, "x\n"));
        base = repo.commit("main", many);
        repo.branch("topic", base);
        repo.commit("topic", Map.of("f1", "y\n"));
        repo.commit("main", Map.of("f2", "y\n"));
        assertThat(rebase()).isInstanceOf(Rebase.Done.class);
        assertThat(host.calls()).anyMatch(call -> call.arguments().contains("--no-cone"));
        repo.commit("main", Map.of("f1", "z\n"));
        assertThat(((Rebase.Conflict) rebase()).files()).containsExactly("f1");
    }

    @Test
    void needsFewProcesses() throws GitFailure {
        repo.commit("topic", Map.of("x", "x\n"));
        repo.commit("main", Map.of("z", "z\n"));
        Heads heads = mirror.fetch("topic", "main");
        host.reset();
        mirror.rebase("topic", "main", heads.branch(), heads.target());
        assertThat(host.commands())
                .containsExactly(
                        "log",
                        "ls-tree",
                        "worktree",
                        "sparse-checkout",
                        "read-tree",
                        "rebase",
                        "rev-parse",
                        "rev-list");
    }

    @Test
    void readsListings() {
        assertThat(Rebaser.unmergedFiles("100644 abc 1\tb|100644 abc 2\tb|100644 abc 3\ta\tx|".replace('|', '\0')))
                .containsExactly("a\tx", "b");
        assertThat(Rebaser.unmergedFiles("")).isEmpty();
        assertThat(Rebaser.isTopSmall("100644 blob abc       5\ta|040000 tree abc       -\td|".replace('|', '\0')))
                .isTrue();
        assertThat(Rebaser.isTopSmall("100644 blob abc 17000000\ta")).isFalse();
        assertThat(Rebaser.isTopSmall("")).isTrue();
        List<String> many = new ArrayList<>();
        IntStream.range(0, 501).forEach(i -> many.add("100644 blob abc       5\t" + i));
        assertThat(Rebaser.isTopSmall(String.join("\0", many))).isFalse();
    }

    private Rebase rebase() throws GitFailure {
        Heads heads = mirror.fetch("topic", "main");
        return mirror.rebase("topic", "main", heads.branch(), heads.target());
    }

    private Rebase.Done done() throws GitFailure {
        Rebase result = rebase();
        assertThat(result).isInstanceOf(Rebase.Done.class);
        return (Rebase.Done) result;
    }

    private String show(Rebase.Done done, String format) {
        return Repo.run(mirrorPath(), null, "log", "-1", "--format=" + format, done.sha())
                .strip();
    }

    /** Subjects of the rebased commits, latest first. */
    private String log(Rebase.Done done) {
        return Repo.run(mirrorPath(), null, "log", "--format=%s", repo.tip("main") + ".." + done.sha())
                .strip()
                .replace("\n", "|");
    }

    private Path mirrorPath() {
        return new MirrorPaths(directory.resolve("work")).only();
    }

    private static Map<String, String> mapOf(String name, String content) {
        Map<String, String> map = new HashMap<>();
        map.put(name, content);
        return map;
    }
}
