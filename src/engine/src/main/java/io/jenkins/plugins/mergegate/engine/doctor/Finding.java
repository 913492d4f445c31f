// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.doctor;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One thing the doctor looked at, told on one line and without secrets.
 *
 * @param subject what, in a word or two
 * @param advice what to do about it; null when nothing is to be done
 */
public record Finding(Level level, String subject, String message, String advice) {
    private static final Pattern BREAKS = Pattern.compile("[\\s\\p{Cc}\\p{Zl}\\p{Zp}]+");

    /** What servers and git say does not always end like a sentence, and may have several lines. */
    public Finding {
        String text = BREAKS.matcher(message).replaceAll(" ").strip();
        message = text.endsWith(".") ? text : text + ".";
    }

    /** ERROR: no run can pass. WARN: some cannot, or the gate can be passed by. */
    public enum Level {
        OK,
        WARN,
        ERROR;

        /** The word for people and for JSON. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static Finding ok(String subject, String message) {
        return new Finding(Level.OK, subject, message, null);
    }

    /** In order as far as could be seen; {@code advice} says what nobody could see. */
    public static Finding ok(String subject, String message, String advice) {
        return new Finding(Level.OK, subject, message, advice);
    }

    public static Finding warn(String subject, String message, String advice) {
        return new Finding(Level.WARN, subject, message, advice);
    }

    public static Finding error(String subject, String message, String advice) {
        return new Finding(Level.ERROR, subject, message, advice);
    }

    /** Message and advice. */
    public String text() {
        return advice == null ? message : message + " " + advice;
    }
}
