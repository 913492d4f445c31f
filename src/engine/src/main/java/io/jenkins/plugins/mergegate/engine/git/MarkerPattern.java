// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * One regular expression that finds every line with one of many fixed strings. Common beginnings are shared, so its cost
 * hardly grows with their number. Long strings are cut short, in a long list more so: it finds too much then, never too
 * little.
 */
final class MarkerPattern {
    /** PCRE refuses expressions of more than 64 KiB, two bytes for each literal one. */
    private static final int MAX_BYTES = 20_000;

    private static final int MIN_LENGTH = 4;

    /** The expression is written with one call inside another for each byte. */
    private static final int MAX_LENGTH = 200;

    private final Map<Byte, MarkerPattern> next = new TreeMap<>();
    private boolean end;

    private MarkerPattern() {}

    static String of(Collection<String> texts) {
        int length = Math.min(MAX_LENGTH, Math.max(MIN_LENGTH, MAX_BYTES / Math.max(1, texts.size())));
        MarkerPattern root = new MarkerPattern();
        for (String text : texts) {
            root.add(text.getBytes(StandardCharsets.UTF_8), length);
        }
        StringBuilder result = new StringBuilder();
        root.write(result);
        return result.toString();
    }

    private void add(byte[] text, int length) {
        MarkerPattern node = this;
        for (int i = 0; i < Math.min(length, text.length); i++) {
            node = node.next.computeIfAbsent(text[i], b -> new MarkerPattern());
        }
        node.end = true;
    }

    private void write(StringBuilder result) {
        // What is longer than a string that ended here is found by that string already.
        if (end || next.isEmpty()) {
            return;
        }
        boolean group = next.size() > 1;
        String separator = group ? "(?:" : "";
        for (Map.Entry<Byte, MarkerPattern> entry : next.entrySet()) {
            result.append(separator);
            append(result, entry.getKey());
            entry.getValue().write(result);
            separator = "|";
        }
        if (group) {
            result.append(')');
        }
    }

    private static void append(StringBuilder result, byte b) {
        boolean plain = b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z';
        if (plain) {
            result.append((char) b);
        } else {
            result.append(String.format("\\x%02x", b));
        }
    }
}
