// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.git.MarkerQuery;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkerFileTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 6, 15);

    @Test
    void readsTextAndPathAndIgnoresWhatIsForPeople() {
        String yaml = """
                markers:
                  - text: "Fix: CVE-2026-1"
                    path: src/main
                    owner: ann
                    reason: came back twice
                  - text: feature_x
                """;
        assertThat(MarkerFile.read(MarkerFile.PATH, yaml, TODAY))
                .containsExactly(new MarkerQuery("Fix: CVE-2026-1", "src/main"), new MarkerQuery("feature_x", null));
    }

    @Test
    void aMarkerCountsUntilTheDayItExpiresIsOver() {
        String yaml = """
                markers:
                  - {text: past, expires: 2026-06-14}
                  - {text: today, expires: 2026-06-15}
                  - {text: never}
                """;
        assertThat(MarkerFile.read(MarkerFile.PATH, yaml, TODAY))
                .extracting(MarkerQuery::text)
                .containsExactly("today", "never");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing yet", "markers: []"})
    void anEmptyFileHasNoMarkers(String yaml) {
        assertThat(MarkerFile.read(MarkerFile.PATH, yaml, TODAY)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "markers: [",
                "just a text",
                "markers: {text: a}",
                "markers: [{path: a}]",
                "markers: [{text: ''}]",
                "markers: [{text: \"two\\nlines\"}]",
                "markers: [{text: a, expires: soon}]",
                "markers: [[a]]",
                "markers: [{text: a, path: ''}]",
                "markers: [{text: a, path: /etc/passwd}]",
                "markers: [{text: a, path: a/../../b}]",
                "markers: [{text: a, path: \"a\\tb\"}]",
                "markers: [{text: a, path: \"a\\0b\"}]",
                "markers: [{text: a, path: [b]}]",
                "markers: [{text: &t a}, {text: *t}]",
                "a: &a [x]\nb: &b [*a, *a]\nmarkers: [*b, *b]",
                "markers: &m [*m]"
            })
    void whatCannotBeUnderstoodIsNamed(String yaml) {
        assertThatThrownBy(() -> MarkerFile.read(MarkerFile.PATH, yaml, TODAY))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith(".merge-gate/markers.yml ");
    }

    @Test
    void limitsWhatAHostileFileMayHold() {
        assertThat(MarkerFile.read(MarkerFile.PATH, "markers: [" + "x".repeat(1000) + "]", TODAY))
                .hasSize(1);
        assertThat(MarkerFile.read(MarkerFile.PATH, "markers: [" + "x,".repeat(1000) + "]", TODAY))
                .hasSize(1000);
        for (String yaml : List.of(
                "markers: [" + "x".repeat(1001) + "]",
                "markers: [" + "x".repeat(100_000) + "]",
                "markers: [" + "x,".repeat(1001) + "]",
                "markers: " + "[".repeat(100_000),
                "markers: " + "[".repeat(100_000) + "]".repeat(100_000),
                "- ".repeat(100_000) + "x",
                "{a: ".repeat(100_000),
                "markers: [{text: a, expires: " + "9".repeat(900_000) + "}]",
                "x".repeat((1 << 20) + 1))) {
            assertTimeoutPreemptively(
                    Duration.ofSeconds(20),
                    () -> assertThatThrownBy(() -> MarkerFile.read(MarkerFile.PATH, yaml, TODAY))
                            .as(yaml.substring(0, 20))
                            .isInstanceOf(InvalidInput.class)
                            .hasMessageStartingWith(".merge-gate/markers.yml "));
        }
    }
}
