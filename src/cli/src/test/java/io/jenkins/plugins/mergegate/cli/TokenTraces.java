// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** All that a token can look like, and the search for it. Base64 is found whatever stands before and after the token. */
final class TokenTraces {
    private final Set<String> shapes = new LinkedHashSet<>();

    TokenTraces(String token) {
        byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
        shapes.add(token);
        shapes.add(new StringBuilder(token).reverse().toString());
        shapes.add(URLEncoder.encode(token, StandardCharsets.UTF_8));
        shapes.add(HexFormat.of().formatHex(bytes));
        for (int shift = 0; shift < 3; shift++) {
            byte[] shifted = new byte[shift + bytes.length];
            System.arraycopy(bytes, 0, shifted, shift, bytes.length);
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            // Groups of four signs that hold nothing but bytes of the token.
            int from = shift == 0 ? 0 : 4;
            int to = shifted.length / 3 * 4;
            shapes.add(encoded.substring(from, to));
            shapes.add(encoded.substring(from, to).replace('+', '-').replace('/', '_'));
        }
    }

    boolean isIn(String text) {
        return shapes.stream().anyMatch(text::contains);
    }

    /** The files below {@code directory} whose content or name has it; also inside of what git packed loosely. */
    List<Path> filesWithIt(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> isIn(file.toString()) || Files.isRegularFile(file) && isIn(content(file)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String content(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
