// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli.demo;

import java.util.List;

/** One thing that can go wrong with main, and what the gate makes of it. */
public interface Story {
    String name();

    /** What happens to main without a gate, for somebody who has never heard of it. */
    String why();

    /** How the gate must end, for each of its runs: {@code OUTCOME} or {@code OUTCOME/REASON}. */
    List<String> expected();

    /** How many merges there must be in main afterwards. */
    int merges();

    void play(Scene scene);
}
