// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mergegate.testkit.git.BareRepository;
import io.jenkins.plugins.mergegate.testkit.model.BranchProtection;
import java.util.List;
import java.util.Optional;

/** Branches and the rules over them. */
public final class BranchView {

    private BranchView() {}

    public static ObjectNode of(
            BareRepository git,
            String name,
            String sha,
            Optional<BranchProtection> rule,
            boolean push,
            boolean merge,
            boolean admin) {
        ObjectNode node = Json.object().put("name", name);
        ObjectNode commit = Json.object().put("id", sha).put("message", git.git("log", "-1", "--format=%B", sha));
        node.set("commit", commit.put("timestamp", git.git("log", "-1", "--format=%cI", sha)));
        node.put("protected", rule.isPresent())
                .put(
                        "required_approvals",
                        rule.map(BranchProtection::requiredApprovals).orElse(0))
                .put(
                        "enable_status_check",
                        rule.map(BranchProtection::enableStatusCheck).orElse(false));
        List<String> contexts = rule.map(BranchProtection::statusCheckContexts).orElse(List.of());
        boolean none = rule.isPresent() && contexts.isEmpty();
        node.set("status_check_contexts", none ? null : Json.texts(contexts));
        return node.put("user_can_push", push)
                .put("user_can_merge", merge)
                .put(
                        "effective_branch_protection_name",
                        admin ? rule.map(BranchProtection::ruleName).orElse("") : "");
    }

    public static ObjectNode protection(BranchProtection rule) {
        ObjectNode node = Json.object()
                .put("branch_name", rule.ruleName())
                .put("rule_name", rule.ruleName())
                .put("priority", 1)
                .put("enable_push", rule.enablePush())
                .put("enable_push_whitelist", !rule.pushWhitelist().isEmpty());
        node.set("push_whitelist_usernames", Json.texts(rule.pushWhitelist()));
        node.put("enable_force_push", rule.enableForcePush())
                .put("enable_merge_whitelist", rule.enableMergeWhitelist());
        node.set("merge_whitelist_usernames", Json.texts(rule.mergeWhitelist()));
        node.put("enable_status_check", rule.enableStatusCheck());
        node.set("status_check_contexts", Json.texts(rule.statusCheckContexts()));
        return node.put("required_approvals", rule.requiredApprovals())
                .put("block_on_rejected_reviews", rule.blockOnRejectedReviews())
                .put("block_on_official_review_requests", rule.blockOnOfficialReviewRequests())
                .put("block_on_outdated_branch", rule.blockOnOutdated())
                .put("dismiss_stale_approvals", rule.dismissStaleApprovals())
                .put("ignore_stale_approvals", rule.ignoreStaleApprovals())
                .put("require_signed_commits", rule.requireSignedCommits())
                .put("protected_file_patterns", String.join(";", rule.protectedFilePatterns()))
                .put("block_admin_merge_override", rule.blockAdminMergeOverride());
    }
}
