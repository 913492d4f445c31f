// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.git;

import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.Secret;
import io.jenkins.plugins.mergegate.engine.git.GitCredentials;
import io.jenkins.plugins.mergegate.engine.git.Remote;
import io.jenkins.plugins.mergegate.engine.lock.LockAttempt;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import io.jenkins.plugins.mergegate.engine.lock.LockProof;
import io.jenkins.plugins.mergegate.engine.lock.LockRequest;
import io.jenkins.plugins.mergegate.engine.lock.MergeLock;
import io.jenkins.plugins.mergegate.testkit.EmbeddedGitea;
import io.jenkins.plugins.mergegate.testkit.EmbeddedRepository;
import io.jenkins.plugins.mergegate.testkit.model.Permission;
import io.jenkins.plugins.mergegate.testkit.model.User;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** A server with one repository and an account that may push. */
final class RemoteScene implements AutoCloseable {
    private final EmbeddedGitea gitea;
    private final EmbeddedRepository repository;
    private final String token;

    RemoteScene(Path directory) {
        this.gitea = EmbeddedGitea.start(directory);
        this.repository = gitea.createRepository("acme", "Web.App");
        User gate = gitea.createUser("gate");
        repository.collaborator(gate, Permission.WRITE);
        this.token = gitea.createToken(gate);
    }

    EmbeddedGitea gitea() {
        return gitea;
    }

    EmbeddedRepository repository() {
        return repository;
    }

    RepositoryId id() {
        return RepositoryId.parse(repository.fullName());
    }

    String token() {
        return token;
    }

    Remote remote() {
        return remoteWith(token);
    }

    Remote remoteWith(String password) {
        return new Remote(repository.cloneUrl(), new GitCredentials.Password("gate", Secret.of(password)));
    }

    /** What pushing demands. */
    LockProof proof() {
        return new Minting().proof(new LockName("host", id(), "main"));
    }

    @Override
    public void close() {
        gitea.close();
    }

    private static final class Minting extends MergeLock {
        LockProof proof(LockName name) {
            return proof(name, "token", Instant.EPOCH);
        }

        @Override
        public LockAttempt tryAcquire(LockRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<LockProof> find(LockName name, String token) {
            return Optional.empty();
        }

        @Override
        public void release(LockName name, String token) {}
    }
}
