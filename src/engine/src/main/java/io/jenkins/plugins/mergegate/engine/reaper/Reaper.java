// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.reaper;

import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.gate.Attempt;
import io.jenkins.plugins.mergegate.engine.gate.Gate;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.gate.GateStep;
import io.jenkins.plugins.mergegate.engine.gate.Phase;
import io.jenkins.plugins.mergegate.engine.hold.Hold;
import io.jenkins.plugins.mergegate.engine.hold.HoldStore;
import io.jenkins.plugins.mergegate.engine.hold.Holds;
import io.jenkins.plugins.mergegate.engine.journal.FileJournal;
import io.jenkins.plugins.mergegate.engine.lock.HeldLock;
import io.jenkins.plugins.mergegate.engine.lock.LeaseFileLock;
import io.jenkins.plugins.mergegate.engine.lock.Liveness;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import io.jenkins.plugins.mergegate.engine.lock.ProcessId;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Brings to an end what dead runs left behind: their records are settled from git, then their locks are freed. One item
 * that fails never keeps the others from being looked at. Works on the runs of one Gitea server.
 */
public final class Reaper {
    private static final long STOPPING_SECONDS = 30;

    private final Gate gate;
    private final String server;
    private final LeaseFileLock lock;
    private final FileJournal journal;
    private final HoldStore holds;
    private final GateConfig.Reaper config;
    private final Clock clock;
    private Map<String, Integer> streaks = Map.of();

    public Reaper(
            Gate gate,
            String server,
            LeaseFileLock lock,
            FileJournal journal,
            HoldStore holds,
            GateConfig.Reaper config,
            Clock clock) {
        this.gate = gate;
        this.server = server;
        this.lock = lock;
        this.journal = journal;
        this.holds = holds;
        this.config = config;
        this.clock = clock;
    }

    /** What one tick found and did. */
    public record Tick(ReaperSnapshot snapshot, List<Reclaimed> locks) {}

    /** One look at everything. A dry run tells what it would reclaim and changes nothing. */
    public Tick tick(boolean dryRun) {
        return tick(config, dryRun);
    }

    /**
     * Only what is certainly dead: for the start of a run, and while it waits for a lock. Does not depend on
     * {@code reaper.enabled}: whoever stands in line may bury the dead in front of him.
     */
    public Tick recover() {
        return tick(
                new GateConfig.Reaper(
                        true, config.intervalSeconds(), Integer.MAX_VALUE, Integer.MAX_VALUE, true, false),
                false);
    }

    private Tick tick(GateConfig.Reaper rules, boolean dryRun) {
        Instant start = clock.instant();
        Work work = new Work(rules, dryRun);
        work.run();
        Duration took = Duration.between(start, clock.instant());
        return new Tick(
                new ReaperSnapshot(start, took, work.scanned, work.reclaimed(), work.settled.size(), work.errors),
                List.copyOf(work.locks));
    }

    /** One tick at work. */
    private final class Work {
        private final GateConfig.Reaper rules;
        private final boolean dryRun;
        /** A tick waits for a merge call that may still be at work; a run that waits for a lock comes back anyway. */
        private final boolean patient;

        private final List<Reclaimed> locks = new ArrayList<>();
        private final List<String> errors = new ArrayList<>();
        private int scanned;
        private final Set<String> settled = new HashSet<>();

        Work(GateConfig.Reaper rules, boolean dryRun) {
            this.rules = rules;
            this.dryRun = dryRun;
            this.patient = rules == config;
        }

        int reclaimed() {
            return (int) locks.stream().filter(Reclaimed::reclaimed).count();
        }

        void run() {
            try {
                List<GateState> unfinished = journal.unfinished();
                List<HeldLock> held = lock.held();
                scanned = held.size();
                judge(held, unfinished);
                if (!dryRun && rules.enabled()) {
                    settleWithoutLock(held, unfinished);
                }
            } catch (IOException | RuntimeException | StackOverflowError e) {
                errors.add(String.valueOf(e));
            }
        }

        private void judge(List<HeldLock> held, List<GateState> unfinished) throws IOException {
            List<Observation> seen = new ArrayList<>();
            for (HeldLock one : held) {
                seen.add(Observation.of(one, record(one, unfinished)));
            }
            ReaperDecision.Plan plan = ReaperDecision.decide(seen, streaks, rules, Duration.ZERO, Duration.ZERO);
            if (!dryRun && rules == config) {
                streaks = plan.streaks();
            }
            for (HeldLock one : held) {
                if (plan.verdicts().get(Observation.id(one)) instanceof Verdict.Reclaim verdict) {
                    locks.add(reclaim(one, verdict, record(one, unfinished)));
                }
            }
        }

        private Optional<GateState> record(HeldLock held, List<GateState> unfinished) throws IOException {
            Optional<GateState> open = Observation.recordOf(held, unfinished);
            return open.isPresent() || held.damaged() ? open : journal.read(held.token());
        }

