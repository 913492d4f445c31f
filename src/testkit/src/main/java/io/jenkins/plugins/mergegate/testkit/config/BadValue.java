// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A configuration with one thing that is refused. The table is one for the form, JCasC and the command.
 *
 * @param json the keys that are written; JSON is YAML too
 * @param words what is said of it, one sentence that begins with the field
 */
public record BadValue(String json, String words) {
    private static final String ARROW = " => ";
    private static final Pattern LONG = Pattern.compile("<x(\\d+)>");

    /** Values that a person can write into a form as well as into a file. */
    public static List<BadValue> values() {
        return table("bad-values.txt");
    }

    /** Keys that are not known and values of another type: a form cannot send them. */
    public static List<BadValue> shapes() {
        return table("bad-shapes.txt");
    }

    /** The field that is wrong, such as {@code servers[0].url}. */
    public String field() {
        return words.substring(0, words.indexOf(' '));
    }

    @Override
    public String toString() {
        String brief = json.length() <= 120 ? json : json.substring(0, 120) + "...";
        return brief + ARROW + words;
    }

    private static List<BadValue> table(String name) {
        try (InputStream in = BadValue.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(BadValue::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BadValue parse(String line) {
        int arrow = line.indexOf(ARROW);
        String json = LONG.matcher(line.substring(0, arrow))
                .replaceAll(match -> "x".repeat(Integer.parseInt(match.group(1))));
        return new BadValue(json, line.substring(arrow + ARROW.length()));
    }
}
