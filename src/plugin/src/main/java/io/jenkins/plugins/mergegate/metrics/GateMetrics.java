// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.metrics;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricSet;
import com.codahale.metrics.Timer;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.gate.Attempt;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.gate.Phase;
import io.jenkins.plugins.mergegate.engine.gitea.AnswerClass;
import io.jenkins.plugins.mergegate.engine.hold.Hold;
import io.jenkins.plugins.mergegate.hold.HoldDesk;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import jenkins.metrics.api.MetricProvider;
import org.jenkinsci.plugins.variant.OptionalExtension;

/**
 * Counts for the metrics plugin, and so for all who read its registry. The names are fixed: they grow with nothing. Counts
 * begin anew with each start of Jenkins.
 */
@OptionalExtension(requirePlugins = "metrics")
public final class GateMetrics extends MetricProvider implements GateObserver {
    private static final String PREFIX = "merge-gate.";

    private final Map<String, Metric> metrics = new TreeMap<>();
    /** Since when the runs wait that stand in line now. */
    private final Map<String, Instant> waiting = new ConcurrentHashMap<>();

    public GateMetrics() {
        for (Outcome outcome : Outcome.values()) {
            counter("outcomes", outcome);
        }
        for (Reason reason : Reason.values()) {
            counter("reasons", reason);
        }
        for (AnswerClass answer : AnswerClass.values()) {
            counter("merge-answers", answer);
        }
        for (Phase phase : Phase.values()) {
            put("phases." + word(phase), new Timer());
        }
        put("lock.wait", new Timer());
        put("lock.hold", new Timer());
        put("reclaims", new Counter());
        put("holds.raised", new Counter());
        put("holds.open", (Gauge<Integer>) () -> HoldDesk.get().lastRows().size());
        put("queue.length", (Gauge<Integer>) waiting::size);
        put("queue.head-age-seconds", (Gauge<Long>) this::headAge);
    }

    @NonNull
    @Override
    public MetricSet getMetricSet() {
        return () -> Map.copyOf(metrics);
    }

    @Override
    public void written(GateState state) {
        GateState.LockRecord lock = state.lock();
        if (state.phase() == Phase.QUEUED && lock != null && lock.acquiredAt() == null) {
            waiting.put(state.id(), lock.queuedAt());
        } else {
            waiting.remove(state.id());
        }
        if (state.phase() == Phase.CLOSED) {
            closed(state);
        }
    }

    private void closed(GateState end) {
        count("outcomes", end.ending().outcome());
        Reason reason = end.ending().reason();
        if (reason != null) {
            count("reasons", reason);
        }
        for (Attempt attempt :
                end.merge() == null ? List.<Attempt>of() : end.merge().attempts()) {
            if (attempt.kind() != null) {
                count("merge-answers", attempt.kind());
            }
        }
        end.timings().forEach((phase, millis) -> timed("phases." + phase.replace('_', '-'), Duration.ofMillis(millis)));
        if (end.lock() != null && end.lock().acquiredAt() != null) {
            timed(
                    "lock.wait",
                    Duration.between(end.lock().queuedAt(), end.lock().acquiredAt()));
            if (end.lock().releasedAt() != null) {
                timed(
                        "lock.hold",
                        Duration.between(end.lock().acquiredAt(), end.lock().releasedAt()));
            }
        }
    }

    @Override
    public void raised(Hold hold) {
        counted("holds.raised").inc();
    }

    @Override
    public void reclaimed(int locks) {
        counted("reclaims").inc(locks);
    }

    /** Of the run that waits longest, in any line; 0 when nobody waits. */
    private long headAge() {
        return waiting.values().stream()
                .min(Comparator.naturalOrder())
                .map(since -> Math.max(0, Duration.between(since, Instant.now()).toSeconds()))
                .orElse(0L);
    }

    private void counter(String group, Enum<?> what) {
        put(group + "." + word(what), new Counter());
    }

    private void put(String name, Metric metric) {
        metrics.put(PREFIX + name, metric);
    }

    private void count(String group, Enum<?> what) {
        counted(group + "." + word(what)).inc();
    }

    private Counter counted(String name) {
        return (Counter) metrics.get(PREFIX + name);
    }

    private void timed(String name, Duration took) {
        if (metrics.get(PREFIX + name) instanceof Timer timer) {
            timer.update(took.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private static String word(Enum<?> what) {
        return what.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
