// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.Secret;
import io.jenkins.plugins.mergegate.engine.lock.LockAttempt;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import io.jenkins.plugins.mergegate.engine.lock.LockProof;
import io.jenkins.plugins.mergegate.engine.lock.LockRequest;
import io.jenkins.plugins.mergegate.engine.lock.MergeLock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import okhttp3.OkHttpClient;

/** Clients and values that the tests of this package share. */
final class Clients {
    static final String TOKEN = "5ecre7c0ffee5ecre7c0ffee5ecre7c0ffee5ecr";
    static final RepositoryId REPOSITORY = RepositoryId.parse("alice/app");
    static final String SHA = "9257eed225bbac54234513f89fdeacbe2bbd0579";
    static final MergeCommand COMMAND = new MergeCommand(MergeStyle.MERGE, SHA, false, null);

    private Clients() {}

    static GiteaClient patient(URI server) {
        return client(server, Duration.ofSeconds(5));
    }

    static GiteaClient hasty(URI server) {
        return client(server, Duration.ofMillis(200));
    }

    private static GiteaClient client(URI server, Duration wait) {
        return new GiteaClient(
                new OkHttpClient(), server, Secret.of(TOKEN), new GiteaTimeouts(wait, wait, wait, wait, wait));
    }

    static LockProof lock() {
        return lock(REPOSITORY);
    }

    static LockProof lock(RepositoryId repository) {
        return new FreeLock()
                .find(new LockName("gitea.test", repository, "main"), "t")
                .orElseThrow();
    }

    /** Hands the lock to everybody. */
    private static final class FreeLock extends MergeLock {
        @Override
        public LockAttempt tryAcquire(LockRequest request) {
            return new LockAttempt.Acquired(proof(request.name(), request.token(), Instant.EPOCH));
        }

        @Override
        public Optional<LockProof> find(LockName name, String token) {
            return Optional.of(proof(name, token, Instant.EPOCH));
        }

        @Override
        public void release(LockName name, String token) {}
    }
}
