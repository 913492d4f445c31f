// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

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
        err.println(plain(text));
    }

    /** A line of the result on standard output. */
    void print(String text) {
        out.println(plain(text));
    }

    /** The one object of {@code --json}. */
    void print(Json object) {
        out.println(object.text());
    }

    /** {@code text} on one line, without control characters: much of it comes from servers and other people's commits. */
    static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().forEach(c -> plain.appendCodePoint(isUnfit(c) ? ' ' : c));
        return plain.toString();
    }

    private static boolean isUnfit(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || (type == Character.FORMAT && c != '\u200d');
    }
}
