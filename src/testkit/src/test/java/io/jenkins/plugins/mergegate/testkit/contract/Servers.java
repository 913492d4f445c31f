// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.contract;

import java.io.IOException;
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
            worlds.add(new World("embedded", closedAtTheEnd(new EmbeddedUnderTest(directory()))));
            String binary = System.getenv("GITEA_BIN");
            if (binary != null && !binary.isEmpty()) {
                worlds.add(new World("real", closedAtTheEnd(RealGitea.start(Path.of(binary), directory()))));
            }
            return List.copyOf(worlds);
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static GiteaUnderTest closedAtTheEnd(GiteaUnderTest server) {
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        return server;
    }

    private static Path directory() throws IOException {
        Path directory = Files.createTempDirectory("contract");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
        return directory;
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | java.io.UncheckedIOException e) {
            // A temporary directory that stays harms nobody.
        }
    }
}
