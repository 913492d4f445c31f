// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import io.jenkins.plugins.mergegate.engine.gitea.BranchInfo;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaFailure;
import io.jenkins.plugins.mergegate.engine.gitea.Repository;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the findings say about what was read. Pure; reading stands in {@link Examination}. */
final class Doctor {
    /** The oldest git whose merge-tree writes trees. */
    private static final int[] OLDEST_GIT = {2, 38};

    private static final Duration TOLERATED_SKEW = Duration.ofSeconds(60);

    private Doctor() {}

    static Finding git(int[] version) {
        String name = "git " + version[0] + "." + version[1];
        boolean old = version[0] < OLDEST_GIT[0] || version[0] == OLDEST_GIT[0] && version[1] < OLDEST_GIT[1];
        return old
                ? Finding.error("git", name + " is too old.", "Install git 2.38 or newer.")
                : Finding.ok("git", name + " is new enough.");
    }

    static Finding unreachable(GiteaFailure failure) {
        String advice =
                switch (failure.kind()) {
                    case REDIRECT -> "Give the URL that it redirects to.";
                    case MALFORMED, NOT_FOUND -> "Check --gitea: it must be the root of Gitea, without /api.";
                    default -> "Check --gitea, the network and the proxy.";
                };
        return Finding.error("server", failure.getMessage(), advice);
    }

    static Finding badToken(GiteaFailure failure) {
        String advice = failure.kind() == GiteaFailure.Kind.FORBIDDEN
                ? "Give the token the scopes read:user, write:repository and write:issue."
                : "Make a new token and put it into GITEA_TOKEN or --token-file.";
        return Finding.error("token", failure.getMessage(), advice);
    }

    /** @param server what the server's clock said, between {@code before} and {@code after} on this machine */
    static Finding clock(Instant server, Instant before, Instant after) {
        Duration skew = server.isBefore(before)
                ? Duration.between(server, before)
                : server.isAfter(after) ? Duration.between(after, server) : Duration.ZERO;
        return skew.compareTo(TOLERATED_SKEW) > 0
                ? Finding.warn(
                        "clock",
                        "The clocks of this machine and of Gitea are " + skew.toSeconds() + " s apart.",
                        "Run a time service on both.")
                : Finding.ok("clock", "This machine and Gitea agree on the time.");
    }

    static List<Finding> repository(Repository repository) {
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
        if (repository.styles().isEmpty()) {
            findings.add(Finding.error(
                    "styles",
                    "The repository allows no merge style.",
                    "Allow one in its settings, under Pull Requests."));
        } else if (repository.defaultStyle() == null || !repository.styles().contains(repository.defaultStyle())) {
            findings.add(Finding.warn(
                    "styles",
                    "Allowed are " + repository.styles() + ", and the default is none of them.",
                    "Set a default in the repository, or give --style."));
        } else {
            findings.add(Finding.ok(
                    "styles",
                    "Allowed are " + repository.styles() + "; the default is " + repository.defaultStyle() + "."));
        }
        return findings;
    }

    static List<Finding> target(String name, Optional<BranchInfo> branch) {
        if (branch.isEmpty()) {
            return List.of(Finding.error(
                    "target", "There is no branch " + name + ".", "Give --target, or create the branch."));
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
}
