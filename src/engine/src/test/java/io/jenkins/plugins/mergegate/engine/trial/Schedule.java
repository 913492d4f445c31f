// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.trial;

import io.jenkins.plugins.mergegate.engine.gate.BodyResult;
import io.jenkins.plugins.mergegate.engine.gate.RetestPolicy;
import io.jenkins.plugins.mergegate.engine.gate.WhenBusy;
import io.jenkins.plugins.mergegate.engine.gitea.MergeStyle;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * Several gates, people, faults, crashes and the reaper in an order that one number decides. Everything happens on one
 * thread: between two steps of a run, and also in the middle of a step, wherever it calls one of its ports.
 */
final class Schedule {
    private static final int MAX_STEPS = 400;
    private static final List<String> BRANCHES = List.of("feature/a", "feature/b");

    private final World world;
    private final Random random;
    private final People people;
    private final Weather weather;
    private final List<TrialRun> runs = new ArrayList<>();
    private final Map<GateProcess, Integer> lifetimes = new HashMap<>();
    private final List<String> story = new ArrayList<>();
    private int depth;
    private boolean quiet;

    Schedule(World world, long seed) {
        this.world = world;
        // Neighbouring seeds of Random begin alike.
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        this.people = new People(world, random, BRANCHES);
        this.weather = new Weather(world, random);
    }

    /** What happened, line by line. */
    List<String> story() {
        return story;
    }

    void run() {
        begin();
        int wanted = 2 + random.nextInt(3);
        int steps = 0;
        while (runs.size() < wanted || runs.stream().anyMatch(run -> !run.isOver())) {
            if (++steps > MAX_STEPS) {
                throw new AssertionError("the runs come to no end");
            }
            quiet = steps > MAX_STEPS / 4;
            turn(wanted);
        }
        world.settle();
    }

    private void begin() {
        world.repository.createBranch("other", World.TARGET);
        for (String branch : BRANCHES) {
            world.repository.createBranch(branch, World.TARGET);
            world.commit(branch);
        }
        if (random.nextBoolean()) {
            tell("main moves by " + world.commit(World.TARGET));
        }
    }

    private void turn(int wanted) {
        List<TrialRun> able = runs.stream().filter(run -> !run.isOver()).toList();
        int what = random.nextInt(100);
        if (world.lateMerge.isPending() && random.nextInt(3) == 0) {
            recover();
        } else if (able.isEmpty() || runs.size() < wanted && what < 35) {
            start();
        } else if (what < 70 || quiet) {
            step(able.get(random.nextInt(able.size())));
        } else if (what < 80) {
            tell(people.act());
        } else if (what < 90) {
            tell(weather.turn(() -> tell("in the middle of a merge " + people.act())));
        } else if (what < 94) {
            recover();
        } else {
            pass(Duration.ofSeconds(1 + random.nextInt(8)));
        }
    }

    private void start() {
        String branch = BRANCHES.get(random.nextInt(BRANCHES.size()));
        MergeStyle style = MergeStyle.values()[random.nextInt(MergeStyle.values().length)];
        RetestPolicy retest = random.nextInt(4) == 0 ? RetestPolicy.WHEN_REBASED : RetestPolicy.ALWAYS;
        WhenBusy whenBusy = random.nextInt(3) == 0 ? WhenBusy.DEFER : WhenBusy.WAIT;
        boolean delete = random.nextInt(6) == 0;
        GateProcess process = world.process(this::at);
        if (random.nextInt(3) == 0) {
            lifetimes.put(process, 1 + random.nextInt(90));
        }
        TrialRun run = new TrialRun(
                world,
                "g" + (runs.size() + 1),
                process,
                new UUID(random.nextLong(), random.nextLong()).toString(),
                world.request(branch, style, retest, whenBusy, delete),
                body -> result());
        runs.add(run);
        tell("starts " + run);
        step(run);
    }

    private BodyResult result() {
        int what = quiet ? 0 : random.nextInt(20);
        BodyResult result =
                switch (what) {
                    case 17 -> BodyResult.red("exit code 1");
                    case 18 -> BodyResult.broken("no disk");
                    case 19 -> BodyResult.empty();
                    default -> BodyResult.green();
                };
        tell("the re-test is " + result.kind());
        return result;
    }

    /** A run may be asked again before its wait is over. */
    private void step(TrialRun run) {
        if (quiet || random.nextInt(4) > 0) {
            pass(run.due());
        }
        boolean stop = !quiet && random.nextInt(40) == 0;
        run.step(stop);
        tell((stop ? "stopped: " : "steps: ") + run);
    }

    private void pass(Duration time) {
        if (world.lateMerge.isTooLate(time)) {
            tell("the late merge lands");
        }
        world.pass(time);
    }

    private void recover() {
        tell("the reaper recovers what is dead");
        GateProcess reaper = world.process(this::at);
        try {
            reaper.reaper.recover();
        } catch (Crash crash) {
            tell("the reaper dies");
        }
        reaper.end();
    }

    /** In the middle of a step: the process may die here, or somebody else has a turn. */
    private void at(Moment moment) throws IOException {
        if (quiet) {
            return;
        }
        Integer left = lifetimes.computeIfPresent(moment.process(), (process, calls) -> calls - 1);
        if (left != null && left <= 0 || diesOfMerging(moment)) {
            tell("dies " + moment);
            moment.process().end();
            return;
        }
        // Whoever calls git may hold a lock of the mirror, so another gate must wait there.
        boolean alone = moment.port() == Moment.Port.GIT;
        if (depth < 2 && random.nextInt(alone ? 150 : 40) == 0) {
            depth++;
            try {
                interleave(moment, alone);
            } finally {
                depth--;
            }
        }
    }

    /** The worst moment to die is more likely than others. */
    private boolean diesOfMerging(Moment moment) {
        return moment.what().equals("POST merge") && random.nextInt(world.lateMerge.isPending() ? 2 : 10) == 0;
    }

    private void interleave(Moment moment, boolean alone) throws IOException {
        tell(moment + ":");
        List<TrialRun> able =
                runs.stream().filter(run -> !run.isOver() && !run.isWorking()).toList();
        int what = random.nextInt(10);
        if (what == 0 && moment.port() != Moment.Port.GIT && moment.port() != Moment.Port.HTTP) {
            tell("the disk is full");
            throw new IOException("No space left on device");
        }
        if (!alone && what < 5 && !able.isEmpty()) {
            step(able.get(random.nextInt(able.size())));
        } else if (!alone && what == 5) {
            recover();
        } else if (what == 6) {
            tell(weather.turn(() -> tell("in the middle of a merge " + people.act())));
        } else {
            tell(people.act());
        }
    }

    private void tell(String line) {
        story.add("  ".repeat(depth) + line);
    }
}
