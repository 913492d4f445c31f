// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** A run dies while it has the lock. */
final class DeadHolder implements Story {
    private static final int KILLED = 128 + 9;

    @Override
    public String name() {
        return "A dead build keeps the lock";
    }

    @Override
    public String why() {
        return "Only one branch may be merged at a time, so there is a lock. A build that is killed cannot give it back."
                + " The next run sees that its holder is dead, settles what it left and takes the lock.";
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
        String dead = scene.branch("slow-build", Map.of("slow.txt", "slow\n"), "Add something that is tested slowly");
        String next = scene.branch("next-in-line", Map.of("next.txt", "next\n"), "Add something else");
        String pid;
        try (ChildRun child = ChildRun.start(scene, "slow-build")) {
            pid = child.name();
            scene.tell("process", "another merge-gate (" + pid + ") takes slow-build through the gate");
            child.awaitTest(scene);
            scene.tell("process", "it has the lock and is testing; now it is killed with SIGKILL");
            scene.fact("the other process had the lock and died of SIGKILL", child.kill() == KILLED);
        }
        JsonNode lock = scene.quiet("status").path("locks").path(0);
        scene.tell("lock", "still there: held by " + lock.path("holder").asText("nobody"));
        scene.fact("its lock outlived it", lock.path("alive").asText().equals("NO"));

        scene.gate("next-in-line");
        scene.fact("the next branch is in main", scene.isInMain(next, "next.txt"));
        scene.fact("nothing of the dead run is in main", !scene.isInMain(dead, "slow.txt"));
        scene.fact("the record of the dead run is closed as ABORTED", isSettled(scene));
    }

    private static boolean isSettled(Scene scene) {
        JsonNode status = scene.quiet("status");
        boolean aborted = false;
        for (JsonNode run : status.path("recent")) {
            aborted |= run.path("branch").asText().equals("slow-build")
                    && run.path("outcome").asText().equals("ABORTED");
        }
        return aborted && status.path("unfinished").isEmpty();
    }
}
