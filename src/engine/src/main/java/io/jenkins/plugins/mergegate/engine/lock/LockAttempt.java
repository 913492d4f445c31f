// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.lock;

import java.time.Duration;

/** The answer to a try for a lock. */
public sealed interface LockAttempt {
    record Acquired(LockProof proof) implements LockAttempt {}

    /**
     * Not now; the run keeps its place in line.
     *
     * @param holder who has it, for people
     * @param position 1 = next
     * @param recheck how long this answer is good for: when to ask again, unless something that matters happens earlier
     */
    record Busy(String holder, int position, Duration recheck) implements LockAttempt {}
}
