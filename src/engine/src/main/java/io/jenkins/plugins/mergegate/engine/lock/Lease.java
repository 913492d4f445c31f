// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.lock;

import java.time.Duration;
import java.time.Instant;

/**
 * The content of a lease file.
 *
 * @param name the lock
 * @param startedAt when the process started
 */
record Lease(
        String name,
        String token,
        String holder,
        String host,
        long pid,
        Instant startedAt,
        String boot,
        String namespace,
        Long ticks,
        Instant acquiredAt,
        long ttlMinutes) {

    static Lease of(LockRequest request, ProcessId self, Instant acquiredAt, Duration ttl) {
        return new Lease(
                request.name().toString(),
                request.token(),
                request.holder(),
                self.host(),
                self.pid(),
                self.startedAt(),
                self.boot(),
                self.namespace(),
                self.ticks(),
                acquiredAt,
                ttl.toMinutes());
    }

    /** Whether everything is there that the holder and its judge rely on, and it is the lease of that lock. */
    boolean isSound(String key) {
        return token != null
                && host != null
                && acquiredAt != null
                && LockName.parse(name).map(LeaseFiles::key).filter(key::equals).isPresent();
    }

    ProcessId process() {
        return new ProcessId(host, pid, startedAt, boot, namespace, ticks);
    }

    Duration ttl() {
        return Duration.ofMinutes(ttlMinutes);
    }
}
