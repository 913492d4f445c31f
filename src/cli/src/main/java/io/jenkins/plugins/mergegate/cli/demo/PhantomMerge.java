// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.util.List;
import java.util.Map;

/** The answer says merged, and main knows nothing of it. */
final class PhantomMerge implements Story {
    private static final String BRANCH = "ghost-writer";

    @Override
    public String name() {
        return "A phantom merge";
    }

    @Override
    public String why() {
        return "Gitea answers 200 and shows the pull request as merged, but main did not move. Without a look into git"
                + " the change is lost and nobody knows. The gate holds it for a person.";
    }

    @Override
    public List<String> expected() {
        return List.of("HELD/NOT_MERGED");
    }

    @Override
    public int merges() {
        return 0;
    }

    @Override
    public void play(Scene scene) {
        String sha = scene.branch(BRANCH, Map.of("book.txt", "Once upon a time\n"), "Add a book");
        scene.faults().on(Call.MERGE).phantom();
        scene.tell("server", "will say merged without moving main");

        GateResult result = scene.gate(BRANCH);
        long number = result.json().path("pullRequest").asLong();
        scene.fact(
                "Gitea shows pull request #" + number + " as merged",
                scene.repository().pullRequest(number).merged());
        scene.fact(
                "main is where it was",
                scene.repository().head("main").equals(scene.start()) && !scene.isInMain(sha, "book.txt"));
        scene.fact("Gitea was asked once, not again", scene.mergeCalls() == 1);
        scene.fact("the head of the branch is parked, main stays open", isParked(scene, sha));
    }

    private static boolean isParked(Scene scene, String sha) {
        JsonNode holds = scene.quiet("hold", "list").path("holds");
        return holds.size() == 1
                && holds.path(0).path("scope").asText().equals("BRANCH")
                && holds.path(0).path("sha").asText().equals(sha);
    }
}
