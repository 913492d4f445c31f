// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import io.jenkins.plugins.mergegate.engine.gate.GateRequest;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.hold.Hold;
import io.jenkins.plugins.mergegate.engine.lock.HeldLock;
import io.jenkins.plugins.mergegate.engine.reaper.Reaper;
import io.jenkins.plugins.mergegate.engine.reaper.Reclaimed;
import io.jenkins.plugins.mergegate.engine.text.Texts;
import java.util.ArrayList;
import java.util.List;

/** Holds, locks and runs as JSON and as lines for people. Pure. */
final class Views {
    private Views() {}

    static List<Json> holds(List<Hold> holds) {
        return holds.stream().map(Views::hold).toList();
    }

    static List<String> holdLines(List<Hold> holds) {
        return holds.stream().map(Views::holdLine).toList();
    }

    static List<Json> locks(List<HeldLock> locks) {
        return locks.stream().map(Views::lock).toList();
    }

    static List<String> lockLines(List<HeldLock> locks) {
        return locks.stream().map(Views::lockLine).toList();
    }

    static List<Json> runs(List<GateState> runs) {
        return runs.stream().map(Views::run).toList();
    }

    static List<String> runLines(List<GateState> runs) {
        return runs.stream().map(Views::runLine).toList();
    }

    static List<Json> reclaimed(List<Reclaimed> locks) {
        return locks.stream().map(Views::reclaimed).toList();
    }

    static List<String> reclaimedLines(List<Reclaimed> locks, boolean dryRun) {
        return locks.stream().map(lock -> reclaimedLine(lock, dryRun)).toList();
    }

    /** One look of the reaper. */
    static Json tick(Reaper.Tick tick) {
        return new Json()
                .with("time", tick.snapshot().time())
                .with("durationMillis", tick.snapshot().duration().toMillis())
                .with("scanned", tick.snapshot().scanned())
                .with("reclaimed", tick.snapshot().reclaimed())
                .with("settled", tick.snapshot().settled())
                .with("locks", reclaimed(tick.locks()))
                .with("errors", tick.snapshot().errors());
    }

    static List<String> tickLines(Reaper.Tick tick) {
        List<String> lines = new ArrayList<>();
        lines.add(tick.snapshot().time() + "  " + tick.snapshot().scanned() + " locks seen, "
                + tick.snapshot().settled() + " runs settled, "
                + tick.snapshot().reclaimed() + " locks freed");
        lines.addAll(reclaimedLines(tick.locks(), false));
        return lines;
    }

    private static Json reclaimed(Reclaimed lock) {
        return new Json()
                .with("resource", lock.resource())
                .with("holder", lock.holder())
                .with("tier", lock.tier())
                .with("heldSeconds", lock.held().toSeconds())
                .with("reclaimed", lock.reclaimed());
    }

    private static String reclaimedLine(Reclaimed lock, boolean dryRun) {
        String done = dryRun ? "would be freed" : lock.reclaimed() ? "freed" : "not freed";
        return lock.resource() + "  held by " + lock.holder() + " for " + Texts.duration(lock.held()) + "  "
                + lock.tier() + "  " + done;
    }

    private static Json hold(Hold hold) {
        return new Json()
                .with("id", hold.id())
                .with("scope", hold.scope())
                .with("server", hold.server())
                .with("repository", hold.repository())
                .with("target", hold.target())
                .with("branch", hold.branch())
                .with("sha", hold.sha())
                .with("reason", hold.reason())
                .with("message", hold.message())
                .with("by", hold.by())
                .with("since", hold.since());
    }

    private static String holdLine(Hold hold) {
        String what = hold.damaged()
                ? "(damaged)"
                : hold.server() + "/" + hold.repository() + " "
                        + (hold.scope() == Hold.Scope.TARGET
                                ? hold.target() + " is closed"
                                : hold.branch() + " at " + Texts.shortSha(hold.sha()) + " is parked");
        return hold.id() + "  " + what + "  " + hold.reason() + "  since " + hold.since() + "  " + hold.message();
    }

    private static Json lock(HeldLock lock) {
        return new Json()
                .with("resource", resource(lock))
                .with("holder", lock.holder())
                .with("token", lock.token())
                .with("alive", lock.alive())
                .with("since", lock.heldSince())
                .with("heldSeconds", lock.age().toSeconds())
                .with("expired", lock.expired())
                .with("waiting", lock.waiting());
    }

    private static String lockLine(HeldLock lock) {
        String alive =
                switch (lock.alive()) {
                    case YES -> "";
                    case NO -> "  (its process is gone)";
                    case UNKNOWN -> lock.damaged() ? "  (damaged)" : "  (its process cannot be seen from here)";
                };
        return resource(lock) + "  held by " + lock.holder() + " for " + Texts.duration(lock.age())
                + (lock.waiting() == 0 ? "" : ", " + lock.waiting() + " waiting") + alive;
    }

    /** The lock's name, or its file's where the name is not readable any more. */
    static String resource(HeldLock lock) {
        return lock.name() == null ? lock.key() : lock.name().toString();
    }

    private static Json run(GateState run) {
        GateRequest request = run.request();
        return new Json()
                .with("id", run.id())
                .with("server", run.server())
                .with("repository", request.repository())
                .with("branch", request.branch())
                .with("target", request.target())
                .with("holder", request.holder())
                .with("phase", run.phase())
                .with("phaseSince", run.phaseSince())
                .with("startedAt", run.startedAt())
                .with("outcome", run.ending() == null ? null : run.ending().outcome())
                .with("reason", run.ending() == null ? null : run.ending().reason())
                .with("message", run.ending() == null ? null : run.ending().message());
    }

    private static String runLine(GateState run) {
        GateRequest request = run.request();
        String what = run.ending() == null
                ? run.phase() + " since " + run.phaseSince() + "  by " + request.holder()
                : run.ending().outcome() + "  " + run.ending().message();
        return run.startedAt() + "  " + run.server() + "/" + request.repository() + "  " + request.branch() + " -> "
                + request.target() + "  " + what;
    }
}
