// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-11-22T22:20:45Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | PT0S",
                "' 7 ' | PT7S",
                "600 | PT10M",
                "601 | PT10M",
                "000000007 | PT7S",
                "99999999999999999999 | PT10M",
                "Sun, 22 Nov 2026 22:21:00 GMT | PT15S",
                "Sun, 22 Nov 2026 22:20:00 GMT | PT0S",
                "Mon, 23 Nov 2026 22:20:00 GMT | PT10M"
            })
    void waits(String header, Duration expected) {
        assertThat(RetryAfter.parse(header, NOW)).isEqualTo(expected);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "-1", "1.5", "soon", "Sun, 99 Nov 2026 22:21:00 GMT", "٣"})
    void nonsenseIsNoWait(String header) {
        assertThat(RetryAfter.parse(header, NOW)).isNull();
    }
}
