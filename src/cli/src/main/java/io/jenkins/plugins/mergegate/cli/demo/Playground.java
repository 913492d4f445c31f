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
import java.util.List;
import java.util.Map;

/** A Gitea with one repository and a bot, and the gate's files, all in one temporary directory. */
final class Playground implements AutoCloseable {
    /** The account of the gate. */
    static final String BOT = "merge-bot";

    /** As in the reference, but waiting short. */
    private static final String CONFIG = "retry:\n  backoffBaseSeconds: 1\n  backoffMaxSeconds: 1\n";

    private final Path directory;
    private final EmbeddedGitea gitea;
    private final EmbeddedRepository repository;
    private final String token;

    private Playground(Path directory, EmbeddedGitea gitea) throws IOException {
        this.directory = directory;
        this.gitea = gitea;
        gitea.createUser("acme");
        repository = gitea.createRepository("acme", "shop");
        User bot = gitea.createUser(BOT);
        repository.collaborator(bot, Permission.WRITE);
        token = gitea.createToken(bot);
        Files.writeString(config(), CONFIG);
        repository.commit("main", Project.FILES, "Start the project");
    }

    static Playground open() {
        Path directory = Folder.temporary();
        EmbeddedGitea gitea = null;
        try {
            gitea = EmbeddedGitea.start(directory.resolve("gitea"));
            return new Playground(directory, gitea);
        } catch (IOException | RuntimeException e) {
            close(directory, gitea);
            throw e instanceof IOException io ? new UncheckedIOException(io) : (RuntimeException) e;
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

    /** The options that every command needs here. */
    List<String> options() {
        return List.of(
                "--gitea",
                gitea.url().toString(),
                "--repository",
                repository.fullName(),
                "--config",
                config().toString(),
                "--state-dir",
                directory.resolve("state").toString(),
                "--work-dir",
                directory.resolve("work").toString(),
                "--json");
    }

    Map<String, String> environment() {
        return Map.of("GITEA_TOKEN", token);
    }

    private Path config() {
        return directory.resolve("config.yml");
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
