// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.Secret;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WiringTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(strings = {"https://git.example.org/a/b", "https://GIT.example.org:443/a/b.git"})
    void theTokenGoesToTheServerItself(String remote) {
        assertThat(wiring("https://git.example.org", null).credentials(remote)).isNotNull();
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example.org/a/b",
                "http://git.example.org/a/b",
                "http://git.example.org:443/a/b",
                "https://git.example.org:8443/a/b",
                "https://git.example.org.evil.org/a/b",
                "https://git.example.org_/a/b"
            })
    void theTokenGoesNowhereElse(String remote) {
        assertThat(wiring("https://git.example.org", null).credentials(remote)).isNull();
        assertThat(err.toString(StandardCharsets.UTF_8))
                .hasLineCount(1)
                .contains("another host", "give --remote")
                .doesNotContain("s3cret");
    }

    @Test
    void theTokenGoesWhereTheUserSays() {
        String remote = "https://mirror.example.org/a/b";
        assertThat(wiring("https://git.example.org", remote).credentials(remote))
                .isNotNull();
        assertThat(wiring("https://git.example.org", remote).credentials("https://evil.example.org/a/b"))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "https://h, h",
        "https://H:443, h",
        "http://h:80, h",
        "http://h:443, h:443",
        "https://h:80, h:80",
        "http://h:3000, h:3000"
    })
    void oneServerHasOneName(String url, String name) {
        assertThat(wiring(url, null).server()).isEqualTo(name);
    }

    private Wiring wiring(String gitea, String remote) {
        Inputs inputs = new Inputs(
                GateConfig.defaults(),
                URI.create(gitea),
                Secret.of("s3cret"),
                RepositoryId.parse("a/b"),
                "main",
                remote,
                Path.of("state"),
                Path.of("work"),
                false);
        PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        return new Wiring(inputs, new Context(Map.of(), stream, stream, new Stop()));
    }
}
