// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the build history shows of the gate runs of one build: one symbol, however many they are. */
public final class GateBadge {
    /** Lines of the tooltip. */
    private static final int LINES = 5;

    private final List<GateSummary> runs;

    /** @param runs at least one */
    GateBadge(List<GateSummary> runs) {
        this.runs = List.copyOf(runs);
    }

    /** That of the run that matters most. */
    public Look getLook() {
        return runs.stream()
                .map(GateSummary::getLook)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** One line for each run, the last ones first. */
    public String getText() {
        List<String> lines = new ArrayList<>();
        for (int i = runs.size() - 1; i >= 0 && lines.size() < LINES; i--) {
            lines.add(Messages.GateSummary_badge(runs.get(i).getLine()));
        }
        if (runs.size() > LINES) {
            lines.add(Messages.GateSummary_more(runs.size() - LINES));
        }
        return String.join("\n", lines);
    }
}