        private Reclaimed reclaim(HeldLock held, Verdict.Reclaim verdict, Optional<GateState> record) {
            boolean done = false;
            if (!dryRun) {
                try {
                    if (verdict.abortFirst()) {
                        abort(held.process());
                    }
                    done = mayFree(held, verdict, record) && (lock.reclaim(held) || wasFreedBySettling(held));
                } catch (IOException | RuntimeException e) {
                    errors.add(held.key() + ": " + e);
                }
            }
            String resource = held.name() == null ? held.key() : held.name().toString();
            return new Reclaimed(resource, held.holder(), verdict.tier(), held.age(), done);
        }

        /** Whether its run is over, or can find out by itself that the lock is gone before it merges. */
        private boolean mayFree(HeldLock held, Verdict.Reclaim verdict, Optional<GateState> seen) throws IOException {
            boolean survived = verdict.abortFirst() && lock.liveness(held.process()) == Liveness.YES;
            if (verdict.settleFirst() && !survived) {
                return seen.isEmpty() || settle(seen.get());
            }
            Optional<GateState> now = held.damaged() ? Optional.empty() : journal.read(held.token());
            if (now.isEmpty()) {
                if (!held.damaged()) {
                    holdIfDamaged(held.token(), held.name());
                }
                return true;
            }
            return now.get().phase() == Phase.CLOSED
                    || verdict.tier() == Verdict.Tier.OVER_AGE && !isCalling(now.get());
        }

        /** Settling frees the lock of a run by itself; what another reaper settled is not this one's doing. */
        private boolean wasFreedBySettling(HeldLock held) throws IOException {
            return settled.contains(held.token())
                    && lock.held().stream()
                            .noneMatch(other -> Observation.id(other).equals(Observation.id(held)));
        }

        private void settleWithoutLock(List<HeldLock> held, List<GateState> unfinished) {
            for (GateState state : unfinished) {
                boolean hasLock = held.stream().anyMatch(one -> state.id().equals(one.token()));
                if (!hasLock && lock.liveness(state.owner()) == Liveness.NO) {
                    settle(state);
                }
            }
        }

        /** @return whether the run is over, so that its lock may go */
        private boolean settle(GateState seen) {
            if (!server.equals(seen.server())) {
                return false;
            }
            try {
                return journal.settling(seen.id())
                        .tryCall(() -> settleAlone(seen))
                        .orElse(false);
            } catch (IOException | RuntimeException | StackOverflowError e) {
                errors.add("run " + seen.id() + ": " + e);
                return false;
            }
        }

        /** What was seen at the beginning of the tick may be long ago: the record of now counts. */
        private boolean settleAlone(GateState seen) throws IOException {
            Optional<GateState> found = journal.read(seen.id());
            if (found.isEmpty()) {
                holdIfDamaged(seen.id(), seen.lockName());
                return true;
            }
            GateState now = found.get();
            if (now.phase() == Phase.CLOSED) {
                return true;
            }
            Liveness alive = lock.liveness(now.owner());
            if (alive == Liveness.YES || alive == Liveness.UNKNOWN && !now.equals(seen)) {
                return false;
            }
            GateStep step = gate.settle(now);
            if (step instanceof GateStep.Wait wait && patient && waited(wait.delay())) {
                step = gate.settle(step.state());
            }
            boolean closed = step.state().phase() == Phase.CLOSED;
            if (closed) {
                settled.add(seen.id());
            } else if (step instanceof GateStep.Finished) {
                errors.add("run " + seen.id() + " could not be settled");
            }
            return closed;
        }
    }

    private static boolean waited(Duration delay) {
        try {
            TimeUnit.MILLISECONDS.sleep(delay.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A run whose record cannot be read may have merged: nothing passes until somebody has looked. */
    private void holdIfDamaged(String id, LockName name) throws IOException {
        Optional<FileJournal.Damaged> damaged = journal.damaged().stream()
                .filter(record -> record.id().equals(id))
                .findFirst();
        if (damaged.isEmpty()) {
            return;
        }
        String message = "The record " + damaged.get().file() + " of a run that held " + name
                + " is damaged, so nobody knows whether it merged. Look at the last merge into " + name.target()
                + " and its pull request, then release this hold.";
        holds.raise(new Hold(
                Holds.id(Hold.Scope.TARGET, name.host(), name.repository(), name.target(), null),
                Hold.Scope.TARGET,
                name.host(),
                name.repository(),
                name.target(),
                null,
                null,
                Reason.GIT_ERROR,
                message,
                "reaper",
                clock.instant()));
    }

    /** Whether it has made a merge call whose answer it does not know. */
    private static boolean isCalling(GateState state) {
        if (state.merge() == null || state.merge().attempts().isEmpty()) {
            return false;
        }
        List<Attempt> attempts = state.merge().attempts();
        return attempts.get(attempts.size() - 1).status() == null;
    }

    /** Asks the holder to stop, as Ctrl-C would, and gives it time to release its lock itself. */
    private void abort(ProcessId process) {
        if (process == null || lock.liveness(process) != Liveness.YES) {
            return;
        }
        ProcessHandle.of(process.pid()).ifPresent(handle -> {
            handle.destroy();
            handle.onExit()
                    .completeOnTimeout(handle, STOPPING_SECONDS, TimeUnit.SECONDS)
                    .join();
        });
    }
}
