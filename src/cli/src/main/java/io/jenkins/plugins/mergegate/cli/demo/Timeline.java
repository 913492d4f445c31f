// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli.demo;

import io.jenkins.plugins.mergegate.engine.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** What a reader sees while the stories are played: plain lines of at most a hundred characters, without colours. */
final class Timeline {
    private static final int WIDTH = 100;
    private static final int LABEL = 8;
    /** A blank at which no line is broken. */
    private static final char GLUE = '\u00a0';

    private final Consumer<String> lines;

    Timeline(Consumer<String> lines) {
        this.lines = lines;
    }

    void text(String text) {
        wrapped("", "", text);
    }

    void gap() {
        lines.accept("");
    }

    void title(int number, String name, String why) {
        gap();
        lines.accept(number + ". " + name);
        wrapped("   ", "   ", why);
    }

    /** Somebody does something. */
    void event(String who, String what) {
        wrapped("   " + label(who), "   " + " ".repeat(LABEL), what);
    }

    void command(String line) {
        wrapped("   $ ", "       ", line);
    }

    /** A run of the gate that is over. */
    void run(GateResult result) {
        wrapped("     ", "     ", phases(result.timings()));
        String work = work(result);
        if (!work.isEmpty()) {
            wrapped("     ", "     ", work);
        }
        if (isRed(result)) {
            result.testOutput().forEach(line -> lines.accept("     | " + line));
        }
        wrapped("   > ", "     ", result.ending() + ": " + result.message());
    }

    /** Several facts, on one line when all hold. */
    void facts(List<Fact> facts) {
        if (facts.stream().allMatch(Fact::holds)) {
            fact(new Fact(String.join("; ", facts.stream().map(Fact::what).toList()), true));
        } else {
            facts.forEach(this::fact);
        }
    }

    void fact(Fact fact) {
        wrapped(fact.holds() ? "   [ok] " : "   [NO] ", "        ", fact.what());
    }

    private static boolean isRed(GateResult result) {
        return Outcome.RETEST_FAILED.name().equals(result.outcome());
    }

    private static String phases(Map<String, Long> timings) {
        long total = timings.values().stream().mapToLong(Long::longValue).sum();
        List<String> parts = new ArrayList<>();
        timings.forEach((phase, millis) -> parts.add(phase.replace('_', GLUE) + GLUE + seconds(millis)));
        return seconds(total) + " s: " + String.join(", ", parts);
    }

    private static String work(GateResult result) {
        List<String> parts = new ArrayList<>();
        if (result.rebased()) {
            parts.add("rebased onto main and pushed");
        }
        if (isRed(result)) {
            parts.add("tested: red");
        } else if (result.retested()) {
            parts.add("tested: green");
        }
        List<String> answers = new ArrayList<>();
        result.mergeCalls()
                .forEach(call -> answers.add(
                        call.status() + (call.waitMillis() > 0 ? " after " + seconds(call.waitMillis()) + " s" : "")));
        if (!answers.isEmpty()) {
            parts.add((answers.size() == 1 ? "merge call answered " : answers.size() + " merge calls answered ")
                    + String.join(", ", answers));
        }
        return String.join("; ", parts);
    }

    static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.2f", millis / 1000.0);
    }

    private static String label(String who) {
        return who + " ".repeat(Math.max(1, LABEL - who.length()));
    }

    private void wrapped(String first, String next, String text) {
        StringBuilder line = new StringBuilder(first);
        boolean fresh = true;
        for (String word : text.split(" ")) {
            if (!fresh && line.length() + 1 + word.length() > WIDTH) {
                print(line);
                line = new StringBuilder(next);
                fresh = true;
            }
            line.append(fresh ? "" : " ").append(word);
            fresh = false;
        }
        print(line);
    }

    private void print(StringBuilder line) {
        lines.accept(line.toString().replace(GLUE, ' '));
    }
}
