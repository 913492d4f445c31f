// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.lock;

import hudson.model.Run;
import io.jenkins.plugins.mergegate.engine.lock.LockRequest;
import java.time.Instant;
import java.util.Comparator;

/**
 * A run in line for a lock.
 *
 * @param askedAt when it asked last
 */
record Waiter(LockRequest request, Run<?, ?> run, Instant askedAt) {
    /** Higher priority first, then first come, first served; the token only makes the order total. */
    static final Comparator<Waiter> ORDER = Comparator.comparingInt(
                    (Waiter waiter) -> waiter.request().priority())
            .reversed()
            .thenComparing(waiter -> waiter.request().queuedAt())
            .thenComparing(Waiter::token);

    String token() {
        return request.token();
    }

    String holder() {
        return request.holder();
    }
}
