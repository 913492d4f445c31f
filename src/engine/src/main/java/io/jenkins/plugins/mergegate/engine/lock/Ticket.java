// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.lock;

import java.time.Instant;
import java.util.Comparator;

/** A place in line, as kept in a file. */
record Ticket(
        String token,
        String holder,
        int priority,
        Instant queuedAt,
        String host,
        long pid,
        Instant startedAt,
        String boot,
        String namespace,
        Long ticks) {

    /** Higher priority first, then first come, first served; the token only makes the order total. */
    static final Comparator<Ticket> ORDER = Comparator.comparingInt(Ticket::priority)
            .reversed()
            .thenComparing(Ticket::queuedAt)
            .thenComparing(Ticket::token);

    static Ticket of(LockRequest request, ProcessId self) {
        return new Ticket(
                request.token(),
                request.holder(),
                request.priority(),
                request.queuedAt(),
                self.host(),
                self.pid(),
                self.startedAt(),
                self.boot(),
                self.namespace(),
                self.ticks());
    }

    boolean isSound() {
        return token != null && queuedAt != null && host != null;
    }

    ProcessId process() {
        return new ProcessId(host, pid, startedAt, boot, namespace, ticks);
    }
}
