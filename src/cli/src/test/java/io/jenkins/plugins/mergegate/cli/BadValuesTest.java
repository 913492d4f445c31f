// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.cli.CliRunner.Ended;
import io.jenkins.plugins.mergegate.testkit.config.BadValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The command refuses what the form and JCasC refuse, in the same words. */
class BadValuesTest {
    @TempDir
    private Path folder;

    static List<BadValue> table() {
        return Stream.concat(BadValue.values().stream(), BadValue.shapes().stream())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("table")
    void aBadConfigurationIsRefusedByName(BadValue bad) throws IOException {
        Path file = Files.writeString(folder.resolve("merge-gate.yml"), bad.json());

        Ended ended =
                new CliRunner().run("status", "--json", "--state-dir", folder.toString(), "--config", file.toString());

        assertThat(ended.exit()).isEqualTo(2);
        assertThat(ended.json().get("error").asText()).isEqualTo("--config: " + bad.words());
    }
}
