// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The servers that the contract is held against: always the embedded one, and a real one when the environment variable
 * GITEA_BIN names its binary. Each is started once and lives as long as the tests.
 */
final class Servers {

    private static final List<World> WORLDS = start();

    private Servers() {}

    static List<World> all() {
        return WORLDS;
    }

    private static List<World> start() {
        try {
            List<World> worlds = new ArrayList<>();
            Path directory = Files.createTempDirectory("contract");
            worlds.add(new World("embedded", ending(new EmbeddedUnderTest(directory), directory)));
            String binary = System.getenv("GITEA_BIN");
            if (binary != null && !binary.isEmpty()) {
                Path real = Files.createTempDirectory("contract");
                worlds.add(new World("real", ending(RealGitea.start(Path.of(binary), real), real)));
            }
            return List.copyOf(worlds);
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static GiteaUnderTest ending(GiteaUnderTest server, Path directory) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.close();
            delete(directory);
        }));
        return server;
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // A temporary directory that stays harms nobody.
        }
    }
}
