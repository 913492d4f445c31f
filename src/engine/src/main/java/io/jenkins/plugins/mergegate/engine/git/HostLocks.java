// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import io.jenkins.plugins.mergegate.engine.git.GitFailure.Kind;
import java.io.IOException;
import java.time.Duration;

/** Work that is done while a lock of the host is held. */
final class HostLocks {
    /** Longer than one fetch may take, so that waiting behind one other run never fails. */
    private static final Duration WAIT = Duration.ofMinutes(20);

    private HostLocks() {}

    interface Operation<T> {
        T run() throws GitFailure;
    }

    static <T> T locked(GitHost host, String name, Operation<T> operation) throws GitFailure {
        GitHost.Lock lock = acquire(host, name);
        try {
            return operation.run();
        } finally {
            lock.close();
        }
    }

    private static GitHost.Lock acquire(GitHost host, String name) throws GitFailure {
        try {
            return host.lock(name, WAIT);
        } catch (IOException e) {
            Kind kind = Thread.currentThread().isInterrupted() ? Kind.INTERRUPTED : Kind.TIMEOUT;
            throw new GitFailure(kind, "A lock in the work directory is not free: " + e.getMessage());
        }
    }
}
