// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.doctor;

import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.gitea.ContextGlob;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the findings say about the checks that the target requires. */
final class CheckDoctor {
    private CheckDoctor() {}

    /** Which of {@code required} nothing among {@code seen} answers, and the gate itself neither. */
    static List<String> open(List<String> required, Set<String> seen, GateConfig.Report report) {
        return required.stream()
                .filter(context -> !isSeen(context, seen) && !(report.commitStatus() && isOwn(context, report)))
                .toList();
    }

    /**
     * Compares the checks that the target requires with those that commits really have.
     *
     * @param required names or globs
     * @param seen contexts of the latest commits
     * @param looked how many commits that were
     */
    static List<Finding> checks(
            String target, List<String> required, Set<String> seen, int looked, GateConfig.Report report) {
        if (required.isEmpty()) {
            return List.of(Finding.ok("checks", target + " requires no checks."));
        }
        List<Finding> findings = new ArrayList<>();
        for (String context : required) {
            findings.add(check(target, context, seen, looked, report));
        }
        return findings;
    }

    private static Finding check(
            String target, String context, Set<String> seen, int looked, GateConfig.Report report) {
        boolean own = isOwn(context, report);
        if (own && report.commitStatus()) {
            return Finding.ok("checks", "The required check " + context + " is written by the gate itself.");
        }
        boolean others = seen.stream()
                .anyMatch(name -> !name.equals(report.statusContext()) && new ContextGlob(context).matches(name));
        if (own && !others) {
            return Finding.error(
                    "checks",
                    target + " requires the check " + context
                            + ", which is the gate's own, and report.commitStatus is off.",
                    "Switch report.commitStatus on, or take the check out of the branch protection.");
        }
        return others
                ? Finding.ok("checks", "The required check " + context + " was seen.")
                : Finding.warn(
                        "checks",
                        target + " requires the check " + context + ", and none of the " + looked
                                + " latest commits has it.",
                        "Let a job write it for every head of a pull request, or take it out of the branch protection;"
                                + " runs wait for it.");
    }

    private static boolean isSeen(String context, Set<String> seen) {
        ContextGlob glob = new ContextGlob(context);
        return seen.stream().anyMatch(glob::matches);
    }

    private static boolean isOwn(String context, GateConfig.Report report) {
        return new ContextGlob(context).matches(report.statusContext());
    }
}
