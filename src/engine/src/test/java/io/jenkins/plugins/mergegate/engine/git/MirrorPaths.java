// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds what the engine made below its work directory. */
record MirrorPaths(Path root) {
    /** The only mirror. */
    Path only() {
        List<Path> mirrors = children("mirrors");
        if (mirrors.size() != 1) {
            throw new IllegalStateException("There are " + mirrors);
        }
        return mirrors.get(0);
    }

    List<Path> worktrees() {
        return children("worktrees");
    }

    private List<Path> children(String name) {
        Path directory = root.resolve(name);
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(directory)) {
            return children.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
