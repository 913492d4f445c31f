// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.contract;

import io.jenkins.plugins.mergegate.testkit.model.Flavour;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The servers that the contract is held against: always the embedded one, as each version it can play, and real ones
 * when the environment variable GITEA_BIN names their binaries, separated like the directories of a path. Each is
 * started once, when it is first asked for, and lives as long as the tests.
 */
public final class Servers {

    private Servers() {}

    static List<World> all() {
        return Stream.concat(Embedded.WORLDS.stream(), real().stream()).toList();
    }

    /** Those that GITEA_BIN names. */
    public static List<World> real() {
        return Real.WORLDS;
    }

    private static final class Embedded {
        static final List<World> WORLDS = start();

        private static List<World> start() {
            List<World> worlds = new ArrayList<>();
            for (Flavour flavour : Flavour.values()) {
                Path directory = directory();
                worlds.add(world("embedded", new EmbeddedUnderTest(directory, flavour), directory));
            }
            return List.copyOf(worlds);
        }
    }

    private static final class Real {
        static final List<World> WORLDS = start();

        private static List<World> start() {
            String named = System.getenv("GITEA_BIN");
            List<World> worlds = new ArrayList<>();
            for (String binary : (named == null ? "" : named).split(File.pathSeparator)) {
                if (!binary.isEmpty()) {
                    Path directory = directory();
                    worlds.add(world("real", RealGitea.start(Path.of(binary), directory), directory));
                }
            }
            return List.copyOf(worlds);
        }
    }

    private static Path directory() {
        try {
            return Files.createTempDirectory("contract");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static World world(String label, GiteaUnderTest server, Path directory) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.close();
            delete(directory);
        }));
        return new World(label, server, directory);
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
