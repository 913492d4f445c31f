// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli.demo;

import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.util.List;
import java.util.Map;

/** The merge is done, the answer says it failed. */
final class ErrorAfterMerge implements Story {
    @Override
    public String name() {
        return "An error after the merge";
    }

    @Override
    public String why() {
        return "Gitea merges, then fails, and answers 500. Who believes it merges again, or calls the build failed."
                + " The gate believes git.";
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
        String sha = scene.branch("new-menu", Map.of("menu.txt", "soup\n"), "Add a menu");
        scene.faults().on(Call.MERGE).leaveOpen(500);
        scene.tell("server", "will merge, leave the pull request open and answer 500");

        GateResult result = scene.gate("new-menu");
        scene.fact(
                "the only answer to the merge call was 500",
                result.mergeCalls().equals(List.of(new GateResult.MergeCall(500, 0))));
        scene.fact("Gitea was asked once, not again", scene.mergeCalls() == 1);
        scene.fact("the branch is in main", scene.isInMain(sha, "menu.txt"));
    }
}
