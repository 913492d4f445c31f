// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.trial;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Files that must not be there when all runs are over. */
final class Leftovers {
    private Leftovers() {}

    static List<String> in(World world) {
        List<String> left = new ArrayList<>();
        add(left, world.state.resolve("locks"), ".*\\.(lease|ticket|grave|tmp)");
        add(left, world.state.resolve("journal"), ".*\\.tmp");
        add(left, world.work.resolve("worktrees"), ".*");
        add(left, world.work.resolve("checkouts"), ".*");
        add(left, world.work.resolve("keys"), ".*");
        add(left, world.work.resolve("mirrors"), ".*/worktrees/[^/]+|.*\\.lock");
        return left;
    }

    private static void add(List<String> left, Path directory, String unwanted) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.filter(file -> !file.equals(directory))
                    .map(Path::toString)
                    .filter(file -> file.matches(unwanted))
                    .forEach(left::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
