// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.trial;

import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.gate.BodyResult;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.gate.Phase;
import io.jenkins.plugins.mergegate.engine.gate.RetestPolicy;
import io.jenkins.plugins.mergegate.engine.gate.WhenBusy;
import io.jenkins.plugins.mergegate.engine.gitea.MergeStyle;
import io.jenkins.plugins.mergegate.testkit.model.Permission;
import io.jenkins.plugins.mergegate.testkit.model.PullRequest;
import io.jenkins.plugins.mergegate.testkit.model.User;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * One blow in one phase. A run whose branch is behind goes until the blow strikes and on to its end; then the weather is
 * fine again, the reaper settles what is left, and a second run follows. If that one does not get through either, people
 * put right what they are asked to, and a third run must.
 */
final class Cell implements AutoCloseable {
    static final String TASK = "feature/x";
    private static final int MAX_STEPS = 200;

    final World world;
    private final Phase phase;
    private final Blow blow;
    private final String firstMain;
    private final List<String> ends = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private User reviewer;
    private TrialRun run;
    private boolean struck;
    private boolean strikes;
    private boolean stopping;
    private boolean pointless;

    Cell(Path directory, Phase phase, Blow blow) {
        this.phase = phase;
        this.blow = blow;
        world = new World(directory);
        world.config = World.quick(phase != Phase.BYPASSED);
        world.repository.createBranch(TASK, World.TARGET);
        world.commit(TASK);
        firstMain = world.repository.head(World.TARGET);
        world.commit(World.TARGET);
        if (blow.needsPull()) {
            openPull();
        }
    }

    private void openPull() {
        long number =
                world.repository.openPullRequest(TASK, World.TARGET, "By hand").number();
        if (blow.needsApproval()) {
            reviewer = world.server.createUser("reviewer");
            world.repository.collaborator(reviewer, Permission.WRITE);
            world.repository.protect(
                    World.TARGET, rule -> rule.requiredApprovals(1).blockOnRejectedReviews(true));
            world.repository.approve(number, reviewer);
        }
    }

    /** What the table says. */
    String text() {
        return String.join(", then ", ends);
    }

    /** What should not be; empty when all is well. */
    List<String> wrong() {
        return wrong;
    }

    Cell go() {
        strikes = true;
        run = start();
        drive(run);
        strikes = false;
        if (!struck) {
            wrong.add("the run never came to " + phase);
        }
        calm();
        GateState first = settled(run);
        tell(first);
        if (pointless) {
            ends.set(0, ends.get(0) + " (no pull request was open any more)");
        }
        GateState last = next();
        tell(last);
        if (!isThrough(last)) {
            putRight();
            last = next();
            ends.add("put right");
            tell(last);
        }
        if (!isThrough(last)) {
            wrong.add("nobody gets through any more: " + Oracle.brief(last));
        }
        wrong.addAll(Oracle.broken(world));
        return this;
    }

    private void tell(GateState end) {
        if (end == null || end.ending() == null) {
            ends.add("record lost");
            return;
        }
        ends.add(end.ending().outcome()
                + (end.ending().reason() == null ? "" : "/" + end.ending().reason()));
    }

    private boolean isThrough(GateState end) {
        Outcome outcome = end.ending().outcome();
        return phase == Phase.BYPASSED
                ? outcome == Outcome.DISABLED
                : outcome == Outcome.MERGED || outcome == Outcome.ALREADY_IN_MAIN;
    }

    private GateState next() {
        TrialRun next = start();
        drive(next);
        world.settle();
        return settled(next);
    }

    private void calm() {
        world.calm();
        world.gitTimeout = Duration.ofMinutes(1);
        world.apiTimeout = Duration.ofSeconds(20);
        if (blow == Blow.TOKEN_REVOKED) {
            world.renewToken();
        }
        world.settle();
    }

    /** What people do who read what they are told. */
    private void putRight() {
        world.releaseHolds();
        if (!world.repository.hasBranch(TASK)) {
            world.repository.createBranch(TASK, World.TARGET);
            world.commit(TASK);
        }
        for (PullRequest pull : world.repository.pullRequests()) {
            if (!pull.merged() && pull.head().equals(TASK)) {
                world.repository.reopen(pull.number());
                world.repository.retarget(pull.number(), World.TARGET);
                if (reviewer != null) {
                    world.repository.approve(pull.number(), reviewer);
                }
            }
        }
    }

    private TrialRun start() {
        return trial(world.process(this::at), WhenBusy.WAIT);
    }

    private TrialRun trial(GateProcess process, WhenBusy whenBusy) {
        return new TrialRun(
                world,
                "run",
                process,
                UUID.randomUUID().toString(),
                world.request(TASK, MergeStyle.MERGE, RetestPolicy.ALWAYS, whenBusy, false),
                body -> BodyResult.green());
    }

    private void drive(TrialRun trial) {
        for (int steps = 0; !trial.isOver(); steps++) {
            if (steps > MAX_STEPS) {
                throw new AssertionError("the run comes to no end: " + trial);
            }
            world.pass(trial.due());
            trial.step(stopping);
        }
        // The interrupt of a signal does not outlive its process.
        Thread.interrupted();
        stopping = false;
    }

    /** What became of a run, by its own words or by its record. Null when its record is lost. */
    private GateState settled(TrialRun trial) {
        try {
            GateState told = world.ledger.told().get(trial.id());
            return told != null ? told : world.journal().read(trial.id()).orElse(null);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void at(Moment moment) throws IOException {
        if (!strikes || moment.process() != run.process) {
            return;
        }
        if (!struck && blow.needsApproval() && moment.what().equals(Phase.OPENING.name()) && moment.before()) {
            // The gate has pushed, and a careful reviewer looks again.
            open().forEach(pull -> world.repository.approve(pull.number(), reviewer));
        }
        boolean breaks = blow.breaks(Moment.Port.JOURNAL);
        boolean enters =
                moment.port() == Moment.Port.JOURNAL && moment.what().equals(phase.name()) && moment.before() == breaks;
        if (!struck && enters) {
            struck = true;
            pointless = blow.needsPull() && open().isEmpty();
            blow.strike(this);
        }
        if (struck && moment.before() && blow.breaks(moment.port())) {
            throw new IOException(blow == Blow.DISK_FULL ? "No space left on device" : "Read-only file system");
        }
    }

    String id() {
        return run.id();
    }

    String firstMain() {
        return firstMain;
    }

    User reviewer() {
        return reviewer;
    }

    List<PullRequest> open() {
        return world.repository.pullRequests().stream()
                .filter(PullRequest::open)
                .toList();
    }

    void kill() {
        run.process.end();
    }

    /** As the command does when a signal comes. */
    void stop() {
        stopping = true;
        if (phase.compareTo(Phase.PROVING) < 0) {
            Thread.currentThread().interrupt();
        }
    }

    /** Another gate on the same branch, from its beginning to its end. */
    void secondGate() {
        drive(trial(world.process(moment -> {}), WhenBusy.DEFER));
    }

    @Override
    public void close() {
        world.close();
    }
}
