// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Map;

/** A merge removes something that must stay. */
final class LostMarker implements Story {
    private static final String FILE = "backup.conf";
    private static final String MARKER = "keep_days = 30";

    @Override
    public String name() {
        return "Something is lost from main";
    }

    @Override
    public String why() {
        return "A branch removes a line that must stay in main, and its test is green. The gate counts such markers after"
                + " each merge. It rolls nothing back: it closes main until a person has looked.";
    }

    @Override
    public List<String> expected() {
        return List.of("HELD/MAIN_REGRESSED", "HELD/TARGET_HELD", "MERGED", "MERGED");
    }

    @Override
    public int merges() {
        return 3;
    }

    @Override
    public void play(Scene scene) {
        scene.main(
                Map.of(
                        FILE,
                        MARKER + "\n",
                        ".merge-gate/markers.yml",
                        "markers:\n  - text: '" + MARKER + "'\n    path: " + FILE + "\n"),
                "Declare a marker: \"" + MARKER + "\" must stay in " + FILE);
        scene.branch("tidy-up", Map.of(FILE, "# tidied up\n"), "Tidy up, and lose the marker");
        scene.branch("innocent", Map.of("innocent.txt", "innocent\n"), "Add something harmless");
        scene.gate("tidy-up");
        scene.fact("the marker is lost from main", !hasMarker(scene));
        JsonNode hold = hold(scene);
        scene.fact("main is closed by a hold", hold.path("scope").asText().equals("TARGET"));

        long calls = scene.mergeCalls();
        scene.gate("innocent");
        scene.fact("nothing was merged while main was closed", scene.mergeCalls() == calls && scene.merges() == 1);

        scene.branch("fix", Map.of(FILE, MARKER + "\n"), "Put the marker back; --priority 100 lets a fix pass");
        scene.gate("fix", "--priority", "100");
        scene.fact("the marker is back in main", hasMarker(scene));

        JsonNode released = scene.command(
                "hold", "release", hold.path("id").asText("none"), "--reason", "fixed, and nothing else is missing");
        scene.tell("person", released.path("message").asText());
        scene.fact("the hold is released", hold(scene).isMissingNode());
        scene.gate("innocent");
    }

    private static boolean hasMarker(Scene scene) {
        return scene.repository()
                .read("main", FILE)
                .filter(text -> text.contains(MARKER))
                .isPresent();
    }

    /** What closes main, a missing node when nothing does. */
    private static JsonNode hold(Scene scene) {
        JsonNode closing = MissingNode.getInstance();
        for (JsonNode hold : scene.quiet("hold", "list").path("holds")) {
            closing = hold.path("scope").asText().equals("TARGET") ? hold : closing;
        }
        return closing;
    }
}
