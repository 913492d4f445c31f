// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import io.jenkins.plugins.mergegate.engine.git.GitFailure.Kind;
import io.jenkins.plugins.mergegate.engine.git.GitResult.Ending;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Questions about commits that are in the mirror. One git process each, no lock, no work tree. */
final class History {
    private static final Pattern NO_SUCH_FILE =
            Pattern.compile("fatal: path '.*' (does not exist|exists on disk, but not) in |: bad file", Pattern.DOTALL);

    private final Git git;

    History(Git git) {
        this.git = git;
    }

    boolean isAncestor(String sha, String of) throws GitFailure {
        String[] command = {"merge-base", "--is-ancestor", Sha.require(sha), Sha.require(of)};
        GitResult result = git.run(command);
        if (result.ok()) {
            return true;
        }
        if (result.ending() == Ending.EXITED && result.exit() == 1) {
            return false;
        }
        throw Git.failure(result, command);
    }

    int behind(String sha, String target) throws GitFailure {
        return Integer.parseInt(
                git.read("rev-list", "--count", range(sha, target)).strip());
    }

    String tree(String commit) throws GitFailure {
        return git.read("rev-parse", "--verify", Sha.require(commit) + "^{tree}")
                .strip();
    }

    String committerEmail(String commit) throws GitFailure {
        return git.read("log", "-1", "--no-show-signature", "--format=%ce", Sha.require(commit))
                .strip();
    }

    /** The later of the committer dates, in seconds. */
    long latestCommitterDate(String... commits) throws GitFailure {
        List<String> command = new ArrayList<>(List.of("log", "--no-walk", "--no-show-signature", "--format=%ct"));
        command.addAll(Arrays.asList(commits));
        return git.read(command.toArray(String[]::new))
                .lines()
                .mapToLong(Long::parseLong)
                .max()
                .orElse(0);
    }

    boolean hasMerges(String from, String to) throws GitFailure {
        return !git.read("rev-list", "--merges", "--max-count=1", range(from, to))
                .isBlank();
    }

    /** Histories without a common commit count as a conflict without files: nobody can merge them. */
    MergeCheck mergeCheck(String ours, String theirs) throws GitFailure {
        String[] command = {
            "merge-tree", "--write-tree", "--name-only", "--no-messages", "-z", Sha.require(ours), Sha.require(theirs)
        };
        GitResult result = git.run(command);
        String[] parts = result.out().split("\0");
        boolean answered = result.ending() == Ending.EXITED && Sha.isFull(parts[0]);
        if (answered && result.exit() == 0) {
            return new MergeCheck.Clean(parts[0]);
        }
        if (answered && result.exit() == 1) {
            return new MergeCheck.Conflict(
                    Arrays.stream(parts).skip(1).distinct().sorted().toList());
        }
        if (result.err().contains("refusing to merge unrelated histories")) {
            return new MergeCheck.Conflict(List.of());
        }
        throw Git.failure(result, command);
    }

    List<MainlineCommit> mainline(String from, String to) throws GitFailure {
        String out = git.read(
                "log", "--first-parent", "--reverse", "--no-show-signature", "--format=%H %T %P", range(from, to));
        return out.lines().map(History::mainlineCommit).toList();
    }

    private static MainlineCommit mainlineCommit(String line) {
        List<String> words = List.of(line.strip().split(" "));
        return new MainlineCommit(words.get(0), words.get(1), words.subList(2, words.size()));
    }

    /** Null when {@code path} is no file of the commit. @throws GitFailure also when it is longer than {@code limit} bytes */
    String readFile(String commit, String path, int limit) throws GitFailure {
        if (path == null || path.isEmpty() || path.startsWith("/") || path.indexOf('\0') >= 0) {
            throw new GitFailure(Kind.OTHER, "A file was named by something that is no path inside a repository.");
        }
        String[] command = {"cat-file", "blob", Sha.require(commit) + ":" + path};
        LimitedBytes bytes = new LimitedBytes(limit);
        GitResult result = git.stream(null, bytes, command);
        if (bytes.isExceeded()) {
            throw new GitFailure(Kind.OTHER, "A file is larger than " + limit + " bytes.");
        }
        if (result.ok()) {
            return bytes.text();
        }
        if (result.ending() == Ending.EXITED
                && NO_SUCH_FILE.matcher(result.err()).find()) {
            // Git says the same of a commit that it does not have; that is an error, not a missing file.
            git.read("cat-file", "-e", commit + "^{commit}");
            return null;
        }
        throw Git.failure(result, command);
    }

    private static String range(String from, String to) throws GitFailure {
        return Sha.require(from) + ".." + Sha.require(to);
    }
}
