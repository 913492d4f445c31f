// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.config;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A configuration in a file. */
public final class ConfigFile {
    private ConfigFile() {}

    /** @throws InvalidInput when the file cannot be read or its configuration cannot be used */
    public static GateConfig load(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InvalidInput("The configuration", "must be a file that exists");
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(ConfigReader.MAX_SIZE + 1);
        } catch (IOException e) {
            throw new InvalidInput("The configuration", "cannot be read");
        }
        if (bytes.length > ConfigReader.MAX_SIZE) {
            throw ConfigReader.tooLarge();
        }
        return ConfigReader.read(text(bytes));
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidInput("The configuration", "must be written in UTF-8");
        }
    }
}
