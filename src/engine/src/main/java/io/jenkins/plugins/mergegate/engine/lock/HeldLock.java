// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.lock;

import java.time.Duration;
import java.time.Instant;

/**
 * A lock that somebody holds, with what is needed to judge it. Of a damaged lease only {@code key}, {@code heldSince},
 * {@code age} and {@code waiting} are known; nobody can prove to hold it.
 *
 * @param key names the lock among its files; equal to {@link LeaseFileLock#key} of its name
 * @param name null when damaged
 * @param token null when damaged
 * @param holder who has it, for people
 * @param process null when damaged
 * @param heldSince when damaged: when the file was written
 * @param age never negative
 * @param ttl how long the holder said it would need at most; null when damaged
 * @param waiting how many live runs stand in line
 */
public record HeldLock(
        String key,
        LockName name,
        String token,
        String holder,
        ProcessId process,
        Liveness alive,
        Instant heldSince,
        Duration age,
        Duration ttl,
        int waiting) {

    public boolean damaged() {
        return token == null;
    }

    /** Whether it is held for longer than the holder said. */
    public boolean expired() {
        return ttl != null && age.compareTo(ttl) > 0;
    }
}
