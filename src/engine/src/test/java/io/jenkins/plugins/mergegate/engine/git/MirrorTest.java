// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.git.GitFailure.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirrorTest {
    private static final String UNKNOWN = "1234567890123456789012345678901234567890";

    @TempDir
    private Path directory;

    private Repo repo;
    private CountingHost host;
    private Mirror mirror;
    private String base;

    @BeforeEach
    void create() {
        repo = Repo.create(directory.resolve("remote.git"));
        base = repo.commit("main", Map.of("a.txt", "a\n", "dir/b.txt", "b\n"));
        host = new CountingHost(new LocalGitHost(directory.resolve("work"), true));
        mirror = new Mirror(host, repo.remote(), new Committer("Merge Gate", "gate@example.com"));
    }

    @Test
    void fetchesBothTipsWithOneProcessAndReadsThemWithAnother() throws GitFailure {
        repo.branch("topic", base);
        String tip = repo.commit("topic", Map.of("c", "c"));
        assertThat(mirror.fetch("topic", "main")).isEqualTo(new Heads(tip, base));
        host.reset();
        String next = repo.commit("main", Map.of("d", "d"));
        assertThat(mirror.fetch("topic", "main")).isEqualTo(new Heads(tip, next));
        assertThat(host.commands()).containsExactly("fetch", "for-each-ref");
    }

    @Test
    void givesNullForMissingBranches() throws GitFailure {
        assertThat(mirror.fetch("none", "main")).isEqualTo(new Heads(null, base));
        assertThat(mirror.fetch("main", "none")).isEqualTo(new Heads(base, null));
        assertThat(mirror.fetch("no", "none")).isEqualTo(new Heads(null, null));
        assertThat(mirror.fetch("main", "main")).isEqualTo(new Heads(base, base));
    }

    @Test
    void forgetsABranchThatWasDeleted() throws GitFailure {
        repo.branch("topic", base);
        assertThat(mirror.fetch("topic", "main").branch()).isEqualTo(base);
        repo.delete("topic");
        assertThat(mirror.fetch("topic", "main").branch()).isNull();
    }

    @Test
    void fetchesTheTargetAlone() throws GitFailure {
        assertThat(mirror.fetchTarget("main")).isEqualTo(base);
        assertThatThrownBy(() -> mirror.fetchTarget("none"))
                .isInstanceOfSatisfying(
                        GitFailure.class, e -> assertThat(e.kind()).isEqualTo(Kind.REF_MISSING));
    }

    @Test
    void followsAForcedPush() throws GitFailure {
        repo.branch("topic", base);
        repo.commit("topic", Map.of("c", "c"));
        mirror.fetch("topic", "main");
        repo.branch("topic", base);
        assertThat(mirror.fetch("topic", "main").branch()).isEqualTo(base);
    }

    @Test
    void getsOverBranchesThatBecomeDirectoriesAndBack() throws GitFailure {
        repo.branch("a", base);
        assertThat(mirror.fetch("a", "main").branch()).isEqualTo(base);
        repo.delete("a");
        repo.branch("a/b", base);
        repo.branch("a/c", base);
        assertThat(mirror.fetch("a/b", "main").branch()).isEqualTo(base);
        assertThat(mirror.fetch("a/c", "main").branch()).isEqualTo(base);
        repo.delete("a/b");
        repo.delete("a/c");
        repo.branch("a", base);
        assertThat(mirror.fetch("a", "main").branch()).isEqualTo(base);
    }

    @Test
    void takesOddButLegalNames() throws GitFailure {
        for (String name : List.of("feature/ä", "it's", "a.b/c", "#1", "$(touch x)".replace(' ', '_'), "a@b", "%41")) {
            repo.branch(name, base);
            assertThat(mirror.fetch(name, "main").branch()).as(name).isEqualTo(base);
        }
    }

    @Test
    void refusesHostileNamesBeforeAnyProcess() {
        host.reset();
        for (String name : List.of("-x", "--upload-pack=x", "a b", "a..b", "HEAD", "")) {
            assertThatThrownBy(() -> mirror.fetch(name, "main")).isInstanceOf(InvalidInput.class);
            assertThatThrownBy(() -> mirror.fetch("main", name)).isInstanceOf(InvalidInput.class);
            assertThatThrownBy(() -> mirror.rebase(name, "main", base, base)).isInstanceOf(InvalidInput.class);
        }
        assertThat(host.commands()).isEmpty();
    }

    @Test
    void takesNothingButFullNamesOfCommits() {
        host.reset();
        for (String sha : new String[] {null, "", "main", "HEAD", "--all", "abc123", base + "^", base.toUpperCase()}) {
            assertOther(() -> mirror.isAncestor(sha, base));
            assertOther(() -> mirror.isAncestor(base, sha));
            assertOther(() -> mirror.behind(sha, base));
            assertOther(() -> mirror.tree(sha));
            assertOther(() -> mirror.committerEmail(sha));
            assertOther(() -> mirror.mergeCheck(sha, base));
            assertOther(() -> mirror.rebase("topic", "main", sha, base));
            assertOther(() -> mirror.rebase("topic", "main", base, sha));
            assertOther(() -> mirror.mainline(sha, base));
            assertOther(() -> mirror.countMarkers(sha, List.of()));
            assertOther(() -> mirror.readFile(sha, "a.txt"));
            assertOther(() -> mirror.checkout(sha, "id"));
        }
        assertThat(host.commands()).isEmpty();
    }

    @Test
    void neverCallsAnUnknownCommitAnAncestor() throws GitFailure {
        mirror.fetchTarget("main");
        assertOther(() -> mirror.isAncestor(UNKNOWN, base));
        assertOther(() -> mirror.isAncestor(base, UNKNOWN));
        assertOther(() -> mirror.isAncestor(mirror.tree(base), base));
        assertOther(() -> mirror.behind(UNKNOWN, base));
        assertOther(() -> mirror.readFile(UNKNOWN, "a.txt"));
        assertOther(() -> mirror.rebase("topic", "main", UNKNOWN, base));
        // Asking for what it does not have is no reason to make the mirror anew.
        assertThat(host.commands()).containsOnlyOnce("init");
    }

    @Test
    void answersQuestionsAboutHistory() throws GitFailure {
        repo.branch("topic", base);
        String topic = repo.commit("topic", Map.of("c", "c"));
        String main = repo.commit("main", Map.of("d", "d"));
        String merge = repo.merge("main", topic, Map.of());
        mirror.fetch("topic", "main");
        assertThat(mirror.isAncestor(topic, merge)).isTrue();
        assertThat(mirror.isAncestor(merge, topic)).isFalse();
        assertThat(mirror.isAncestor(topic, topic)).isTrue();
        assertThat(mirror.behind(topic, merge)).isEqualTo(2);
        assertThat(mirror.behind(merge, topic)).isZero();
        assertThat(mirror.tree(topic)).isEqualTo(repo.git("rev-parse", topic + "^{tree}"));
        assertThat(mirror.committerEmail(topic)).isEqualTo("committer@example.com");
        assertThat(mirror.mainline(base, merge))
                .containsExactly(
                        new MainlineCommit(main, mirror.tree(main), List.of(base)),
                        new MainlineCommit(merge, mirror.tree(merge), List.of(main, topic)));
        assertThat(mirror.mainline(merge, merge)).isEmpty();
    }

    @Test
    void tellsWhetherTwoCommitsMerge() throws GitFailure {
        repo.branch("topic", base);
        String topic = repo.commit("topic", Map.of("c", "c"));
        String main = repo.commit("main", Map.of("a.txt", "x\n", "dir/b.txt", "x\n"));
        repo.branch("bad", base);
        String bad = repo.commit("bad", Map.of("a.txt", "y\n", "dir/b.txt", "y\n"));
        String alien = repo.commit("alien", Map.of("z", "z"));
        for (String branch : List.of("topic", "bad", "alien")) {
            mirror.fetch(branch, "main");
        }
        assertThat(mirror.mergeCheck(main, topic)).isInstanceOf(MergeCheck.Clean.class);
        assertThat(mirror.mergeCheck(main, bad)).isEqualTo(new MergeCheck.Conflict(List.of("a.txt", "dir/b.txt")));
        assertThat(mirror.mergeCheck(main, alien)).isEqualTo(new MergeCheck.Conflict(List.of()));
        assertOther(() -> mirror.mergeCheck(main, UNKNOWN));
    }

    @Test
    void readsFilesOfACommit() throws GitFailure {
        String commit = repo.commit("main", Map.of("x y/ä\nb", "text ✓\n\n", "empty", ""));
        mirror.fetchTarget("main");
        assertThat(mirror.readFile(commit, "x y/ä\nb")).isEqualTo("text ✓\n\n");
        assertThat(mirror.readFile(commit, "empty")).isEmpty();
        assertThat(mirror.readFile(commit, "none")).isNull();
        assertThat(mirror.readFile(commit, "dir")).isNull();
        assertThat(mirror.readFile(commit, "dir/none/deeper")).isNull();
        assertThat(mirror.readFile(commit, "--option")).isNull();
        assertOther(() -> mirror.readFile(commit, "/etc/passwd"));
    }

    @Test
    void checksOutACommitInFull() throws Exception {
        mirror.fetchTarget("main");
        Path checkout = Path.of(mirror.checkout(base, "run-1"));
        assertThat(checkout.resolve("dir/b.txt")).hasContent("b");
        assertThat(Repo.run(checkout, null, "rev-parse", "HEAD").strip()).isEqualTo(base);
        assertThat(Repo.run(checkout, null, "status", "--porcelain")).isEmpty();
        Files.writeString(checkout.resolve("left over"), "x");
        String next = repo.commit("main", Map.of("new", "new"));
        mirror.fetchTarget("main");
        assertThat(Path.of(mirror.checkout(next, "run-1")).resolve("left over")).doesNotExist();
        mirror.removeCheckout("run-1");
        mirror.removeCheckout("run-1");
        assertThat(checkout).doesNotExist();
        assertThat(Repo.run(mirrorPath(), null, "worktree", "list").lines()).hasSize(1);
        assertOther(() -> mirror.checkout(base, "../x"));
        assertOther(() -> mirror.removeCheckout(".."));
    }

    @Test
    void readsTheVersion() throws GitFailure {
        assertThat(mirror.gitVersion()[0]).isGreaterThanOrEqualTo(2);
        assertThat(Mirror.version("git version 2.39.5 (Apple Git-154)\n")).containsExactly(2, 39);
        assertThat(Mirror.version("git version 2.45.1.windows.1")).containsExactly(2, 45);
        assertOther(() -> Mirror.version("what"));
    }

    @Test
    void speaksSha256() throws GitFailure {
        Repo other = Repo.create(directory.resolve("sha256.git"), "--object-format=sha256");
        String main = other.commit("main", Map.of("a", "a"));
        Mirror second = new Mirror(host, other.remote(), new Committer("Merge Gate", "gate@example.com"));
        assertThat(second.fetchTarget("main")).isEqualTo(main).hasSize(64);
        assertThat(second.isAncestor(main, main)).isTrue();
    }

    @Test
    void packsTheMirror() throws GitFailure {
        mirror.fetchTarget("main");
        mirror.maintain();
        assertThat(mirror.isAncestor(base, base)).isTrue();
    }

    private Path mirrorPath() {
        return new MirrorPaths(directory.resolve("work")).only();
    }

    private static void assertOther(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        GitFailure.class, e -> assertThat(e.kind()).isEqualTo(Kind.OTHER));
    }
}
