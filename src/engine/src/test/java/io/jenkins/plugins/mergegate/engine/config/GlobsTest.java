// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.engine.RepositoryId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobsTest {
    @ParameterizedTest
    @CsvSource({
        "acme/app,      acme/app,       true",
        "acme/app,      acme/app2,      false",
        "acme/app,      xacme/app,      false",
        "acme/*,        acme/app,       true",
        "acme/*,        acme/,          true",
        "acme/*,        acme,           false",
        "acme/*,        other/acme/app, false",
        "*,             acme/app,       true",
        "*,             '',             true",
        "'',            '',             true",
        "'',            a,              false",
        "release/*,     release/1/2,    true",
        "*/app,         acme/app,       true",
        "a*b*c,         abbc,           true",
        "a*b*c,         abbcd,          false",
        "**,            x,              true",
        "a.c,           abc,            false",
        "Main,          main,           false",
    })
    void aPatternMatchesTheWholeValue(String glob, String value, boolean expected) {
        assertThat(Globs.matches(List.of(glob), value)).isEqualTo(expected);
    }

    @Test
    void oneOfManyIsEnoughAndNoneOfNoneMatches() {
        assertThat(Globs.matches(List.of("a", "b*"), "bc")).isTrue();
        assertThat(Globs.matches(List.of(), "bc")).isFalse();
    }

    @Test
    void repositoriesMatchInAnyCase() {
        assertThat(Globs.matchesRepository(List.of("acme/*"), RepositoryId.parse("Acme/App")))
                .isTrue();
        assertThat(Globs.matchesRepository(List.of("ACME/*"), RepositoryId.parse("acme2/app")))
                .isFalse();
    }

    @Test
    void manyStarsStayQuick() {
        Assertions.assertTimeout(
                Duration.ofSeconds(30),
                () -> assertThat(Globs.matches(List.of("a*".repeat(100) + "b"), "a".repeat(10_000)))
                        .isFalse());
    }
}
