// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli.demo;

import java.util.List;

/** Two branches that are green alone and red together. */
final class RedTogether implements Story {
    @Override
    public String name() {
        return "Green alone, red together";
    }

    @Override
    public String why() {
        return "Two builds are green, both branches are merged, and main is broken: nobody tested the two together."
                + " The gate tests what main would become, one branch at a time.";
    }

    @Override
    public List<String> expected() {
        return List.of("MERGED", "RETEST_FAILED");
    }

    @Override
    public int merges() {
        return 1;
    }

    @Override
    public void play(Scene scene) {
        scene.branch("rename-greet", Project.RENAMED, "Call the function welcome instead of greet");
        String second = scene.branch("add-farewell", Project.FAREWELL, "Add a farewell that calls greet");
        boolean one = scene.isGreenAlone("rename-greet");
        boolean two = scene.isGreenAlone("add-farewell");
        scene.tell("test", "each branch alone: rename-greet " + colour(one) + ", add-farewell " + colour(two));
        scene.fact("each branch alone is green", one && two);

        scene.gate("rename-greet");
        GateResult red = scene.gate("add-farewell");
        scene.fact("the second branch was tested together with the first", red.rebased());
        scene.fact("nothing of the second branch is in main", !scene.isInMain(second, "farewell.sh"));
        scene.fact("Gitea was asked to merge the first branch alone", scene.mergeCalls() == 1);
    }

    private static String colour(boolean green) {
        return green ? "green" : "red";
    }
}
