// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.lock;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** The lock that lets one merge through at a time. Waiting is asking again with the same request; nothing blocks. */
public abstract class MergeLock {
    /** Takes the lock when it is free and no earlier or more urgent waiter is alive. Asking twice with one token is harmless. */
    public abstract LockAttempt tryAcquire(LockRequest request) throws IOException;

    /** The proof for a lock that {@code token} still holds, as after a restart; empty when it does not. */
    public abstract Optional<LockProof> find(LockName name, String token) throws IOException;

    /** Releases the lock if {@code token} holds it, and gives up its place in line; else nothing happens. */
    public abstract void release(LockName name, String token) throws IOException;

    protected final LockProof proof(LockName name, String token, Instant acquiredAt) {
        return new LockProof(name, token, acquiredAt);
    }
}
