// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.trial;

import io.jenkins.plugins.mergegate.engine.lock.LockAttempt;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import io.jenkins.plugins.mergegate.engine.lock.LockProof;
import io.jenkins.plugins.mergegate.engine.lock.LockRequest;
import io.jenkins.plugins.mergegate.engine.lock.MergeLock;
import java.io.IOException;
import java.util.Optional;

/** The lock of a process. */
final class MortalLock extends MergeLock {
    private final GateProcess process;
    private final MergeLock real;

    MortalLock(GateProcess process, MergeLock real) {
        this.process = process;
        this.real = real;
    }

    @Override
    public LockAttempt tryAcquire(LockRequest request) throws IOException {
        return process.around(Moment.Port.LOCK, "take", () -> real.tryAcquire(request));
    }

    @Override
    public Optional<LockProof> find(LockName name, String token) throws IOException {
        return process.around(Moment.Port.LOCK, "find", () -> real.find(name, token));
    }

    @Override
    public void release(LockName name, String token) throws IOException {
        process.around(Moment.Port.LOCK, "release", () -> {
            real.release(name, token);
            return null;
        });
    }
}
