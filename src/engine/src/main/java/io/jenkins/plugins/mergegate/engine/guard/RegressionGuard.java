// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.guard;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.config.Globs;
import io.jenkins.plugins.mergegate.engine.config.TextRules;
import io.jenkins.plugins.mergegate.engine.git.GitFailure;
import io.jenkins.plugins.mergegate.engine.git.MarkerQuery;
import io.jenkins.plugins.mergegate.engine.git.Mirror;
import io.jenkins.plugins.mergegate.engine.text.Texts;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks for the markers in a commit of the target. Fails open: what cannot be looked at is skipped with a reason,
 * and the rest is looked at.
 */
public final class RegressionGuard {
    private final GateConfig config;
    private final Clock clock;

    public RegressionGuard(GateConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /**
     * Counts the markers of the caller, of the configuration for this repository, and of a file in the commit itself. When
     * that file cannot be read the others are counted all the same.
     *
     * @param texts markers of the caller, to be found anywhere
     * @param markersFile null for {@code .merge-gate/markers.yml}, which may be missing; a file that is named may not
     * @throws io.jenkins.plugins.mergegate.engine.InvalidInput when {@code markersFile} is no path inside a repository
     * @throws GitFailure only INTERRUPTED: somebody wants an end, and nothing was found out
     */
    public Regression check(
            Mirror mirror, String commit, RepositoryId repository, List<String> texts, String markersFile)
            throws GitFailure {
        if (markersFile != null) {
            TextRules.path("markersFile", markersFile);
        }
        if (!config.regressionGuard().enabled()) {
            return new Regression(0, List.of(), "switched off (regressionGuard.enabled: false)");
        }
        Set<MarkerQuery> queries = new LinkedHashSet<>();
        texts.forEach(text -> queries.add(new MarkerQuery(text, null)));
        config.regressionGuard().markers().stream()
                .filter(rule -> Globs.matchesRepository(List.of(rule.repository()), repository))
                .forEach(rule -> queries.add(new MarkerQuery(rule.text(), rule.path())));
        String list = markersFile == null ? MarkerFile.PATH : markersFile;
        String unread = null;
        try {
            String file = mirror.readFile(commit, list);
            if (file != null) {
                queries.addAll(MarkerFile.read(list, file, LocalDate.now(clock)));
            } else if (markersFile != null) {
                unread = list + " does not exist in " + Texts.shortSha(commit) + ".";
            }
        } catch (GitFailure failure) {
            unread = list + " could not be read: " + unlessInterrupted(failure);
        } catch (InvalidInput invalid) {
            unread = invalid.getMessage();
        }
        if (queries.isEmpty()) {
            return new Regression(0, List.of(), unread == null ? "no markers" : unread);
        }
        try {
            return count(mirror, commit, queries, lists(list), unread);
        } catch (GitFailure failure) {
            return new Regression(0, List.of(), "git could not count: " + unlessInterrupted(failure));
        }
    }

    /** The usual file is a list also when another one is named. */
    private static Set<String> lists(String named) {
        return Set.copyOf(List.of(MarkerFile.PATH, named));
    }

    private static String unlessInterrupted(GitFailure failure) throws GitFailure {
        if (failure.kind() == GitFailure.Kind.INTERRUPTED) {
            throw failure;
        }
        return failure.getMessage();
    }

    /** @param lists where markers are listed: there each of them would always be found */
    private static Regression count(
            Mirror mirror, String commit, Set<MarkerQuery> queries, Set<String> lists, String skipped)
            throws GitFailure {
        List<MarkerQuery> asked = List.copyOf(queries);
        List<Integer> counts = mirror.countMarkers(commit, asked, lists);
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            if (counts.get(i) == 0) {
                missing.add(asked.get(i).text());
            }
        }
        return new Regression(asked.size(), List.copyOf(missing), skipped);
    }
}
