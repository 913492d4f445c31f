// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.lock;

import java.time.Instant;

/** Says that a lock was handed to this run. Only a {@link MergeLock} can make one; pushing and merging demand it. */
public final class LockProof {
    private final LockName name;
    private final String token;
    private final Instant acquiredAt;

    LockProof(LockName name, String token, Instant acquiredAt) {
        this.name = name;
        this.token = token;
        this.acquiredAt = acquiredAt;
    }

    public LockName name() {
        return name;
    }

    public String token() {
        return token;
    }

    public Instant acquiredAt() {
        return acquiredAt;
    }
}
