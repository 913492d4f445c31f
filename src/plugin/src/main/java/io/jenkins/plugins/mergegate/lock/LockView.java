// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.lock;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.mergegate.engine.lock.LeaseFileLock;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import io.jenkins.plugins.mergegate.engine.lock.LockRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One merge lock at one moment, for pages: plain values that name no live thing.
 *
 * @param holder null when nobody has it
 * @param line who waits, in order
 */
public record LockView(LockName name, @CheckForNull Party holder, List<Waiting> line) {
    /**
     * Who has a lock, or is to have it.
     *
     * @param words as runs print it
     * @param token of a gate run; null for anybody else
     * @param build {@code job#12} or {@code job #12}; null when it is no build's
     * @param since null when not known
     */
    public record Party(
            String words,
            @CheckForNull String token,
            @CheckForNull String build,
            @CheckForNull Instant since) {}

    /**
     * A run in line.
     *
     * @param position 1 = next
     * @param inTheWay null when nobody is
     * @param closed why the gate is closed to it, part of a sentence; null when it is not
     */
    public record Waiting(
            String token,
            String build,
            int priority,
            Instant since,
            int position,
            @CheckForNull Party inTheWay,
            @CheckForNull String closed) {}

    /**
     * What the desk knows of a lock beside its resource.
     *
     * @param line in order
     * @param remembered by token, who held it before a restart
     */
    record Known(LockName name, List<Waiter> line, Map<String, String> remembered) {}

    /** Pure. Of one lock there is one {@link Known} at most, whatever the spelling of its name. */
    static List<LockView> of(List<Seen> taken, List<Known> known, Admission admission) {
        Map<String, Seen> held = new LinkedHashMap<>();
        Map<String, Known> locks = new LinkedHashMap<>();
        for (Seen seen : taken) {
            LockName.parse(seen.resource()).ifPresent(name -> {
                held.put(LeaseFileLock.key(name), seen);
                locks.put(LeaseFileLock.key(name), new Known(name, List.of(), Map.of()));
            });
        }
        for (Known lock : known) {
            if (!lock.line().isEmpty() || !lock.remembered().isEmpty()) {
                locks.merge(
                        LeaseFileLock.key(lock.name()),
                        lock,
                        (resource, more) -> new Known(resource.name(), more.line(), more.remembered()));
            }
        }
        List<LockView> views = new ArrayList<>();
        locks.forEach((key, lock) -> views.add(
                view(lock, held.getOrDefault(key, Seen.free(lock.name().toString())), admission)));
        return views;
    }

    private static LockView view(Known lock, Seen seen, Admission admission) {
        List<Waiter> line = lock.line();
        Map<String, String> remembered = lock.remembered();
        List<LockRequest> requests = line.stream().map(Waiter::request).toList();
        List<Waiting> waiting = new ArrayList<>();
        for (Waiter waiter : line) {
            LockRequest request = waiter.request();
            String build = waiter.run().getExternalizableId();
            Turn turn = Turn.decide(seen, request, build, remembered, requests, admission);
            Party inTheWay = turn instanceof Turn.Wait wait && wait.by() != null
                    ? party(wait.by(), seen, remembered, line.get(0))
                    : null;
            waiting.add(new Waiting(
                    request.token(),
                    build,
                    request.priority(),
                    request.queuedAt(),
                    waiting.size() + 1,
                    inTheWay,
                    turn instanceof Turn.Wait wait ? wait.closed() : null));
        }
        return new LockView(lock.name(), holder(seen, remembered), waiting);
    }

    @CheckForNull
    private static Party holder(Seen seen, Map<String, String> remembered) {
        if (seen.state() != Seen.State.FREE) {
            return new Party(seen.by(), seen.token(), seen.build(), seen.since());
        }
        return remembered.entrySet().stream()
                .findFirst()
                .map(one -> new Party(one.getValue(), one.getKey(), one.getValue(), null))
                .orElse(null);
    }

    /** Whose words {@link Turn.Wait#by} are. */
    private static Party party(String words, Seen seen, Map<String, String> remembered, Waiter first) {
        Party holder = holder(seen, remembered);
        return holder == null
                ? new Party(words, first.token(), first.run().getExternalizableId(), null)
                : new Party(words, holder.token(), holder.build(), holder.since());
    }
}
