// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.trial;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** Looks for a token in files, as it is and as basic authentication would write it. */
final class Tokens {
    private Tokens() {}

    static List<Path> filesWith(String token, Path directory) {
        String basic = Base64.getEncoder().encodeToString(("merge-gate:" + token).getBytes(StandardCharsets.UTF_8));
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file ->
                            content(file).contains(token) || content(file).contains(basic))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
