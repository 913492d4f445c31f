// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli.demo;

import io.jenkins.plugins.mergegate.testkit.model.RefUpdate;
import java.util.List;
import java.util.Map;

/** A branch that main has left behind. */
final class BehindMain implements Story {
    private static final String BRANCH = "opening-hours";

    @Override
    public String name() {
        return "A branch behind main";
    }

    @Override
    public String why() {
        return "The branch was tested on yesterday's main. The gate puts it on today's, tests that, and merges exactly"
                + " what it tested.";
    }

    @Override
    public List<String> expected() {
        return List.of("MERGED");
    }

    @Override
    public int merges() {
        return 1;
    }

    @Override
    public void play(Scene scene) {
        scene.branch(BRANCH, Map.of("hours.txt", "9 to 5\n"), "Add the opening hours");
        scene.main(Map.of("address.txt", "1 Main Street\n"), "Add the address, meanwhile");

        GateResult result = scene.gate(BRANCH);
        scene.fact("the branch was rebased and the result was tested", result.rebased() && result.retested());
        scene.fact("the rebased branch was pushed once, by the gate's account", pushes(scene) == 1);
        scene.fact(
                "the files in main are exactly those that were tested",
                scene.repository().tree("main").equals(result.text("validatedTree")));
        scene.fact("the commit that was tested is in main", scene.isInMain(result.text("validatedSha"), "hours.txt"));
    }

    private static long pushes(Scene scene) {
        return scene.repository().refLog(BRANCH).stream()
                .filter(move ->
                        move.cause() == RefUpdate.Cause.PUSH && move.user().equals(Playground.BOT))
                .count();
    }
}
