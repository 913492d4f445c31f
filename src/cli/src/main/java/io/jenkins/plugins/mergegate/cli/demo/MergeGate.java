// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli.demo;

import java.io.PrintStream;
import java.util.Map;

/** The command {@code merge-gate}, as the demonstration uses it. */
public interface MergeGate {
    /**
     * Runs it inside this process.
     *
     * @param added to the environment of this process
     * @return its exit code
     */
    int run(Map<String, String> added, PrintStream out, PrintStream err, String... args);

    /** Ends what runs now, as Ctrl-C does, and all that would run after it. From any thread. */
    void stop();

    /** The class that starts it in a process of its own. */
    String mainClass();
}
