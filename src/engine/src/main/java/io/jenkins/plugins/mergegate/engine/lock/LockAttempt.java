// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.lock;

import java.time.Duration;

/** The answer to a try for a lock. */
public sealed interface LockAttempt {
    record Acquired(LockProof proof) implements LockAttempt {}

    /**
     * Not now; the run keeps its place in line.
     *
     * @param holder who has it, for people; null when it is kept closed and nobody has it
     * @param closed why this run would not get it even if nobody had it, part of a sentence; null when it would
     * @param position 1 = next
     * @param recheck how long this answer is good for: when to ask again, unless something that matters happens earlier
     */
    record Busy(String holder, String closed, int position, Duration recheck) implements LockAttempt {
        public Busy(String holder, int position, Duration recheck) {
            this(holder, null, position, recheck);
        }
    }
}
