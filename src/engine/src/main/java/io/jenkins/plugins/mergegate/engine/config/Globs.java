// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.config;

import io.jenkins.plugins.mergegate.engine.RepositoryId;
import java.util.List;
import java.util.Locale;

/**
 * Patterns of the configuration. {@code *} stands for any text, also none and also across {@code /}; every other
 * character stands for itself. A pattern must match the whole value. The time is bounded by the lengths multiplied,
 * whatever the pattern.
 */
public final class Globs {
    private Globs() {}

    /** Whether one of {@code globs} matches. Upper and lower case differ, as they do for branches in git. */
    public static boolean matches(List<String> globs, String value) {
        return globs.stream().anyMatch(glob -> matches(glob, value));
    }

    /** The same for repositories, where case does not count: Gitea finds {@code Acme/App} under {@code acme/app}. */
    public static boolean matchesRepository(List<String> globs, RepositoryId repository) {
        String value = repository.toString().toLowerCase(Locale.ROOT);
        return globs.stream().anyMatch(glob -> matches(glob.toLowerCase(Locale.ROOT), value));
    }

    private static boolean matches(String glob, String value) {
        int g = 0;
        int v = 0;
        int star = -1;
        int resume = 0;
        while (v < value.length()) {
            if (g < glob.length() && glob.charAt(g) == '*') {
                star = g++;
                resume = v;
            } else if (g < glob.length() && glob.charAt(g) == value.charAt(v)) {
                g++;
                v++;
            } else if (star >= 0) {
                g = star + 1;
                v = ++resume;
            } else {
                return false;
            }
        }
        while (g < glob.length() && glob.charAt(g) == '*') {
            g++;
        }
        return g == glob.length();
    }
}
