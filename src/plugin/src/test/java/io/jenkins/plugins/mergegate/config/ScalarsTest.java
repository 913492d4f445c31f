// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScalarsTest {
    @Test
    void whatIsNotWrittenHasItsDefault() {
        assertThat(Scalars.flag("retry.enabled", null, c -> c.retry().enabled()))
                .isTrue();
        assertThat(Scalars.number("holdBypassPriority", null, GateConfig::holdBypassPriority))
                .isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "' 7 ', 7", "+7, 7", "0, 0", "1_000, 1000"})
    void numbers(String text, int value) {
        assertThat(Scalars.number("lock.deferDelaySeconds", text, c -> c.lock().deferDelaySeconds()))
                .isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, false", "yes, true", "Off, false", "' FALSE ', false"})
    void flags(String text, boolean value) {
        assertThat(Scalars.flag("enabled", text, GateConfig::enabled)).isEqualTo(value);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "x",
                "-1",
                "1.5",
                "1 2",
                "null",
                "true",
                "~",
                "'7'",
                "\"7\"",
                "7}",
                "7, maxDefers: 1",
                "&a 7",
                "!!int 7",
                "7\n8",
                "[7]",
                "{}",
                "# 7",
                "٣"
            })
    void whatIsNoNumber(String text) {
        assertThatThrownBy(() -> Scalars.checked("lock.deferDelaySeconds", text))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("lock.deferDelaySeconds must be a whole number of at least 0.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"86401", "3000000000", "99999999999999999999999999"})
    void numbersThatAreTooLarge(String text) {
        assertThatThrownBy(() -> Scalars.checked("lock.deferDelaySeconds", text))
                .hasMessage("lock.deferDelaySeconds must be at most 86400.");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "maybe", "1", "0", "t", "null", "true false", "[true]"})
    void whatIsNoFlag(String text) {
        assertThatThrownBy(() -> Scalars.checked("enabled", text))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("enabled must be true or false.");
    }
}
