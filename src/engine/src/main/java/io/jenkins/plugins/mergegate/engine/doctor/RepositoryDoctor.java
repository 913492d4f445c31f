// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.doctor;

import io.jenkins.plugins.mergegate.engine.gitea.GiteaFailure;
import io.jenkins.plugins.mergegate.engine.gitea.MergeStyle;
import io.jenkins.plugins.mergegate.engine.gitea.PullRequest;
import io.jenkins.plugins.mergegate.engine.gitea.Repository;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What the findings say about a repository and its pull requests. */
final class RepositoryDoctor {
    /** It amends the last commit of a rebase, which has another sha then. */
    static final String TEMPLATE = ".gitea/default_merge_message/REBASE_TEMPLATE.md";

    private RepositoryDoctor() {}

    static Finding notLookedAt(FieldNames names) {
        return Finding.warn(
                "repository", "None was looked at.", "Give " + names.repository() + " to check permissions.");
    }

    static Finding unreadable(GiteaFailure failure, FieldNames names) {
        return Finding.error(
                "repository", failure.getMessage(), "Check " + names.repository() + ", and what the account may see.");
    }

    /** One look that failed; the others go on. */
    static Finding unknown(String subject, GiteaFailure failure) {
        String advice = TokenDoctor.isScopeMissing(failure)
                ? "Give the token the scope that is missing."
                : "Try again, and check what the account may see.";
        return Finding.warn(subject, "It cannot be told: " + failure.getMessage(), advice);
    }

    static List<Finding> repository(Repository repository, FieldNames names) {
        List<Finding> findings = new ArrayList<>();
        findings.add(
                repository.archived()
                        ? Finding.error("repository", repository.fullName() + " is archived.", "Unarchive it.")
                        : Finding.ok("repository", repository.fullName() + " is there."));
        findings.add(
                repository.mayPush()
                        ? Finding.ok("push", "The account may push.")
                        : Finding.error(
                                "push",
                                "The account may not push.",
                                "Give it write access; rebased branches are pushed by it."));
        findings.add(styles(repository, names));
        return findings;
    }

    private static Finding styles(Repository repository, FieldNames names) {
        if (repository.styles().isEmpty()) {
            return Finding.error(
                    "styles",
                    "The repository allows no merge style.",
                    "Allow one in its settings, under Pull Requests.");
        }
        String allowed = "Allowed: "
                + repository.styles().stream().map(MergeStyle::toString).collect(Collectors.joining(", "));
        if (repository.defaultStyle() == null || !repository.styles().contains(repository.defaultStyle())) {
            return Finding.warn(
                    "styles",
                    allowed + ". The default is none of them.",
                    "Set a default in the repository, or give " + names.style() + ".");
        }
        return Finding.ok("styles", allowed + ". The default is " + repository.defaultStyle() + ".");
    }

    /** @param there whether the default branch has the template */
    static Finding template(boolean there, Repository repository) {
        if (!there) {
            return Finding.ok("template", "No template rewrites the commits of a rebase.");
        }
        String what = repository.defaultBranch() + " has " + TEMPLATE;
        if (!repository.styles().contains(MergeStyle.REBASE)) {
            return Finding.ok("template", what + ", and the style rebase, which it is for, is not allowed.");
        }
        return Finding.warn(
                "template",
                what
                        + ": Gitea gives the last commit of a rebase a new sha, so that a merge is proven by its tree alone.",
                "Remove the file, or use another merge style.");
    }

    /** @param scheduled those that Gitea itself would merge; @param more whether some were not looked at */
    static Finding autoMerge(List<Long> scheduled, int looked, boolean more) {
        if (scheduled.isEmpty()) {
            return Finding.ok(
                    "auto merge",
                    looked == 0
                            ? "There is no open pull request into the target."
                            : "Gitea itself is to merge none of the " + looked + (more ? " latest" : "")
                                    + " open pull requests.");
        }
        return Finding.warn(
                "auto merge",
                "Gitea itself merges "
                        + scheduled.stream().map(number -> "#" + number).collect(Collectors.joining(", "))
                        + " as soon as the checks are green, past the gate.",
                "Cancel the auto merge there; the gate does so only in its own runs.");
    }

    /** Branches of this very repository; those of a fork are not pushed to. */
    static boolean isOwn(PullRequest pull, Repository repository) {
        return repository.fullName().equalsIgnoreCase(pull.headRepository());
    }
}
