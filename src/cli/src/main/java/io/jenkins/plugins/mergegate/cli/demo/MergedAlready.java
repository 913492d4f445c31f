// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli.demo;

import java.util.List;
import java.util.Map;

/** The same branch a second time. */
final class MergedAlready implements Story {
    private static final String BRANCH = "fix-typo";

    @Override
    public String name() {
        return "The same branch again";
    }

    @Override
    public String why() {
        return "Somebody restarts a build whose branch is merged. The gate sees that in git and does nothing.";
    }

    @Override
    public List<String> expected() {
        return List.of("MERGED", "ALREADY_IN_MAIN");
    }

    @Override
    public int merges() {
        return 1;
    }

    @Override
    public void play(Scene scene) {
        scene.branch(BRANCH, Map.of("README.md", "# The shop\n"), "Fix a typo");
        scene.gate(BRANCH);
        String main = scene.repository().head("main");
        int pulls = scene.repository().pullRequests().size();

        scene.tell("person", "starts the same build again");
        scene.gate(BRANCH);
        scene.fact(
                "there is no new pull request",
                scene.repository().pullRequests().size() == pulls);
        scene.fact("Gitea was asked to merge once in all", scene.mergeCalls() == 1);
        scene.fact(
                "main did not move the second time",
                scene.repository().head("main").equals(main));
    }
}
