// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.lock;

import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.lock.LeaseFileLock;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import io.jenkins.plugins.mergegate.engine.reaper.HolderState;
import io.jenkins.plugins.mergegate.engine.reaper.Observation;
import io.jenkins.plugins.mergegate.engine.reaper.Reaper;
import io.jenkins.plugins.mergegate.engine.reaper.ReaperDecision;
import io.jenkins.plugins.mergegate.engine.reaper.ReaperSnapshot;
import io.jenkins.plugins.mergegate.engine.reaper.Reclaimed;
import io.jenkins.plugins.mergegate.engine.reaper.Verdict;
import io.jenkins.plugins.mergegate.engine.state.StateId;
import io.jenkins.plugins.mergegate.metrics.GateObserver;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Finds merge locks whose builds are over, gone, or too slow, and frees them; also what a {@code lock} step that used the
 * name of one left behind when its build ended. What somebody else holds is left alone: a reservation, or a {@code lock}
 * step of a build that goes on. A lock that fails never keeps the others from being looked at. One object for a look, or
 * for many in a row.
 */
public final class StaleLocks {
    public static final String PREFIX = "merge-gate/";

    private final LockDesk desk;
    private final Settler settler;
    private final Predicate<String> which;
    private final Clock clock;
    private Map<String, Integer> streaks = Map.of();
    private Set<String> tokens = Set.of();

    /** @param prefix of the names of the resources to look at; begins with {@link #PREFIX} */
    public StaleLocks(LockDesk desk, Settler settler, String prefix, Clock clock) {
        this(desk, settler, clock, name -> name.startsWith(prefix));
    }

    private StaleLocks(LockDesk desk, Settler settler, Clock clock, Predicate<String> which) {
        this.desk = desk;
        this.settler = settler;
        this.clock = clock;
        this.which = which;
    }

    /** For looks at one lock, in whatever spelling its resource is named. */
    public static StaleLocks of(LockName lock, LockDesk desk, Settler settler, Clock clock) {
        String key = LeaseFileLock.key(lock);
        return new StaleLocks(
                desk,
                settler,
                clock,
                name -> LockName.parse(name)
                        .filter(other -> LeaseFileLock.key(other).equals(key))
                        .isPresent());
    }

    /**
     * One look at everything. Its list has the stale locks and, with no tier, what is not a merge lock; a lock that is in
     * use is not in it. A dry run changes nothing.
     *
     * @param upFor how long Jenkins has been up
     * @param grace nothing is judged before {@code upFor} reaches it, nor a lock that is younger; zero for none
     */
    public Reaper.Tick tick(GateConfig.Reaper rules, boolean dryRun, Duration upFor, Duration grace) {
        Judged judged = judge(rules, dryRun, lock -> true, upFor, grace);
        return new Reaper.Tick(
                judged.snapshot(), judged.locks().stream().map(Stale::lock).toList());
    }

    /** What a dry run showed is named by its id when it is to be freed: a lock in other hands is another one. */
    public record Stale(String id, Reclaimed lock) {}

    /** @param snapshot what was done */
    public record Judged(ReaperSnapshot snapshot, List<Stale> locks) {}

    /**
     * As {@link #tick}, at once and for some locks; without any grace, for a person decides.
     *
     * @param chosen the ids of those to look at; any other is as if it were not there
     */
    public Judged judge(GateConfig.Reaper rules, boolean dryRun, Predicate<String> chosen) {
        return judge(rules, dryRun, chosen, Duration.ZERO, Duration.ZERO);
    }

    private Judged judge(
            GateConfig.Reaper rules, boolean dryRun, Predicate<String> chosen, Duration upFor, Duration grace) {
        Instant start = clock.instant();
        Look look = new Look(rules, dryRun);
        try {
            List<Seen> taken = Resources.exclusively(() -> Resources.taken(which));
            look.judge(taken.stream().filter(one -> chosen.test(publicId(one))).toList(), upFor, grace);
        } catch (IOException | RuntimeException e) {
            look.errors.add(String.valueOf(e));
        }
        int reclaimed =
                (int) look.rows.stream().filter(row -> row.lock().reclaimed()).count();
        GateObserver.tell(observer -> observer.reclaimed(reclaimed));
        Duration took = Duration.between(start, clock.instant());
        return new Judged(
                new ReaperSnapshot(start, took, look.scanned, reclaimed, look.settled, look.errors),
                List.copyOf(look.rows));
    }

