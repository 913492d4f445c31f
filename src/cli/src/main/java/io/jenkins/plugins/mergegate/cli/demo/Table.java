// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli.demo;

import java.util.ArrayList;
import java.util.List;

/** The closing table: a row for each story, a line of it for each of its runs. Pure. */
final class Table {
    private static final List<String> HEAD = List.of("story", "expected", "outcome", "merges in main", "ok");

    private Table() {}

    static List<String> of(List<StoryResult> stories) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        for (StoryResult story : stories) {
            rows.addAll(rows(story));
        }
        int[] widths = new int[HEAD.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        List<String> lines = new ArrayList<>();
        rows.forEach(row -> lines.add(line(row, widths)));
        StringBuilder rule = new StringBuilder();
        for (int width : widths) {
            rule.append("-".repeat(width)).append("  ");
        }
        lines.add(1, rule.toString().stripTrailing());
        return lines;
    }

    private static List<List<String>> rows(StoryResult story) {
        List<List<String>> rows = new ArrayList<>();
        int runs =
                Math.max(1, Math.max(story.expected().size(), story.outcomes().size()));
        for (int i = 0; i < runs; i++) {
            rows.add(List.of(
                    i == 0 ? story.name() : "",
                    at(story.expected(), i),
                    at(story.outcomes(), i),
                    i == 0 ? Integer.toString(story.merges()) : "",
                    i > 0 ? "" : story.ok() ? "yes" : "NO"));
        }
        return rows;
    }

    private static String at(List<String> words, int index) {
        return index < words.size() ? words.get(index) : "-";
    }

    private static String line(List<String> cells, int... widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(cells.get(i))
                    .append(" ".repeat(widths[i] - cells.get(i).length()))
                    .append("  ");
        }
        return line.toString().stripTrailing();
    }
}
