// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli.demo;

import io.jenkins.plugins.mergegate.testkit.EmbeddedGitea;
import io.jenkins.plugins.mergegate.testkit.EmbeddedRepository;
import io.jenkins.plugins.mergegate.testkit.git.BareRepository;
import io.jenkins.plugins.mergegate.testkit.model.Permission;
import io.jenkins.plugins.mergegate.testkit.model.User;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** A Gitea with one repository and a bot, and the gate's files, all in one temporary directory. */
final class Playground implements AutoCloseable {
    /** The account of the gate. */
    static final String BOT = "merge-bot";

    private static final String CONFIG = "config.yml";

    private final Path directory;
    private final EmbeddedGitea gitea;
    private final EmbeddedRepository repository;
    private final String token;

    private Playground(Path directory, EmbeddedGitea gitea) {
        this.directory = directory;
        this.gitea = gitea;
        gitea.createUser("acme");
        repository = gitea.createRepository("acme", "shop");
        User bot = gitea.createUser(BOT);
        repository.collaborator(bot, Permission.WRITE);
        token = gitea.createToken(bot);
        backoff(0);
        repository.commit("main", Project.FILES, "Start the project");
    }

    static Playground open() {
        return open(0);
    }

    /** @param port of the server; 0 for any that is free */
    static Playground open(int port) {
        Path directory = Folder.temporary();
        EmbeddedGitea gitea = null;
        try {
            gitea = EmbeddedGitea.start(directory.resolve("gitea"), port);
            return new Playground(directory, gitea);
        } catch (RuntimeException e) {
            close(directory, gitea);
            throw e;
        }
    }

    Path directory() {
        return directory;
    }

    EmbeddedGitea gitea() {
        return gitea;
    }

    EmbeddedRepository repository() {
        return repository;
    }

    BareRepository git() {
        return new BareRepository(repository.gitDir());
    }

    OwnTest ownTest() {
        return new OwnTest(repository.gitDir(), directory);
    }

    /** How long the gate waits between two merge calls; with anything but 0 a part of it is left to chance. */
    void backoff(int seconds) {
        String yaml = "retry:\n  backoffBaseSeconds: " + seconds + "\n  backoffMaxSeconds: " + seconds + "\n";
        try {
            Files.writeString(directory.resolve(CONFIG), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The options that every command needs here. */
    List<String> options() {
        return List.of(
                "--gitea",
                gitea.url().toString(),
                "--repository",
                repository.fullName(),
                "--config",
                directory.resolve(CONFIG).toString(),
                "--state-dir",
                directory.resolve("state").toString(),
                "--work-dir",
                directory.resolve("work").toString(),
                "--json");
    }

    /** Writes the bot's token where only this user can read it. */
    Path tokenFile() {
        Path file = directory.resolve("token");
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return Files.writeString(file, token + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, String> environment() {
        return Map.of("GITEA_TOKEN", token);
    }

    @Override
    public void close() {
        close(directory, gitea);
    }

    private static void close(Path directory, EmbeddedGitea gitea) {
        try {
            if (gitea != null) {
                gitea.close();
            }
        } finally {
            Folder.delete(directory);
        }
    }
}
