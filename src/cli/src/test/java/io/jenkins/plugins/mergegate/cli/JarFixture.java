// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import io.jenkins.plugins.mergegate.testkit.EmbeddedGitea;
import io.jenkins.plugins.mergegate.testkit.EmbeddedRepository;
import io.jenkins.plugins.mergegate.testkit.model.Permission;
import io.jenkins.plugins.mergegate.testkit.model.User;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The built jar in front of an embedded Gitea: real processes, real git over HTTP, a real token, real files. */
final class JarFixture implements AutoCloseable {
    static final String TASK = "feature/x";
    static final String TASK_FILE = "task.txt";
    static final String MAIN_FILE = "main.txt";
    static final String BYSTANDER = "bystander";

    final EmbeddedGitea server;
    final EmbeddedRepository repository;
    final String token;
    final Path state;
    final Path work;
    private final Path directory;
    /** What the next process sees. */
    final Map<String, String> environment = new HashMap<>();

    private final List<String> launcher = new ArrayList<>();
    private final AtomicInteger runs = new AtomicInteger();

    JarFixture(Path directory) {
        this.directory = directory;
        server = EmbeddedGitea.start(directory.resolve("gitea"));
        server.createUser("acme");
        repository = server.createRepository("acme", "app");
        User bot = server.createUser("bot");
        repository.collaborator(bot, Permission.WRITE);
        token = server.createToken(bot);
        state = directory.resolve("state");
        work = directory.resolve("work");
        environment.put("PATH", System.getenv("PATH"));
        environment.put("HOME", directory.resolve("home").toString());
        environment.put("GITEA_TOKEN", token);
        try {
            Files.createDirectories(directory.resolve("home"));
            Files.createDirectories(directory.resolve("runs"));
            // No back-off: a test waits for nothing it did not ask for.
            Files.writeString(directory.resolve("config.yml"), """
                    retry:
                      backoffBaseSeconds: 0
                      backoffMaxSeconds: 0
                      deadlineSeconds: 60
                    """);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Words to put in front of the command line of every process. */
    JarFixture launchedBy(String... words) {
        launcher.clear();
        launcher.addAll(List.of(words));
        return this;
    }

    /** A branch with one commit of its own, and another branch that is nobody's business. */
    JarFixture branches() {
        repository.createBranch(BYSTANDER, "main");
        repository.commit(BYSTANDER, Map.of("other.txt", "of somebody else\n"), "Somebody else's work");
        repository.createBranch(TASK, "main");
        repository.commit(TASK, Map.of(TASK_FILE, "task\n"), "Add the task");
        return this;
    }

    /** Somebody else's commit on main: from here on the branch is behind. */
    JarFixture mainMoves() {
        repository.commit("main", Map.of(MAIN_FILE, "main\n"), "Somebody else's commit on main");
        return this;
    }

    /** Starts {@code merge-gate <words> <shared options>}. */
    JarRun start(String... words) {
        List<String> command = java();
        command.addAll(List.of("-jar", jar().toString()));
        return launch(command, words);
    }

    /** Starts the same program with a main class of the tests in front. */
    JarRun startWith(Class<?> main, List<String> first, String... words) {
        List<String> command = java();
        command.addAll(List.of("-cp", jar() + File.pathSeparator + testClasses(), main.getName()));
        command.addAll(first);
        return launch(command, words);
    }

    JarResult run(String... words) {
        return start(words).await();
    }

    /** The words of a gate run of {@code branch}. */
    static String[] gate(String branch, String... more) {
        List<String> words = new ArrayList<>(List.of("gate", "--json", "--branch", branch));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    /** A file of this fixture's own, outside of what the gate uses. */
    Path file(String name) {
        return directory.resolve(name);
    }

    private JarRun launch(List<String> command, String... words) {
        List<String> full = new ArrayList<>(launcher);
        full.addAll(command);
        full.addAll(Arrays.asList(words));
        full.addAll(List.of(
                "--gitea",
                server.url().toString(),
                "--repository",
                repository.fullName(),
                "--state-dir",
                state.toString(),
                "--work-dir",
                work.toString(),
                "--config",
                directory.resolve("config.yml").toString()));
        return JarRun.start(full, environment, directory.resolve("runs").resolve("run-" + runs.incrementAndGet()));
    }

    private static List<String> java() {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx128m"));
    }

    static Path jar() {
        return Path.of(System.getProperty("mergegate.jar", "target/merge-gate.jar"))
                .toAbsolutePath();
    }

    private static Path testClasses() {
        return Path.of(JarFixture.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
    }

    @Override
    public void close() {
        server.close();
    }
}
