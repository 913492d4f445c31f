// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.lock;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Run;
import io.jenkins.plugins.mergegate.engine.lock.LeaseFileLock;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import io.jenkins.plugins.mergegate.engine.lock.LockRequest;
import io.jenkins.plugins.mergegate.engine.lock.MergeLock;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Hands out the merge locks of this Jenkins. Who holds one is told by its lockable resource alone; the desk adds what
 * the manager of these does not have: a line of runs that wait without a thread, in order of priority and time, and the
 * memory of who held a lock before a restart.
 *
 * <p>Two monitors, always in this order: first the manager's ({@link Resources#exclusively}), then the desk's own, which
 * guards the lines. Under the desk's own nothing else is called. Nobody is woken under either. Methods that take the
 * manager's may wait while it writes a file: they are not for the CPS VM thread.
 */
@Extension
public final class LockDesk {
    private static final Logger LOGGER = Logger.getLogger(LockDesk.class.getName());
    /** A run that waits asks every few seconds; who did not for so long was given up without a release. */
    private static final Duration ABANDONED = Duration.ofMinutes(10);

    private final Clock clock;
    private final Object guard = new Object();
    /** By {@link LeaseFileLock#key}. */
    private final Map<String, Line> lines = new HashMap<>();

    private final Map<String, Runnable> wakers = new HashMap<>();

    public LockDesk() {
        this(Clock.systemUTC());
    }

    LockDesk(Clock clock) {
        this.clock = clock;
    }

    public static LockDesk get() {
        return ExtensionList.lookupSingleton(LockDesk.class);
    }

    /**
     * The locks as one run sees them.
     *
     * @param run null for settling: it can only find and release
     */
    public MergeLock lockOf(@CheckForNull Run<?, ?> run) {
        return new BuildLock(this, run);
    }

    /**
     * From the journal at start-up, or of a killed build: {@code token} holds the lock until it is back or releases it.
     * Nobody else gets it, even if the resource shows no sign of it: it is saved a second late.
     *
     * @param holder for people
     */
    public void remember(LockName name, String token, String holder) {
        change(name, line -> line.remember(token, holder));
    }

    /**
     * At start-up: frees locks that were given back before, when that was not saved any more.
     *
     * @param over whether the run of a token is known to be over
     */
    public void freeReleased(Predicate<String> over) throws IOException {
        for (Seen seen : Resources.exclusively(() -> Resources.taken(name -> name.startsWith(StaleLocks.PREFIX)))) {
            if (seen.state() == Seen.State.OURS && over.test(seen.token())) {
                reclaim(seen);
            }
        }
    }

    /**
     * After a restart the run of {@code token} is there again. Its resource is taken again when a crash lost it and it is
     * free.
     *
     * @return whether it holds the lock now; false when somebody else has it, or the build is over
     */
    public boolean back(LockName name, String token, Run<?, ?> run) throws IOException {
        return Resources.exclusively(() -> {
            Seen seen = Resources.look(name);
            if (seen.state() == Seen.State.FREE && Builds.goesOn(run)) {
                seen = take(name, run.getFullDisplayName(), token, run);
            }
            boolean holds = seen.isHeldBy(token, run.getExternalizableId());
            if (holds) {
                change(name, line -> line.served(token));
            }
            return holds;
        });
    }

    /**
     * Calls {@code wake} when the run of {@code token} should ask for its lock again: in any thread, perhaps for
     * nothing. It must be quick. To miss no turn, it is to be set before the run asks for the first time.
     *
     * @param wake null to be left alone
     */
    public void onTurn(String token, @CheckForNull Runnable wake) {
        synchronized (guard) {
            if (wake == null) {
                wakers.remove(token);
            } else {
                wakers.put(token, wake);
            }
        }
    }

