// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.contract;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server says its version is. Behaviours that changed are asserted on both sides of the change. */
record Version(int major, int minor) implements Comparable<Version> {

    private static final Pattern NUMBERS = Pattern.compile("(\\d+)\\.(\\d+).*");

    static Version parse(String text) {
        Matcher matcher = NUMBERS.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no version: " + text);
        }
        return new Version(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    boolean isSince(String first) {
        return compareTo(parse(first)) >= 0;
    }

    @Override
    public int compareTo(Version other) {
        return major == other.major ? Integer.compare(minor, other.minor) : Integer.compare(major, other.major);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
