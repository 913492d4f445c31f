// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import io.jenkins.plugins.mergegate.engine.text.Texts;
import java.io.PrintStream;
import java.util.Map;

/**
 * What a command may touch besides what it was told on the command line.
 *
 * @param out results alone
 * @param err everything else
 */
record Context(Map<String, String> environment, PrintStream out, PrintStream err, Stop stop) {
    /** A line for people on standard error; what would steer a terminal is replaced. */
    void say(String text) {
        err.println(Texts.plain(text));
    }

    /** A line of the result on standard output. */
    void print(String text) {
        out.println(Texts.plain(text));
    }

    /** The one object of {@code --json}. */
    void print(Json object) {
        out.println(object.text());
    }
}
