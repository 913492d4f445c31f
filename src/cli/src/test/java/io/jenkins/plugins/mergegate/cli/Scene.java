// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import io.jenkins.plugins.mergegate.testkit.EmbeddedGitea;
import io.jenkins.plugins.mergegate.testkit.EmbeddedRepository;
import io.jenkins.plugins.mergegate.testkit.model.Permission;
import io.jenkins.plugins.mergegate.testkit.model.User;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A server with one repository, and everything the command needs to talk to it. */
final class Scene implements AutoCloseable {
    static final String TASK = "feature/x";

    final EmbeddedGitea server;
    final EmbeddedRepository repository;
    final String token;
    final Path folder;

    Scene(Path folder) {
        this.folder = folder;
        server = EmbeddedGitea.start(folder.resolve("gitea"));
        repository = server.createRepository("acme", "app");
        User bot = server.createUser("bot");
        repository.collaborator(bot, Permission.WRITE);
        token = server.createToken(bot);
    }

    /** A branch with one commit of its own on the current main. */
    String branch(String branch, String file, String text) {
        repository.createBranch(branch, "main");
        return repository.commit(branch, Map.of(file, text), "Add " + file);
    }

    Path state() {
        return folder.resolve("state");
    }

    Path work() {
        return folder.resolve("work");
    }

    List<String> options() {
        return List.of(
                "--gitea", server.url().toString(),
                "--repository", repository.fullName(),
                "--state-dir", state().toString(),
                "--work-dir", work().toString());
    }

    CliRunner cli() {
        return new CliRunner().env("GITEA_TOKEN", token).with(options().toArray(String[]::new));
    }

    /** The command in a process of its own. */
    Process start(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(args));
        command.addAll(options());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(file("out")).redirectError(file("err"));
        builder.environment().put("GITEA_TOKEN", token);
        return builder.start();
    }

    String written(String stream) throws IOException {
        return Files.readString(file(stream).toPath());
    }

    private File file(String stream) {
        return folder.resolve(stream + ".txt").toFile();
    }

    @Override
    public void close() {
        server.close();
    }
}
