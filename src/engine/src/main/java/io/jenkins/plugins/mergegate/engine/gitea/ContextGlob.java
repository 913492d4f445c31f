// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A required status context, read as Gitea reads it: {@code *}, {@code ?}, {@code [a-z]}, {@code [!a]}, {@code {a,b}} and
 * a backslash that takes the meaning away. The slash is a character like any other. What is no glob matches itself only.
 */
public final class ContextGlob {
    private final String glob;
    private final Pattern pattern;

    public ContextGlob(String glob) {
        this.glob = glob;
        this.pattern = compile(glob);
    }

    public boolean matches(String context) {
        return pattern == null ? glob.equals(context) : pattern.matcher(context).matches();
    }

    private static Pattern compile(String glob) {
        StringBuilder regex = new StringBuilder();
        int braces = 0;
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            switch (c) {
                case '*' -> {
                    if (!regex.toString().endsWith(".*")) {
                        regex.append(".*");
                    }
                }
                case '?' -> regex.append('.');
                case '[' -> {
                    int end = characterClass(glob, i, regex);
                    if (end < 0) {
                        return null;
                    }
                    i = end;
                }
                case '{' -> {
                    braces++;
                    regex.append("(?:");
                }
                case '}' -> {
                    if (braces == 0) {
                        regex.append("\\}");
                    } else {
                        braces--;
                        regex.append(')');
                    }
                }
                case ',' -> regex.append(braces > 0 ? '|' : ',');
                case '\\' -> {
                    if (++i == glob.length()) {
                        return null;
                    }
                    regex.append(literal(glob.charAt(i)));
                }
                default -> regex.append(literal(c));
            }
        }
        try {
            return braces > 0 ? null : Pattern.compile(regex.toString(), Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            return null;
        }
    }

    /** Appends the class that begins at {@code start}. @return where it ends, negative when it does not */
    private static int characterClass(String glob, int start, StringBuilder regex) {
        int i = start + 1;
        regex.append('[');
        if (i < glob.length() && glob.charAt(i) == '!') {
            regex.append('^');
            i++;
        }
        for (; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (c == ']') {
                regex.append(']');
                return i;
            }
            if (c == '\\' && ++i < glob.length()) {
                regex.append(literal(glob.charAt(i)));
            } else {
                regex.append(c == '-' ? "-" : literal(c));
            }
        }
        return -1;
    }

    private static String literal(char c) {
        boolean plain = c >= 128 || Character.isLetterOrDigit(c);
        return plain ? String.valueOf(c) : "\\" + c;
    }
}
