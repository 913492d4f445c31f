// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.git;

import java.util.Locale;
import java.util.Map;

/** The environment of every git command here: no user configuration, no prompts, a fixed author and date. */
public final class GitEnvironment {

    public static final String NAME = "Test Author";
    public static final String EMAIL = "author@example.org";
    public static final String DATE = "2026-01-01T00:00:00Z";

    private GitEnvironment() {}

    /** Removes all variables of git from the map and sets the fixed ones. */
    public static void scrub(Map<String, String> environment) {
        environment.keySet().removeIf(GitEnvironment::leaks);
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        environment.put("GIT_TERMINAL_PROMPT", "0");
        environment.put("GIT_OPTIONAL_LOCKS", "0");
        environment.put("LC_ALL", "C");
        environment.put("TZ", "UTC");
        environment.putAll(identity(NAME, EMAIL, DATE));
    }

    /** The variables that make the named person author and committer. */
    public static Map<String, String> identity(String name, String email, String date) {
        return Map.of(
                "GIT_AUTHOR_NAME", name,
                "GIT_AUTHOR_EMAIL", email,
                "GIT_AUTHOR_DATE", date,
                "GIT_COMMITTER_NAME", name,
                "GIT_COMMITTER_EMAIL", email,
                "GIT_COMMITTER_DATE", date);
    }

    private static boolean leaks(String name) {
        return name.startsWith("GIT_")
                || name.startsWith("SSH_")
                || name.equals("HOME")
                || name.equals("XDG_CONFIG_HOME")
                || name.equals("EMAIL")
                || name.toLowerCase(Locale.ROOT).endsWith("_proxy");
    }
}
