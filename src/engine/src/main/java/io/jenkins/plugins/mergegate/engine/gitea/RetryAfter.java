// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

/** Reads the header Retry-After: seconds or an HTTP date. */
final class RetryAfter {
    /** No server may park a run for longer. */
    static final Duration MAX = Duration.ofMinutes(10);

    private RetryAfter() {}

    /** The wait from {@code now}, between nothing and {@link #MAX}; null when the header is missing or makes no sense. */
    static Duration parse(String header, Instant now) {
        if (header == null || header.isBlank()) {
            return null;
        }
        String value = header.strip();
        if (value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            // More than nine digits do not fit an int and are over the limit anyway.
            return value.length() > 9 ? MAX : cap(Duration.ofSeconds(Integer.parseInt(value)));
        }
        try {
            Instant until = DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from);
            return cap(Duration.between(now, until));
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    private static Duration cap(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(MAX) > 0 ? MAX : wait;
    }
}
