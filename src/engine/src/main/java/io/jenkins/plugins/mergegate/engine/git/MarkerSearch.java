// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import io.jenkins.plugins.mergegate.engine.git.GitFailure.Kind;
import io.jenkins.plugins.mergegate.engine.git.GitResult.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Counts lines that hold markers, in the objects of a commit and with one git process for all markers. Git finds the
 * lines with one expression, which costs much the same for one marker and for hundreds; the exact count is done here.
 */
final class MarkerSearch {
    private final Git git;

    MarkerSearch(Git git) {
        this.git = git;
    }

    /** @param lists files whose lines count only for queries that name them */
    List<Integer> count(String commit, List<MarkerQuery> asked, Set<String> lists) throws GitFailure {
        Sha.require(commit);
        if (asked.isEmpty()) {
            return List.of();
        }
        List<MarkerQuery> queries = new ArrayList<>();
        for (MarkerQuery query : asked) {
            queries.add(checked(query));
        }
        List<String> texts = queries.stream().map(MarkerQuery::text).distinct().toList();
        MarkerCounter counter = new MarkerCounter(queries, lists);
        String[] command = command("-P", commit, queries);
        GitResult result = git.stream(MarkerPattern.of(texts), counter, command);
        if (isWithoutPerlExpressions(result)) {
            counter = new MarkerCounter(queries, lists);
            command = command("-F", commit, queries);
            result = git.stream(String.join("\n", texts), counter, command);
        }
        boolean noneFound = result.ending() == Ending.EXITED && result.exit() == 1;
        if (!result.ok() && !noneFound) {
            throw Git.failure(result, command);
        }
        return counter.counts();
    }

    /** Git was built without PCRE, or PCRE gave up: slower fixed strings do the same. */
    private static boolean isWithoutPerlExpressions(GitResult result) {
        String err = result.err().toLowerCase(Locale.ROOT);
        return result.ending() == Ending.EXITED
                && result.exit() > 1
                && (err.contains("pcre") || err.contains("perl-compatible"));
    }

    private static String[] command(String kind, String commit, List<MarkerQuery> queries) {
        List<String> command = new ArrayList<>(List.of(
                "grep",
                kind,
                "--text",
                "--null",
                "--full-name",
                "--no-color",
                "--no-line-number",
                "--no-textconv",
                "--no-recurse-submodules",
                "-f",
                "-",
                commit,
                "--"));
        boolean everywhere = queries.stream().anyMatch(query -> query.path() == null);
        if (!everywhere) {
            queries.stream()
                    .map(query -> ":(top,literal)" + query.path())
                    .distinct()
                    .forEach(command::add);
        }
        return command.toArray(String[]::new);
    }

    private static MarkerQuery checked(MarkerQuery query) throws GitFailure {
        String text = query.text();
        if (text == null || text.isEmpty() || text.indexOf('\n') >= 0 || text.indexOf('\0') >= 0) {
            throw new GitFailure(Kind.OTHER, "A marker must be one line of text.");
        }
        return new MarkerQuery(text, path(query.path()));
    }

    /** The path as git writes it; null for no path or the whole tree. */
    private static String path(String path) throws GitFailure {
        if (path == null) {
            return null;
        }
        if (path.indexOf('\0') >= 0) {
            throw new GitFailure(Kind.OTHER, "A marker's path must be a path.");
        }
        String plain = path.replaceFirst("^(?:\\./|/)+", "").replaceFirst("/+$", "");
        return plain.isEmpty() || plain.equals(".") ? null : plain;
    }
}
