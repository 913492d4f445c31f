// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.service;

import io.jenkins.plugins.mergegate.testkit.git.BareRepository;
import io.jenkins.plugins.mergegate.testkit.model.BranchProtection;
import io.jenkins.plugins.mergegate.testkit.model.CommitStatus;
import io.jenkins.plugins.mergegate.testkit.model.Flavour;
import io.jenkins.plugins.mergegate.testkit.model.Forge;
import io.jenkins.plugins.mergegate.testkit.model.Permission;
import io.jenkins.plugins.mergegate.testkit.model.PullRequest;
import io.jenkins.plugins.mergegate.testkit.model.Repository;
import io.jenkins.plugins.mergegate.testkit.model.User;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what the rules have to know about a pull request. */
public final class PullFacts {

    private PullFacts() {}

    public static ProtectionRules.Facts of(Repository repository, PullRequest pull) {
        BareRepository git = repository.git();
        String base = git.branch(pull.base()).orElse("");
        String head = git.branch(pull.head()).orElse(pull.headSha());
        Optional<String> fork = base.isEmpty() ? Optional.empty() : git.mergeBase(base, head);
        List<String> changed = fork.map(sha -> git.changedFiles(sha, head)).orElse(List.of());
        boolean behind = fork.map(sha -> !sha.equals(base)).orElse(true);
        return new ProtectionRules.Facts(
                newest(repository.statuses(head)), repository.reviews(pull.number()), behind, changed);
    }

    /** The newest status of each context, newest first. */
    public static List<CommitStatus> newest(List<CommitStatus> statuses) {
        Map<String, CommitStatus> byContext = new LinkedHashMap<>();
        statuses.forEach(status -> byContext.put(status.context(), status));
        List<CommitStatus> newest = new ArrayList<>(byContext.values());
        newest.sort(Comparator.comparingLong(CommitStatus::id).reversed());
        return newest;
    }

    /** Whether the account may merge into the branch at all. */
    public static boolean mayMerge(Forge forge, Repository repository, String branch, User user) {
        boolean writes = forge.permission(Optional.of(user), repository).includes(Permission.WRITE);
        Optional<BranchProtection> rule = repository.protection(branch);
        if (rule.isEmpty() || !rule.get().enableMergeWhitelist()) {
            return writes;
        }
        return rule.get().mergeWhitelist().stream()
                .anyMatch(name -> Forge.key(name).equals(Forge.key(user.name())));
    }

    /** Whether the account may push to the branch itself. */
    public static boolean mayPush(Forge forge, Repository repository, String branch, User user) {
        boolean writes = forge.permission(Optional.of(user), repository).includes(Permission.WRITE);
        Optional<BranchProtection> rule = repository.protection(branch);
        if (rule.isEmpty()) {
            return writes;
        }
        boolean listed = rule.get().pushWhitelist().isEmpty()
                || rule.get().pushWhitelist().stream()
                        .anyMatch(name -> Forge.key(name).equals(Forge.key(user.name())));
        return writes && rule.get().enablePush() && listed;
    }

    /** Whether the account may go past the protection. */
    public static boolean mayBypass(Forge forge, Repository repository, String branch, User user) {
        boolean admin = forge.permission(Optional.of(user), repository) == Permission.ADMIN;
        boolean blocked = forge.options().flavour() != Flavour.V1_22
                && repository
                        .protection(branch)
                        .map(BranchProtection::blockAdminMergeOverride)
                        .orElse(false);
        return admin && !blocked;
    }
}
