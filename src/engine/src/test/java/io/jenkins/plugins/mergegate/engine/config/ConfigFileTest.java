// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("gate.yml");
    }

    @Test
    void aFileIsRead() throws IOException {
        Files.writeString(file, "committer: {name: Jürgen}\n");
        assertThat(ConfigFile.load(file).committer().name()).isEqualTo("Jürgen");
    }

    @Test
    void anEmptyFileIsAllDefaults() throws IOException {
        Files.createFile(file);
        assertThat(ConfigFile.load(file)).isEqualTo(GateConfig.defaults());
    }

    @Test
    void whatIsNoReadableFileIsRefused() {
        refused(file, "The configuration must be a file that exists.");
        refused(folder, "The configuration must be a file that exists.");
        refused(Path.of("/dev/null"), "The configuration must be a file that exists.");
    }

    @Test
    void aHugeFileIsRefused() throws IOException {
        Files.writeString(file, "#\n".repeat(600_000));
        refused(file, "The configuration must not be larger than 1 MiB.");
    }

    @Test
    void otherEncodingsAreRefused() throws IOException {
        Files.write(file, new byte[] {'#', (byte) 0xfc, '\n'});
        refused(file, "The configuration must be written in UTF-8.");
    }

    private static void refused(Path file, String message) {
        assertThatThrownBy(() -> ConfigFile.load(file))
                .isInstanceOf(InvalidInput.class)
                .hasMessage(message);
    }
}
