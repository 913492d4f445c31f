// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** Plays the stories one after the other on one repository, and leaves nothing behind. */
public final class Demo {
    private final MergeGate command;
    private final Timeline timeline;
    private final Consumer<String> lines;
    private final List<Story> stories;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** @param lines where the timeline goes */
    public Demo(MergeGate command, Consumer<String> lines, List<Story> stories) {
        this.command = command;
        this.timeline = new Timeline(lines);
        this.lines = lines;
        this.stories = List.copyOf(stories);
    }

    /** Ends it as soon as possible; what it made is removed. From any thread. */
    public void stop() {
        stopped.countDown();
        command.stop();
    }

    public DemoResult run() {
        long start = System.nanoTime();
        List<StoryResult> results = new ArrayList<>();
        String trouble = null;
        try (Playground playground = Playground.open()) {
            introduce(playground);
            play(playground, results);
        } catch (Stopped e) {
            // Said below.
        } catch (RuntimeException e) {
            trouble = "The demonstration broke; it needs git and sh. " + e.getMessage();
        }
        boolean early = stopped.getCount() == 0;
        DemoResult result = new DemoResult(results, early, early ? null : trouble);
        conclude(result, (System.nanoTime() - start) / 1_000_000);
        return result;
    }

    private void play(Playground playground, List<StoryResult> results) {
        Gatekeeper gatekeeper = new Gatekeeper(command, playground, stopped);
        for (Story story : stories) {
            gatekeeper.checkStop();
            timeline.title(results.size() + 1, story.name(), story.why());
            results.add(play(story, new Scene(playground, gatekeeper, timeline)));
        }
    }

    private StoryResult play(Story story, Scene scene) {
        try {
            story.play(scene);
        } catch (Stopped e) {
            throw e;
        } catch (RuntimeException e) {
            // Also a story that breaks is a fact about it; the others are still told.
            scene.checkStop();
            scene.fact("the story can be told to its end, without " + e, false);
        }
        return scene.finish(story);
    }

    private void introduce(Playground playground) {
        timeline.text(
                "Merge Gate keeps main honest. Here it meets what goes wrong with main, on a small Gitea that runs"
                        + " inside this command, with a real repository, git over HTTP and a token.");
        timeline.gap();
        timeline.event("server", playground.gitea().url() + ", until the end of this command");
        timeline.event(
                "main",
                "a shell script and its test, in the repository "
                        + playground.repository().fullName());
        timeline.event("$", "what you would type, without --gitea, --repository, --config and the directories");
        timeline.event(">", "how the gate ended; above it the seconds it took, by phase");
        timeline.event("[ok]", "a fact, looked up in git, on the server or in the gate's files; [NO] does not hold");
    }

    private void conclude(DemoResult result, long millis) {
        timeline.gap();
        if (result.stopped()) {
            timeline.text("Stopped. Everything was removed.");
            return;
        }
        if (!result.stories().isEmpty()) {
            Table.of(result.stories()).forEach(lines);
            timeline.gap();
        }
        if (result.trouble() != null) {
            timeline.text(result.trouble());
            return;
        }
        long facts = result.stories().stream()
                .mapToLong(story -> story.facts().size())
                .sum();
        if (result.ok()) {
            timeline.text("All " + facts + " facts hold. " + Timeline.seconds(millis) + " s.");
            return;
        }
        timeline.text(result.failures().size() + " of " + facts + " facts do not hold:");
        result.failures().forEach(failure -> timeline.text("  " + failure));
    }
}
