// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.doctor;

import io.jenkins.plugins.mergegate.engine.gitea.BranchInfo;
import io.jenkins.plugins.mergegate.engine.gitea.BranchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the findings say about the protection of the target and of the branches that are merged into it. */
final class ProtectionDoctor {
    /** Rules that catch nearly every branch, the gated ones among them. */
    private static final Set<String> CATCH_ALL = Set.of("*", "**", "*/*", "**/*");

    private ProtectionDoctor() {}

    static List<Finding> target(String name, Optional<BranchInfo> branch, FieldNames names) {
        if (branch.isEmpty()) {
            return List.of(Finding.error(
                    "target",
                    "There is no branch " + name + ".",
                    "Correct " + names.target() + ", or create the branch."));
        }
        BranchInfo target = branch.get();
        List<Finding> findings = new ArrayList<>();
        findings.add(
                target.mayMerge()
                        ? Finding.ok("merge", "The account may merge into " + name + ".")
                        : Finding.error(
                                "merge",
                                "The account may not merge into " + name + ".",
                                "Put it on the merge whitelist of the branch protection."));
        findings.add(
                target.isProtected()
                        ? Finding.ok("protection", name + " is protected: " + protection(target) + ".")
                        : Finding.warn(
                                "protection",
                                name + " is not protected: everybody who may push can go past the gate.",
                                "Protect it and forbid pushes."));
        return findings;
    }

    private static String protection(BranchInfo target) {
        String approvals = target.requiredApprovals() + " approvals";
        return target.requiredContexts().isEmpty()
                ? approvals + ", no required checks"
                : approvals + ", required checks " + target.requiredContexts();
    }

    /** The rules are for administrators of the repository, and the gate's account should be none. */
    static Finding rulesHidden() {
        return Finding.ok(
                "rules",
                "Only administrators of the repository may read the rules of its branch protection.",
                "Look there yourself: pushes forbidden, a merge whitelist, outdated branches blocked, no signatures"
                        + " required.");
    }

    /** The rule of the target. */
    static List<Finding> rule(String target, BranchRule rule) {
        List<Finding> findings = new ArrayList<>();
        findings.add(
                rule.push()
                        ? Finding.warn(
                                "pushes",
                                "The rule " + rule.name() + " lets accounts push to " + target + ", past the gate.",
                                "Switch pushing off in the rule.")
                        : Finding.ok("pushes", "Nobody may push to " + target + "."));
        findings.add(byHand(target, rule));
        if (rule.signedCommits()) {
            findings.add(Finding.warn(
                    "signatures",
                    "The rule " + rule.name() + " wants signed commits, and commits that the gate rebased have none.",
                    "Switch it off, or keep branches up to date by hand."));
        }
        return findings;
    }

    private static Finding byHand(String target, BranchRule rule) {
        String outdated = rule.blocksOutdated()
                ? "branches that are behind are blocked"
                : "branches that are behind are not blocked";
        return rule.mergeWhitelist()
                ? Finding.ok("whitelist", "Only accounts on a whitelist merge into " + target + "; " + outdated + ".")
                : Finding.warn(
                        "whitelist",
                        "Everybody who may write may merge into " + target + " by hand, past the gate; " + outdated
                                + ".",
                        rule.blocksOutdated()
                                ? "Put the gate's account alone on the merge whitelist of the rule."
                                : "Put the gate's account alone on the merge whitelist of the rule, or block outdated"
                                        + " branches.");
    }

    /**
     * The gate never pushes to a protected branch, so that one that is behind cannot be caught up.
     *
     * @param guarded protected branches of open pull requests, and the names of their rules, empty when unknown
     * @param looked how many branches of open pull requests were looked at
     * @param rules all of them; empty when they cannot be read
     */
    static Finding tasks(Map<String, String> guarded, int looked, List<BranchRule> rules) {
        if (!guarded.isEmpty()) {
            String which = guarded.entrySet().stream()
                    .map(entry -> entry.getKey() + rule(entry.getValue(), rules))
                    .collect(Collectors.joining(", "));
            return Finding.warn(
                    "tasks",
                    "Protected are branches of open pull requests: " + which + ".",
                    "Narrow the rules to branches that are merged into; the gate must force-push a branch that is behind,"
                            + " and never does so to a protected one.");
        }
        Optional<BranchRule> wide =
                rules.stream().filter(rule -> CATCH_ALL.contains(rule.name())).findFirst();
        if (wide.isPresent()) {
            return Finding.warn(
                    "tasks",
                    "The rule " + wide.get().name() + " protects nearly every branch.",
                    "Narrow it to branches that are merged into; the gate must force-push a branch that is behind, and"
                            + " never does so to a protected one.");
        }
        return Finding.ok(
                "tasks",
                looked == 0
                        ? "There is no branch of an open pull request to look at."
                        : "The branches of open pull requests may be force-pushed (" + looked + " looked at).");
    }

    private static String rule(String name, List<BranchRule> rules) {
        if (name.isEmpty()) {
            return "";
        }
        boolean forced = rules.stream().anyMatch(rule -> rule.name().equals(name) && rule.forcePush());
        return " (by the rule " + name + (forced ? ")" : ", which forbids force pushes)");
    }
}
