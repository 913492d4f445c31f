// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli.demo;

import java.util.Map;

/** The small project that is gated: a shell script and its test. */
final class Project {
    static final String TEST = "sh test.sh";

    static final Map<String, String> FILES = Map.of(
            "greet.sh", "greet() { echo \"Hello, $1!\"; }\n",
            "checks/greet.sh", ". ./greet.sh\n[ \"$(greet Ada)\" = 'Hello, Ada!' ]\n",
            "price.txt", "10 EUR\n",
            "test.sh", "set -e\nfor check in checks/*.sh; do\n  . \"./$check\"\ndone\necho 'All checks are green.'\n");

    /** Another name for the function, and its test with it. */
    static final Map<String, String> RENAMED = Map.of(
            "greet.sh", "welcome() { echo \"Hello, $1!\"; }\n",
            "checks/greet.sh", ". ./greet.sh\n[ \"$(welcome Ada)\" = 'Hello, Ada!' ]\n");

    /** A new function that calls the old name. */
    static final Map<String, String> FAREWELL = Map.of(
            "farewell.sh", ". ./greet.sh\nfarewell() { echo \"$(greet \"$1\") See you!\"; }\n",
            "checks/farewell.sh", ". ./farewell.sh\n[ \"$(farewell Ada)\" = 'Hello, Ada! See you!' ]\n");

    private Project() {}
}
