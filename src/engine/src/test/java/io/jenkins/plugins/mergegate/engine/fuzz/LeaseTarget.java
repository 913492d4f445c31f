// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.fuzz;

import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.lock.LeaseFileLock;
import io.jenkins.plugins.mergegate.engine.lock.LocalProcesses;
import io.jenkins.plugins.mergegate.engine.lock.LockAttempt;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import io.jenkins.plugins.mergegate.engine.lock.LockRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** A lease: whatever the file says, somebody else holds the lock. */
public final class LeaseTarget {
    private static final LockName NAME = new LockName("git.example.org", RepositoryId.parse("team/app"), "main");
    private static final Workplace PLACE = new Workplace("locks/" + LeaseFileLock.key(NAME) + ".lease");

    private LeaseTarget() {}

    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        PLACE.put(data);
        LeaseFileLock lock =
                new LeaseFileLock(PLACE.state, Duration.ofHours(1), Clock.systemUTC(), LocalProcesses.self());
        if (lock.held().size() != 1) {
            throw new IllegalStateException("the lease is not seen");
        }
        LockRequest request = new LockRequest(NAME, "nobody-has-this-token", "test", 0, Instant.EPOCH);
        if (lock.tryAcquire(request) instanceof LockAttempt.Acquired) {
            throw new IllegalStateException("a lock that is held was given away");
        }
        lock.release(NAME, request.token());
    }
}
