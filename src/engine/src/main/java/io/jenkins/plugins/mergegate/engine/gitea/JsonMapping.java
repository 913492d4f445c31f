// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Gitea's JSON to the values of this package. */
final class JsonMapping {
    private JsonMapping() {}

    static Repository repository(JsonFields json) throws MalformedAnswer {
        Optional<JsonFields> permissions = json.maybeChild("permissions");
        return new Repository(
                json.text("full_name"),
                json.text("clone_url"),
                json.textOr("default_branch", ""),
                json.flagOrFalse("archived"),
                permissions.isPresent() && permissions.get().flagOrFalse("push"),
                styles(json),
                defaultStyle(json.textOr("default_merge_style", "")));
    }

    private static Set<MergeStyle> styles(JsonFields json) throws MalformedAnswer {
        Set<MergeStyle> styles = EnumSet.noneOf(MergeStyle.class);
        if (json.flagOrFalse("allow_merge_commits")) {
            styles.add(MergeStyle.MERGE);
        }
        if (json.flagOrFalse("allow_rebase")) {
            styles.add(MergeStyle.REBASE);
        }
        if (json.flagOrFalse("allow_rebase_explicit")) {
            styles.add(MergeStyle.REBASE_MERGE);
        }
        if (json.flagOrFalse("allow_squash_merge")) {
            styles.add(MergeStyle.SQUASH);
        }
        if (json.flagOrFalse("allow_fast_forward_only_merge")) {
            styles.add(MergeStyle.FAST_FORWARD_ONLY);
        }
        return styles;
    }

    private static MergeStyle defaultStyle(String word) {
        try {
            return MergeStyle.parse(word);
        } catch (InvalidInput e) {
            // Nothing, manually-merged, or a style of a newer Gitea.
            return null;
        }
    }

    static BranchInfo branch(JsonFields json) throws MalformedAnswer {
        return new BranchInfo(
                json.text("name"),
                json.child("commit").text("id"),
                json.flag("protected"),
                json.flag("user_can_merge"),
                (int) Math.min(json.number("required_approvals"), Integer.MAX_VALUE),
                requiredContexts(json));
    }

    private static List<String> requiredContexts(JsonFields json) throws MalformedAnswer {
        if (!json.flag("enable_status_check")) {
            return List.of();
        }
        List<String> contexts = json.texts("status_check_contexts");
        // Checks without a list of names: Gitea wants at least one status and all of them green.
        return contexts.isEmpty() ? List.of("*") : List.copyOf(contexts);
    }

    static BranchRule rule(JsonFields json) throws MalformedAnswer {
        return new BranchRule(
                json.text("rule_name"),
                json.flagOrFalse("enable_push"),
                json.flagOrFalse("enable_force_push"),
                json.flagOrFalse("enable_merge_whitelist"),
                json.flagOrFalse("block_on_outdated_branch"),
                json.flagOrFalse("require_signed_commits"));
    }

    static PullRequest pullRequest(JsonFields json) throws MalformedAnswer {
        JsonFields head = json.child("head");
        Optional<JsonFields> headRepository = head.maybeChild("repo");
        return new PullRequest(
                json.number("number"),
                json.textOr("title", ""),
                json.text("state").equals("open"),
                json.flagOrFalse("draft"),
                json.flag("mergeable"),
                json.flag("merged"),
                json.textOr("merge_commit_sha", null),
                head.textOr("sha", ""),
                head.textOr("ref", ""),
                head.textOr("label", ""),
                headRepository.isPresent() ? headRepository.get().text("full_name") : null,
                json.child("base").text("ref"),
                json.textOr("html_url", ""),
                json.numberOr("comments", 0));
    }

    static Review review(JsonFields json) throws MalformedAnswer {
        Optional<JsonFields> user = json.maybeChild("user");
        return new Review(
                user.isPresent() ? user.get().text("login") : null,
                json.textOr("state", ""),
                json.textOr("commit_id", ""),
                json.flag("official"),
                json.flag("stale"),
                json.flag("dismissed"));
    }

    /** A single status calls its word {@code status}; only the combined one has a {@code state}. Gitea keeps even an empty one. */
    static CommitStatus status(JsonFields json) throws MalformedAnswer {
        return new CommitStatus(
                json.textOr("context", ""),
                json.textOr("status", ""),
                json.textOr("description", ""),
                json.textOr("target_url", ""));
    }
}
