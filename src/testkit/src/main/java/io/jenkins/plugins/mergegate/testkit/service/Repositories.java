// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.service;

import io.jenkins.plugins.mergegate.testkit.git.BareRepository;
import io.jenkins.plugins.mergegate.testkit.git.CommitWriter;
import io.jenkins.plugins.mergegate.testkit.model.Forge;
import io.jenkins.plugins.mergegate.testkit.model.RefUpdate;
import io.jenkins.plugins.mergegate.testkit.model.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** Creates and renames repositories. */
public final class Repositories {

    private final Forge forge;

    public Repositories(Forge forge) {
        this.forge = forge;
    }

    /** A bare repository with one commit on main. */
    public Repository create(String owner, String name) {
        BareRepository git = BareRepository.create(forge.gitDirectory(owner, name), forge.hooks(), "main");
        Repository repository = forge.add(owner, name, git);
        String sha =
                new CommitWriter(git).write("", Map.of("README.md", "# " + name + "\n"), Set.of(), "Initial commit");
        Refs.move(
                repository, RefUpdate.of("refs/heads/main", BareRepository.ZERO, sha, RefUpdate.Cause.FIXTURE, owner));
        return repository;
    }

    public void rename(Repository repository, String newName) {
        Path target = forge.gitDirectory(repository.owner(), newName);
        try {
            Files.move(repository.git().directory(), target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        forge.rename(repository, newName, new BareRepository(target));
    }
}
