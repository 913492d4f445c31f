// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.lock;

import hudson.model.Run;
import io.jenkins.plugins.mergegate.engine.lock.LockAttempt;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import io.jenkins.plugins.mergegate.engine.lock.LockProof;
import io.jenkins.plugins.mergegate.engine.lock.LockRequest;
import io.jenkins.plugins.mergegate.engine.lock.MergeLock;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The merge locks as a run of one build sees them. */
final class BuildLock extends MergeLock {
    /** Those in line are woken; this is for what nobody tells, as when a resource is freed by hand. */
    static final Duration RECHECK = Duration.ofSeconds(10);

    private final LockDesk desk;
    private final Run<?, ?> run;

    /** @param run null when its build is over and it is only settled */
    BuildLock(LockDesk desk, Run<?, ?> run) {
        this.desk = desk;
        this.run = run;
    }

    @Override
    public LockAttempt tryAcquire(LockRequest request) throws IOException {
        if (run == null) {
            throw new IOException("a run without a build gets no lock");
        }
        Turn turn = desk.ask(request, run);
        if (turn instanceof Turn.Mine mine) {
            return new LockAttempt.Acquired(proof(request.name(), request.token(), mine.since()));
        }
        Turn.Wait wait = (Turn.Wait) turn;
        return new LockAttempt.Busy(wait.by(), wait.closed(), wait.position(), RECHECK);
    }

    @Override
    public Optional<LockProof> find(LockName name, String token) throws IOException {
        return desk.find(name, token, run).map(seen -> proof(name, token, seen.since()));
    }

    @Override
    public void release(LockName name, String token) throws IOException {
        desk.release(name, token);
    }
}
