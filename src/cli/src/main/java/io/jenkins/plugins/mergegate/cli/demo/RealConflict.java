// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli.demo;

import java.util.List;
import java.util.Map;

/** Two people changed the same line. */
final class RealConflict implements Story {
    private static final String BRANCH = "lower-price";

    @Override
    public String name() {
        return "A real conflict";
    }

    @Override
    public String why() {
        return "Two people changed the same line. Only a person can decide: the gate names the file and touches nothing.";
    }

    @Override
    public List<String> expected() {
        return List.of("CONFLICT");
    }

    @Override
    public int merges() {
        return 0;
    }

    @Override
    public void play(Scene scene) {
        String branch = scene.branch(BRANCH, Map.of("price.txt", "8 EUR\n"), "Lower the price to 8 EUR");
        String main = scene.main(Map.of("price.txt", "12 EUR\n"), "Raise the price to 12 EUR, meanwhile");
        int pulls = scene.repository().pullRequests().size();

        GateResult result = scene.gate(BRANCH);
        scene.fact(
                "the message names the file price.txt",
                result.message() != null && result.message().contains("price.txt"));
        scene.fact(
                "the branch is as its author left it",
                scene.repository().head(BRANCH).equals(branch));
        scene.fact("main is where it was", scene.repository().head("main").equals(main));
        scene.fact(
                "there is no pull request and no merge call",
                scene.repository().pullRequests().size() == pulls && scene.mergeCalls() == 0);
    }
}
