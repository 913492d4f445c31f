// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import java.util.Locale;

/**
 * One thing the doctor looked at.
 *
 * @param subject what, in a word or two
 * @param advice what to do about it; null when nothing is to be done
 */
record Finding(Level level, String subject, String message, String advice) {
    /** What servers and git say does not always end like a sentence. */
    Finding {
        String text = message.strip();
        message = text.endsWith(".") ? text : text + ".";
    }

    enum Level {
        OK,
        WARN,
        ERROR
    }

    static Finding ok(String subject, String message) {
        return new Finding(Level.OK, subject, message, null);
    }

    static Finding warn(String subject, String message, String advice) {
        return new Finding(Level.WARN, subject, message, advice);
    }

    static Finding error(String subject, String message, String advice) {
        return new Finding(Level.ERROR, subject, message, advice);
    }

    String line() {
        return String.format("%-5s  %-12s %s", word(), subject, message) + (advice == null ? "" : " " + advice);
    }

    Json json() {
        return new Json()
                .with("level", word())
                .with("subject", subject)
                .with("message", message)
                .with("advice", advice);
    }

    private String word() {
        return level.name().toLowerCase(Locale.ROOT);
    }
}
