// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli.demo;

import io.jenkins.plugins.mergegate.engine.Outcome;
import java.util.List;

/**
 * How the demonstration went.
 *
 * @param stopped by a signal, so that stories are missing
 * @param trouble why it could not be played at all, null when it could
 */
public record DemoResult(List<StoryResult> stories, boolean stopped, String trouble) {
    public DemoResult {
        stories = List.copyOf(stories);
    }

    /** Whether every story was played and every fact holds. */
    public boolean ok() {
        return !stopped && trouble == null && stories.stream().allMatch(StoryResult::ok);
    }

    public int exit() {
        return stopped ? Outcome.ABORTED.exit() : ok() ? 0 : 1;
    }

    /** The facts that do not hold, each with its story. */
    public List<String> failures() {
        return stories.stream()
                .flatMap(story -> story.facts().stream()
                        .filter(fact -> !fact.holds())
                        .map(fact -> story.name() + ": " + fact.what()))
                .toList();
    }
}
