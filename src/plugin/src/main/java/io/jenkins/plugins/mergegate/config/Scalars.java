// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.config;

import io.jenkins.plugins.mergegate.engine.config.ConfigReader;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;

/**
 * Flags and whole numbers, which are kept as the text that somebody wrote. They are read by the reader of the command's
 * file, so that the same texts are refused with the same words. The data binding of Stapler, JCasC and XStream would
 * take {@code false} or 0 for a text that is neither.
 */
final class Scalars {
    /** Any other text goes into the YAML as an empty one: no flag and no number looks like it. */
    private static final Pattern PLAIN = Pattern.compile("[+-]?[A-Za-z0-9_]{1,100}");

    private Scalars() {}

    /** @param text null = the default */
    static boolean flag(String field, String text, Predicate<GateConfig> value) {
        return value.test(read(field, text));
    }

    /** @param text null = the default */
    static int number(String field, String text, ToIntFunction<GateConfig> value) {
        return value.applyAsInt(read(field, text));
    }

    /** Returns {@code text} without spaces around it. @throws InvalidInput when the field cannot have this value */
    static String checked(String field, String text) {
        String trimmed = text == null ? "" : text.trim();
        read(field, trimmed);
        return trimmed;
    }

    private static GateConfig read(String field, String text) {
        if (text == null) {
            return GateConfig.defaults();
        }
        String value = PLAIN.matcher(text.trim()).matches() ? text.trim() : "''";
        int dot = field.indexOf('.');
        return ConfigReader.read(
                dot < 0
                        ? field + ": " + value
                        : field.substring(0, dot) + ": {" + field.substring(dot + 1) + ": " + value + "}");
    }
}