    /** The build that has the lock's resource, also when it is not through the gate; null for none. */
    @CheckForNull
    public Run<?, ?> holder(LockName name) {
        try {
            return Resources.exclusively(() -> Resources.build(name));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Wakes the first of every line: a build may have ended, or a resource been freed by hand. */
    public void poke() {
        names().forEach(this::wakeFirst);
    }

    /** Wakes everybody in every line, as when the gate is paused. */
    void wakeAll() {
        names().forEach(name -> wake(living(name)));
    }

    private List<LockName> names() {
        synchronized (guard) {
            return lines.values().stream().map(Line::name).toList();
        }
    }

    /** Wakes everybody who waits for a lock: what has changed concerns all of them, as a target that is closed. */
    public void wakeLine(LockName name) {
        wake(living(name));
    }

    /** Every lock that somebody has or waits for. */
    public List<LockView> views() {
        try {
            return Resources.exclusively(() -> {
                List<LockView.Known> known = names().stream()
                        .map(name -> new LockView.Known(name, living(name), read(name, Line::remembered, Map.of())))
                        .toList();
                List<Seen> taken = Resources.taken(name -> name.startsWith(StaleLocks.PREFIX));
                return LockView.of(taken, known, AdmissionDesk.get().current());
            });
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    Turn ask(LockRequest request, Run<?, ?> run) throws IOException {
        LockName name = request.name();
        String token = request.token();
        String build = run.getExternalizableId();
        return Resources.exclusively(() -> {
            requireGoingOn(run);
            Seen seen = Resources.look(name);
            change(name, line -> line.join(new Waiter(request, run, clock.instant())));
            List<LockRequest> waiting =
                    living(name).stream().map(Waiter::request).toList();
            Turn turn = Turn.decide(
                    seen,
                    request,
                    build,
                    read(name, Line::remembered, Map.of()),
                    waiting,
                    AdmissionDesk.get().current());
            if (turn instanceof Turn.Take) {
                Seen now = take(name, request.holder(), token, run);
                turn = now.isHeldBy(token, build) ? new Turn.Mine(now.since()) : new Turn.Wait(now.by(), null, 1);
            }
            if (turn instanceof Turn.Mine) {
                change(name, line -> line.served(token));
            }
            return turn;
        });
    }

    /** The lock of {@code token}. With {@code run} it must be held by that build, and the build must go on. */
    Optional<Seen> find(LockName name, String token, @CheckForNull Run<?, ?> run) throws IOException {
        return Resources.exclusively(() -> Optional.of(Resources.look(name))
                .filter(seen -> run == null
                        ? seen.isHeldBy(token)
                        : seen.isHeldBy(token, run.getExternalizableId()) && Builds.goesOn(run)));
    }

    void release(LockName name, String token) throws IOException {
        try {
            Resources.exclusively(() -> {
                Seen seen = Resources.look(name);
                return seen.isHeldBy(token) && Resources.free(seen);
            });
        } finally {
            leave(name, token);
        }
    }

    /** Takes a lock away as it was judged: out of these hands, or from nobody. @return whether this call did it */
    boolean reclaim(Seen judged) throws IOException {
        boolean done = Resources.exclusively(() -> Resources.free(judged));
        if (done) {
            LOGGER.log(
                    Level.INFO, "Freed {0}, which {1} had not given back", new Object[] {judged.resource(), judged.by()
                    });
            LockName.parse(judged.resource()).ifPresent(name -> leave(name, String.valueOf(judged.token())));
        }
        return done;
    }

    /** Whether a lock is held as it was seen. */
    boolean isStill(Seen seen) throws IOException {
        return Resources.exclusively(() -> Resources.isStill(seen));
    }

    private static Seen take(LockName name, String holder, String token, Run<?, ?> run) throws IOException {
        Seen seen = Resources.take(name, holder, token, run);
        if (!Builds.goesOn(run)) {
            // It ended in between, and what ends a build frees its resources only once.
            Resources.free(seen);
            requireGoingOn(run);
        }
        return seen;
    }

    private static void requireGoingOn(Run<?, ?> run) throws IOException {
        if (!Builds.goesOn(run)) {
            throw new IOException("the build " + run.getFullDisplayName() + " is over, so it gets no lock");
        }
    }

    private void leave(LockName name, String token) {
        change(name, line -> line.served(token));
        wakeFirst(name);
    }

    private void wakeFirst(LockName name) {
        List<Waiter> line = living(name);
        wake(line.isEmpty() ? line : line.subList(0, 1));
    }

    private void wake(List<Waiter> waiters) {
        List<Runnable> wakes;
        synchronized (guard) {
            wakes = waiters.stream()
                    .map(waiter -> wakers.get(waiter.token()))
                    .filter(Objects::nonNull)
                    .toList();
        }
        for (Runnable wake : wakes) {
            try {
                wake.run();
            } catch (RuntimeException e) {
                LOGGER.log(Level.WARNING, "A run that waits for a lock could not be woken; it asks again by itself", e);
            }
        }
    }

    /** Those who wait, in the order in which they get their turn. Who is dead leaves the line; that is found out outside the desk's monitor. */
    private List<Waiter> living(LockName name) {
        Instant oldest = clock.instant().minus(ABANDONED);
        List<Waiter> alive = new ArrayList<>();
        List<Waiter> dead = new ArrayList<>();
        for (Waiter waiter : read(name, Line::waiting, List.<Waiter>of())) {
            boolean lives = !waiter.askedAt().isBefore(oldest) && Builds.goesOn(waiter.run());
            (lives ? alive : dead).add(waiter);
        }
        if (!dead.isEmpty()) {
            change(name, line -> line.drop(dead));
        }
        return AdmissionDesk.get()
                .current()
                .order(alive, waiter -> waiter.request().queuedAt());
    }

    private <T> T read(LockName name, Function<Line, T> question, T none) {
        synchronized (guard) {
            Line line = lines.get(LeaseFileLock.key(name));
            return line == null ? none : question.apply(line);
        }
    }

    private void change(LockName name, Consumer<Line> change) {
        String key = LeaseFileLock.key(name);
        synchronized (guard) {
            Line line = lines.computeIfAbsent(key, absent -> new Line(name));
            change.accept(line);
            if (line.isEmpty()) {
                lines.remove(key);
            }
        }
    }
}
