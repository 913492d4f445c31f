// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli.demo;

import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.util.List;
import java.util.Map;

/** Gitea is busy and says so a few times. */
final class TryAgainStorm implements Story {
    @Override
    public String name() {
        return "Gitea says: please try again later";
    }

    @Override
    public String why() {
        return "Gitea answers 405 while it still computes whether a branch can be merged. The gate looks into git, waits"
                + " a little and asks again.";
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
        String sha = scene.branch("new-logo", Map.of("logo.txt", "(o)\n"), "Add a logo");
        scene.faults().on(Call.MERGE).times(2).respond(405, "{\"message\":\"Please try again later\",\"url\":\"\"}");
        scene.playground().backoff(1);
        scene.tell("server", "answers the next two merge calls with 405 \"Please try again later\"");

        GateResult result = scene.gate("new-logo");
        List<Integer> answers =
                result.mergeCalls().stream().map(GateResult.MergeCall::status).toList();
        scene.fact("three merge calls: 405, 405, 200", answers.equals(List.of(405, 405, 200)));
        scene.fact("the server saw three merge calls, too", scene.mergeCalls() == 3);
        scene.fact("the branch is in main", scene.isInMain(sha, "logo.txt"));
    }
}
