// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.guard;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.config.Globs;
import io.jenkins.plugins.mergegate.engine.git.GitFailure;
import io.jenkins.plugins.mergegate.engine.git.MarkerQuery;
import io.jenkins.plugins.mergegate.engine.git.Mirror;
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
     * Counts the markers of the caller, of the configuration for this repository, and of the file
     * {@code .merge-gate/markers.yml} in the commit itself. When that file cannot be read the others are counted all the same.
     *
     * @param texts markers of the caller, to be found anywhere
     * @throws GitFailure only INTERRUPTED: somebody wants an end, and nothing was found out
     */
    public Regression check(Mirror mirror, String commit, RepositoryId repository, List<String> texts)
            throws GitFailure {
        if (!config.regressionGuard().enabled()) {
            return new Regression(0, List.of(), "switched off (regressionGuard.enabled: false)");
        }
        Set<MarkerQuery> queries = new LinkedHashSet<>();
        texts.forEach(text -> queries.add(new MarkerQuery(text, null)));
        config.regressionGuard().markers().stream()
                .filter(rule -> Globs.matchesRepository(List.of(rule.repository()), repository))
                .forEach(rule -> queries.add(new MarkerQuery(rule.text(), rule.path())));
        String unread = null;
        try {
            String file = mirror.readFile(commit, MarkerFile.PATH);
            if (file != null) {
                queries.addAll(MarkerFile.read(file, LocalDate.now(clock)));
            }
        } catch (GitFailure failure) {
            unread = MarkerFile.PATH + " could not be read: " + unlessInterrupted(failure);
        } catch (InvalidInput invalid) {
            unread = invalid.getMessage();
        }
        if (queries.isEmpty()) {
            return new Regression(0, List.of(), unread == null ? "no markers" : unread);
        }
        try {
            return count(mirror, commit, queries, unread);
        } catch (GitFailure failure) {
            return new Regression(0, List.of(), "git could not count: " + unlessInterrupted(failure));
        }
    }

    private static String unlessInterrupted(GitFailure failure) throws GitFailure {
        if (failure.kind() == GitFailure.Kind.INTERRUPTED) {
            throw failure;
        }
        return failure.getMessage();
    }

    private static Regression count(Mirror mirror, String commit, Set<MarkerQuery> queries, String skipped)
            throws GitFailure {
        List<MarkerQuery> asked = List.copyOf(queries);
        List<Integer> counts = mirror.countMarkers(commit, asked, MarkerFile.PATH);
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            if (counts.get(i) == 0) {
                missing.add(asked.get(i).text());
            }
        }
        return new Regression(asked.size(), List.copyOf(missing), skipped);
    }
}
