// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.config;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.git.RefName;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Rules for single texts of the configuration. Each one passes or throws {@link InvalidInput} named after the field. */
public final class TextRules {
    private static final Pattern REPOSITORY_GLOB = Pattern.compile("[A-Za-z0-9._*-]+(/[A-Za-z0-9._*-]+)?");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s<>]+@[^@\\s<>]+");
    /** Git strips these from both ends of a name; nothing else must be left of it. */
    private static final Pattern CRUD = Pattern.compile("[\\s.,:;<>\"'\\\\]*");

    private static final int MAX_GLOB = 200;
    private static final int MAX_NAME = 200;
    private static final int MAX_EMAIL = 254;
    private static final int MAX_PATH = 1000;

    private TextRules() {}

    /** No control characters, not blank, no half of a surrogate pair. */
    static void line(String field, String text, int max) {
        if (!isLine(text, max) || text.isBlank()) {
            throw new InvalidInput(field, "must be one line of 1 to " + max + " characters");
        }
    }

    /** The same rule, with the same words, that a marker given with the step has. */
    public static void marker(String field, String text) {
        boolean good = text != null
                && !text.isEmpty()
                && text.length() <= 1000
                && text.chars().noneMatch(c -> c == '\n' || c == '\r' || c == 0);
        if (!good) {
            throw new InvalidInput(field, "must be one line of 1 to 1000 characters");
        }
    }

    static void repositoryGlob(String field, String text) {
        if (text == null
                || text.length() > MAX_GLOB
                || !REPOSITORY_GLOB.matcher(text).matches()) {
            throw new InvalidInput(field, "must be a pattern like owner/name, owner/* or *");
        }
    }

    static void targetGlob(String field, String text) {
        boolean good = text != null && text.length() <= MAX_GLOB;
        try {
            if (good) {
                RefName.check(field, text.replace('*', 'x'));
            }
        } catch (InvalidInput e) {
            good = false;
        }
        if (!good) {
            throw new InvalidInput(field, "must be the name of a branch, in which * stands for any text");
        }
    }

    static void path(String field, String text) {
        boolean good = isLine(text, MAX_PATH)
                && Arrays.stream(text.split("/", -1)).noneMatch(p -> p.isEmpty() || p.equals(".") || p.equals(".."));
        if (!good) {
            throw new InvalidInput(field, "must be a path inside the repository, without a leading / and without ..");
        }
    }

    static void committerName(String field, String text) {
        boolean good = isLine(text, MAX_NAME)
                && text.indexOf('<') < 0
                && text.indexOf('>') < 0
                && !CRUD.matcher(text).matches();
        if (!good) {
            throw new InvalidInput(field, "must be a name on one line, without < and >");
        }
    }

    static void email(String field, String text) {
        if (!isLine(text, MAX_EMAIL) || !EMAIL.matcher(text).matches()) {
            throw new InvalidInput(field, "must be an e-mail address");
        }
    }

    private static boolean isLine(String text, int max) {
        return text != null
                && text.length() <= max
                && text.codePoints()
                        .noneMatch(c -> Character.isISOControl(c)
                                || Character.getType(c) == Character.SURROGATE
                                || Character.getType(c) == Character.LINE_SEPARATOR
                                || Character.getType(c) == Character.PARAGRAPH_SEPARATOR);
    }
}
