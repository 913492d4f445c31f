// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import java.nio.charset.StandardCharsets;

/** Names of branches, checked with git's own rules (git-check-ref-format(1)) and before any process is started. */
public final class RefName {
    /** Room for ".lock" in a file name of 255 bytes: git makes one file per component. */
    private static final int MAX_COMPONENT = 250;

    private static final int MAX_BYTES = 1000;

    private RefName() {}

    /**
     * Returns {@code branch} unchanged.
     *
     * @throws InvalidInput named {@code field}, when it is no legal branch name
     */
    public static String check(String field, String branch) {
        String problem = problem(branch);
        if (problem != null) {
            throw new InvalidInput(field, problem);
        }
        return branch;
    }

    /** What is wrong with {@code branch}, or null. */
    static String problem(String branch) {
        if (branch == null || branch.isEmpty()) {
            return "must be the name of a branch";
        }
        if (branch.length() > MAX_BYTES || branch.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            return "must not be longer than " + MAX_BYTES + " bytes";
        }
        if (branch.startsWith("-")) {
            return "must not start with '-'";
        }
        if (branch.equals("HEAD") || branch.equals("@")) {
            return "must name a branch, not HEAD";
        }
        if (branch.endsWith(".")) {
            return "must not end with '.'";
        }
        if (branch.contains("..") || branch.contains("@{")) {
            return "must not contain '..' or '@{'";
        }
        if (!branch.codePoints().allMatch(RefName::isLegal)) {
            return "must not contain a control character, a space or one of ~ ^ : ? * [ \\";
        }
        for (String component : branch.split("/", -1)) {
            if (component.isEmpty()) {
                return "must not start or end with '/' or contain '//'";
            }
            if (component.startsWith(".") || component.endsWith(".lock")) {
                return "must not have a part that starts with '.' or ends with '.lock'";
            }
            if (component.getBytes(StandardCharsets.UTF_8).length > MAX_COMPONENT) {
                return "must not have a part longer than " + MAX_COMPONENT + " bytes";
            }
        }
        return null;
    }

    private static boolean isLegal(int c) {
        boolean loneSurrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
        return c > ' ' && c != 0x7f && !loneSurrogate && "~^:?*[\\".indexOf(c) < 0;
    }
}
