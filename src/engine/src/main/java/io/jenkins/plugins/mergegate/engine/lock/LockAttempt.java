// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.lock;

/** The answer to a try for a lock. */
public sealed interface LockAttempt {
    record Acquired(LockProof proof) implements LockAttempt {}

    /**
     * Not now; the run keeps its place in line.
     *
     * @param holder who has it, for people
     * @param position 1 = next
     */
    record Busy(String holder, int position) implements LockAttempt {}
}
