// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.place;

import java.util.Optional;

/**
 * A build as records and locks name it.
 *
 * @param job its full name
 */
public record BuildName(String job, int number) {
    /** As many as a build number has at most. */
    private static final int DIGITS = 9;

    /** Reads {@code folder/job #12} and {@code folder/job#12}; empty for any other text, and for null. */
    public static Optional<BuildName> parse(String text) {
        int at = text == null ? -1 : text.lastIndexOf('#');
        if (at < 1 || at == text.length() - 1 || text.length() - at - 1 > DIGITS) {
            return Optional.empty();
        }
        String number = text.substring(at + 1);
        String job = text.substring(0, text.charAt(at - 1) == ' ' ? at - 1 : at);
        boolean isBuild = !job.isEmpty() && number.chars().allMatch(c -> c >= '0' && c <= '9');
        return isBuild ? Optional.of(new BuildName(job, Integer.parseInt(number))) : Optional.empty();
    }

    /** As {@link hudson.model.Run#getExternalizableId} names it. */
    public String id() {
        return job + "#" + number;
    }

    @Override
    public String toString() {
        return job + " #" + number;
    }
}
