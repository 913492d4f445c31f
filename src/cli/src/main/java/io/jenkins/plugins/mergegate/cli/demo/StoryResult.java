// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli.demo;

import java.util.List;

/**
 * How a story went. A story with several runs of the gate names all of them, in their order.
 *
 * @param expected outcomes as {@code OUTCOME} or {@code OUTCOME/REASON}
 * @param outcomes the same, as they came
 * @param reason of the first run that has one, null when none has
 * @param merges how many merges git found in main
 */
public record StoryResult(
        String name, List<String> expected, List<String> outcomes, String reason, int merges, List<Fact> facts) {
    public StoryResult {
        expected = List.copyOf(expected);
        outcomes = List.copyOf(outcomes);
        facts = List.copyOf(facts);
    }

    public boolean ok() {
        return facts.stream().allMatch(Fact::holds);
    }
}
