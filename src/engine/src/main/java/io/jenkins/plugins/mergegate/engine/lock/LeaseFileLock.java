// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.lock;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The merge lock of processes that share a state directory. Every change of a lease is made under a guard that the
 * operating system frees when its process dies, and every lease appears and disappears as a whole. A lease of a dead
 * holder stays until somebody calls {@link #reclaim}: what its run had done must be settled first.
 */
public final class LeaseFileLock extends MergeLock {
    /** A damaged lease that is younger may be one that is being written where hard links are not to be had. */
    private static final Duration DAMAGED_AGE = Duration.ofMinutes(1);

    /** Nobody tells a process that a file is gone. */
    static final Duration RECHECK = Duration.ofMillis(500);

    private final LeaseFiles files;
    private final Duration ttl;
    private final Clock clock;
    private final ProcessId self;
    private final ProcessJudge judge;

    /**
     * @param ttl how long a run of this process needs the lock at most; written for others to judge
     * @param self this process, see {@link LocalProcesses#self}
     */
    public LeaseFileLock(Path stateDir, Duration ttl, Clock clock, ProcessId self) {
        this(stateDir, ttl, clock, self, new LocalProcesses());
    }

    LeaseFileLock(Path stateDir, Duration ttl, Clock clock, ProcessId self, ProcessTable processes) {
        this.files = new LeaseFiles(stateDir);
        this.ttl = ttl;
        this.clock = clock;
        this.self = self;
        this.judge = new ProcessJudge(self, processes);
    }

    /** Names the lock in {@link HeldLock#key}. */
    public static String key(LockName name) {
        return LeaseFiles.key(name);
    }

    /** A lease that the token holds already, as of a run that died, is taken over in the name of this process. */
    @Override
    public LockAttempt tryAcquire(LockRequest request) throws IOException {
        String key = key(request.name());
        Optional<LeaseFiles.Found> found = files.read(key);
        if (!isHeldBy(found, request.token())) {
            List<Ticket> waiting = line(key).join(ticket(request), clock.instant());
            Optional<LockAttempt> busy = busy(found, waiting, request.token());
            if (busy.isPresent()) {
                return busy.get(); // Those who wait do not crowd the guard.
            }
        }
        return files.guard(key).call(() -> acquire(key, request, clock.instant()));
    }

    private LockAttempt acquire(String key, LockRequest request, Instant now) throws IOException {
        Optional<LeaseFiles.Found> found = files.read(key);
        if (isHeldBy(found, request.token())) {
            Lease held = found.orElseThrow().lease();
            Lease mine = lease(request, held.acquiredAt());
            if (!mine.equals(held)) {
                files.replace(key, mine);
            }
            return acquired(key, request, held.acquiredAt());
        }
        Optional<LockAttempt> busy = busy(found, line(key).with(ticket(request), now), request.token());
        if (busy.isPresent()) {
            return busy.get();
        }
        if (!files.create(key, lease(request, now), now)) {
            return new LockAttempt.Busy("somebody who ignores the guard", 1, RECHECK);
        }
        return acquired(key, request, now);
    }

    /** Empty when the token is the next one and the lock is free. */
    private static Optional<LockAttempt> busy(Optional<LeaseFiles.Found> found, List<Ticket> waiting, String token) {
        int position = 1;
        while (!waiting.get(position - 1).token().equals(token)) {
            position++;
        }
        if (found.isPresent()) {
            return Optional.of(new LockAttempt.Busy(holder(found.get()), position, RECHECK));
        }
        return position == 1
                ? Optional.empty()
                : Optional.of(new LockAttempt.Busy(waiting.get(0).holder(), position, RECHECK));
    }

    private LockAttempt acquired(String key, LockRequest request, Instant since) throws IOException {
        line(key).leave(request.token());
        return new LockAttempt.Acquired(proof(request.name(), request.token(), since));
    }

    @Override
    public Optional<LockProof> find(LockName name, String token) throws IOException {
        Optional<LeaseFiles.Found> found = files.read(key(name));
        return isHeldBy(found, token)
                ? Optional.of(proof(name, token, found.orElseThrow().lease().acquiredAt()))
                : Optional.empty();
    }

    @Override
    public void release(LockName name, String token) throws IOException {
        String key = key(name);
        files.guard(key).call(() -> {
            line(key).leave(token);
            if (isHeldBy(files.read(key), token)) {
                files.remove(key);
            }
            return null;
        });
    }

    /** Every lease, by name; a damaged one is among them. */
    public List<HeldLock> held() throws IOException {
        List<HeldLock> held = new ArrayList<>();
        for (String key : files.keys()) {
            Optional<LeaseFiles.Found> found = files.read(key);
            if (found.isPresent()) {
                held.add(describe(key, found.get(), clock.instant()));
            }
        }
        return held;
    }

    /**
     * Takes the lock away from {@code token}, whose run is known to be over or dead and settled.
     *
     * @return whether this call did it; false when the token does not hold it (any more)
     */
    public boolean reclaim(LockName name, String token) throws IOException {
        return token != null && reclaim(key(name), token);
    }

    /**
     * The same for a lock as it was judged. A damaged lease goes only when it is older than a minute and still
     * damaged.
     */
    public boolean reclaim(HeldLock judged) throws IOException {
        return reclaim(judged.key(), judged.token());
    }

    private boolean reclaim(String key, String token) throws IOException {
        return files.guard(key).call(() -> {
            Optional<LeaseFiles.Found> found = files.read(key);
            boolean same = token == null ? isOldAndDamaged(found) : isHeldBy(found, token);
            return same && files.bury(key, found.orElseThrow());
        });
    }

    /** Whether a process that wrote a record is still there. */
    public Liveness liveness(ProcessId process) {
        return judge.judge(process);
    }

    private HeldLock describe(String key, LeaseFiles.Found found, Instant now) throws IOException {
        int waiting = line(key).live(now).size();
        Lease lease = found.lease();
        if (lease == null) {
            Instant since = found.written();
            return new HeldLock(
                    key, null, null, holder(found), null, Liveness.UNKNOWN, since, age(since, now), null, waiting);
        }
        return new HeldLock(
                key,
                LockName.parse(lease.name()).orElseThrow(),
                lease.token(),
                holder(found),
                lease.process(),
                judge.judge(lease.process()),
                lease.acquiredAt(),
                age(lease.acquiredAt(), now),
                lease.ttl(),
                waiting);
    }

    private boolean isOldAndDamaged(Optional<LeaseFiles.Found> found) {
        return found.filter(file -> file.lease() == null)
                .filter(file -> age(file.written(), clock.instant()).compareTo(DAMAGED_AGE) > 0)
                .isPresent();
    }

    private static boolean isHeldBy(Optional<LeaseFiles.Found> found, String token) {
        return found.map(LeaseFiles.Found::lease)
                .filter(lease -> lease.token().equals(token))
                .isPresent();
    }

    private WaitingLine line(String key) {
        return new WaitingLine(files.line(key), judge);
    }

    private Ticket ticket(LockRequest request) {
        return Ticket.of(request, self);
    }

    private Lease lease(LockRequest request, Instant acquiredAt) {
        return Lease.of(request, self, acquiredAt, ttl);
    }

    private static String holder(LeaseFiles.Found found) {
        Lease lease = found.lease();
        if (lease == null) {
            return "unknown (the lease file is damaged)";
        }
        return lease.holder() == null ? lease.host() + " pid " + lease.pid() : lease.holder();
    }

    private static Duration age(Instant since, Instant now) {
        return since.isAfter(now) ? Duration.ZERO : Duration.between(since, now);
    }
}
