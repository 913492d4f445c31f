// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.engine.git.GitFailure.Kind;
import io.jenkins.plugins.mergegate.engine.git.GitResult.Ending;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GitMessagesTest {
    private static final String SHA = "1234567890123456789012345678901234567890";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fatal: couldn't find remote ref refs/heads/x | REF_MISSING",
                "fatal: Authentication failed for 'https://h/' | AUTHENTICATION",
                "fatal: could not read Username for 'https://h': terminal prompts disabled | AUTHENTICATION",
                "fatal: unable to access 'https://h/': The requested URL returned error: 403 | AUTHENTICATION",
                "git@h: Permission denied (publickey). fatal: Could not read from remote repository. | AUTHENTICATION",
                "fatal: unable to access 'https://h/': Could not resolve host: h | NETWORK",
                "fatal: unable to access 'https://h/': The requested URL returned error: 502 | NETWORK",
                "fatal: unable to access 'https://h/': The requested URL returned error: 429 | NETWORK",
                "fatal: unable to access 'https://h/': Failed to connect to h port 1: Connection refused | NETWORK",
                "fatal: unable to access 'https://h/': Operation too slow. Less than 1 bytes/sec | NETWORK",
                "error: RPC failed; curl 56 Recv failure | NETWORK",
                "fatal: early EOF | NETWORK",
                "ssh: connect to host h port 22: Connection timed out | NETWORK",
                "fatal: unable to access 'https://h/': The requested URL returned error: 301 | OTHER",
                "fatal: unable to access 'https://h/': SSL certificate problem: self signed certificate | OTHER",
                "fatal: '/x' does not appear to be a git repository fatal: Could not read from remote repository. | OTHER",
                "fatal: repository 'https://h/' not found | OTHER",
                "fatal: transport 'file' not allowed | OTHER",
                "fatal: something new | OTHER"
            })
    void tellsKindsApart(String err, Kind kind) {
        assertThat(GitMessages.kind(failed(err))).isEqualTo(kind);
    }

    @Test
    void looksAtTheEndingFirst() {
        assertThat(GitMessages.kind(new GitResult(Ending.TIMED_OUT, -1, "", "early EOF")))
                .isEqualTo(Kind.TIMEOUT);
        assertThat(GitMessages.kind(new GitResult(Ending.INTERRUPTED, -1, "", "")))
                .isEqualTo(Kind.INTERRUPTED);
        assertThat(GitMessages.kind(new GitResult(Ending.NOT_STARTED, -1, "", "timed out")))
                .isEqualTo(Kind.OTHER);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fatal: not a git repository: '/x' | true",
                "error: object file ./objects/12/34 is empty | true",
                "fatal: loose object " + SHA + " (stored in ./objects/12/34) is corrupt | true",
                "fatal: bad config line 1 in file /x/config | true",
                "error: bad tree object aaaa567890123456789012345678901234567890 | true",
                "fatal: bad object aaaa567890123456789012345678901234567890 | true",
                "fatal: bad object " + SHA + " | false",
                "fatal: Not a valid commit name " + SHA + " | false",
                "remote: fatal: not a git repository | false",
                "fatal: unable to access 'https://h/': Could not resolve host: h | false",
                "error: could not apply 1234 | false"
            })
    void knowsDamage(String err, boolean damage) {
        assertThat(GitMessages.isDamage(failed(err), List.of("x", SHA + "^{commit}")))
                .isEqualTo(damage);
    }

    @Test
    void readsWhatIsInTheWay() {
        assertThat(GitMessages.missingBranch("fatal: couldn't find remote ref refs/heads/a/ä\n"))
                .isEqualTo("a/ä");
        assertThat(GitMessages.missingBranch("fatal: else")).isNull();
        assertThat(GitMessages.staleLock(
                        "error: cannot lock ref 'r': Unable to create '/m/it's/x.lock': File exists.\n"))
                .isEqualTo("/m/it's/x.lock");
        assertThat(GitMessages.staleLock("error: could not lock config file /m/config: File exists"))
                .isEqualTo("/m/config.lock");
        assertThat(GitMessages.staleLock("error: else")).isNull();
        String blocked = "error: cannot lock ref 'refs/remotes/origin/a/b': 'refs/remotes/origin/a' exists;"
                + " cannot create 'refs/remotes/origin/a/b'\n";
        assertThat(GitMessages.refsInTheWay(blocked + blocked)).containsExactly("refs/remotes/origin/a");
        assertThat(GitMessages.otherObjectFormat("fatal: mismatched algorithms: client sha1; server sha256"))
                .isEqualTo("sha256");
    }

    @Test
    void knowsItsOwnWorkTreesOnly() {
        assertThat(GitMessages.halfWorktree("fatal: bad object worktrees/rebase-12ab/HEAD"))
                .isEqualTo("rebase-12ab");
        assertThat(GitMessages.halfWorktree("fatal: not a git repository: /m/worktrees/checkout-Run.1_2-x"))
                .isEqualTo("checkout-Run.1_2-x");
        for (String name : List.of("..", ".", "x", "rebase-", "rebase-12abx", "checkout-", "checkout-../x")) {
            assertThat(GitMessages.halfWorktree("fatal: bad object worktrees/" + name))
                    .as(name)
                    .isNull();
        }
    }

    @Test
    void doesNotTakeTheServersWordsForGits() {
        for (String before : List.of("remote: ", "fatal: remote error: no\n")) {
            assertThat(GitMessages.halfWorktree(before + "bad object worktrees/rebase-12ab"))
                    .isNull();
            assertThat(GitMessages.staleLock(before + "Unable to create '/m/x.lock': File exists"))
                    .isNull();
            assertThat(GitMessages.refsInTheWay(before + "x': 'refs/remotes/origin/a' exists; cannot create 'r'"))
                    .isEmpty();
            assertThat(GitMessages.otherObjectFormat(before + "mismatched algorithms: client sha1; server sha256"))
                    .isNull();
            assertThat(GitMessages.missingBranch(before + "couldn't find remote ref refs/heads/main"))
                    .isNull();
            assertThat(GitMessages.kind(failed(before + "couldn't find remote ref refs/heads/main")))
                    .isEqualTo(Kind.OTHER);
            assertThat(GitMessages.isDamage(failed(before + "fatal: not a git repository"), List.of()))
                    .isFalse();
        }
    }

    @Test
    void isBrief() {
        assertThat(GitMessages.brief("hint: do\nerror: one\n\u001b[31mfatal: two\nerror: three\nerror: four\n"))
                .isEqualTo("error: one error: three error: four");
        assertThat(GitMessages.brief("just this\n")).isEqualTo("just this");
        assertThat(GitMessages.brief("fatal: " + "x".repeat(5000))).hasSizeLessThan(700);
    }

    private static GitResult failed(String err) {
        return new GitResult(Ending.EXITED, 128, "", err);
    }
}
