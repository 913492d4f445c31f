// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A state directory in which one file holds what the fuzzer made up. */
final class Workplace {
    final Path state;
    private final Path file;

    /** @param name of the file, below the state directory */
    Workplace(String name) {
        try {
            state = Files.createTempDirectory("fuzz");
            file = state.resolve(name);
            Files.createDirectories(file.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing but this file. */
    void put(byte[] data) throws IOException {
        List<Path> old;
        try (Stream<Path> files = Files.list(file.getParent())) {
            old = files.filter(Files::isRegularFile).toList();
        }
        for (Path one : old) {
            Files.delete(one);
        }
        Files.write(file, data);
    }
}