    /** Of the runs whose locks the last look judged. */
    public Set<String> tokens() {
        return tokens;
    }

    private final class Look {
        private final GateConfig.Reaper rules;
        private final boolean dryRun;
        private final List<Stale> rows = new ArrayList<>();
        private final List<String> errors = new ArrayList<>();
        private int scanned;
        private int settled;

        Look(GateConfig.Reaper rules, boolean dryRun) {
            this.rules = rules;
            this.dryRun = dryRun;
        }

        void judge(List<Seen> taken, Duration upFor, Duration grace) {
            List<Observation> seen = new ArrayList<>();
            for (Seen one : taken) {
                if (one.build() != null) {
                    seen.add(observation(one));
                }
            }
            scanned = seen.size();
            tokens = taken.stream().map(Seen::token).filter(Objects::nonNull).collect(Collectors.toUnmodifiableSet());
            ReaperDecision.Plan plan = ReaperDecision.decide(seen, streaks, rules, upFor, grace);
            if (!dryRun) {
                streaks = plan.streaks();
            }
            for (Seen one : taken) {
                if (one.build() == null) {
                    rows.add(stale(one, new Reclaimed(one.resource(), one.by(), null, Duration.ZERO, false)));
                } else if (plan.verdicts().get(id(one)) instanceof Verdict.Reclaim verdict) {
                    rows.add(stale(one, reclaim(one, verdict)));
                }
            }
        }

        private Reclaimed reclaim(Seen held, Verdict.Reclaim verdict) {
            boolean done = false;
            if (!dryRun) {
                try {
                    done = free(held, verdict);
                } catch (IOException | RuntimeException e) {
                    errors.add(held.resource() + ": " + e);
                }
            }
            return new Reclaimed(held.resource(), held.by(), verdict.tier(), age(held), done);
        }

        /** The lock goes when its run is over, or can find out by itself that it is gone before it merges. */
        private boolean free(Seen held, Verdict.Reclaim verdict) throws IOException {
            String token = held.token();
            if (token == null) {
                return desk.reclaim(held);
            }
            if (verdict.tier() == Verdict.Tier.OVER_AGE && settler.isMerging(token, held.build())) {
                return false;
            }
            if (verdict.abortFirst()) {
                settler.abort(token, held.build());
            }
            boolean survived = verdict.abortFirst() && settler.isLive(token);
            if (!verdict.settleFirst() || survived) {
                return !settler.isMerging(token, held.build()) && desk.reclaim(held);
            }
            // Settling frees the lock by itself; what somebody else freed before is not this one's doing.
            boolean wasThere = desk.isStill(held);
            boolean over = settler.settle(token, held.build());
            settled += over ? 1 : 0;
            return over && (desk.reclaim(held) || wasThere);
        }
    }

    /** What a {@code lock} step of a dead build has left is nobody's: there is no run to settle. */
    private Observation observation(Seen held) {
        boolean ours = held.state() == Seen.State.OURS;
        HolderState state = ours ? Holders.state(settler, held.token(), held.build()) : HolderState.FINISHED;
        return new Observation(id(held), state, age(held), ours);
    }

    private Duration age(Seen held) {
        Instant now = clock.instant();
        return held.since().isAfter(now) ? Duration.ZERO : Duration.between(held.since(), now);
    }

    private static Stale stale(Seen seen, Reclaimed lock) {
        return new Stale(publicId(seen), lock);
    }

    /** The same as long as {@link Seen#isHeldAs} is true; for a form, so without anything that must be escaped. */
    private static String publicId(Seen held) {
        return StateId.digest(
                16, held.resource(), held.state().name(), String.valueOf(held.token()), String.valueOf(held.build()));
    }

    /** A successor in the same resource is another lock. */
    private static String id(Seen held) {
        return held.resource() + "#" + held.token();
    }
}
