// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mergegate.testkit.model.MergeStyle;
import io.jenkins.plugins.mergegate.testkit.model.Permission;
import io.jenkins.plugins.mergegate.testkit.model.Repository;
import io.jenkins.plugins.mergegate.testkit.model.RepositorySettings;
import io.jenkins.plugins.mergegate.testkit.model.User;
import java.util.Optional;

/** A repository as the API shows it to somebody. */
public final class RepositoryView {

    private final Views views;

    public RepositoryView(Views views) {
        this.views = views;
    }

    public ObjectNode of(Repository repository, Optional<User> reader) {
        RepositorySettings settings = repository.settings();
        ObjectNode node = Json.object().put("id", repository.id());
        node.set("owner", views.user(repository.owner()));
        node.put("name", repository.name())
                .put("full_name", repository.fullName())
                .put("description", "")
                .put("empty", false)
                .put("private", settings.isPrivate())
                .put("fork", false)
                .put("html_url", views.html(repository))
                .put("url", views.api(repository))
                .put("clone_url", views.html(repository) + ".git")
                .put("ssh_url", "")
                .put("default_branch", settings.defaultBranch())
                .put("archived", settings.archived())
                .put("open_pr_counter", openPulls(repository));
        node.set("permissions", permissions(views.forge().permission(reader, repository)));
        node.put("has_code", true).put("has_pull_requests", settings.pullRequests());
        styles(node, settings);
        return node.put("default_delete_branch_after_merge", settings.defaultDeleteBranch())
                .put("default_merge_style", settings.defaultMergeStyle().key())
                .put("default_update_style", "merge")
                .put("internal", false)
                .put("object_format_name", "sha1");
    }

    private static void styles(ObjectNode node, RepositorySettings settings) {
        node.put("ignore_whitespace_conflicts", false)
                .put("allow_merge_commits", settings.allows(MergeStyle.MERGE))
                .put("allow_rebase", settings.allows(MergeStyle.REBASE))
                .put("allow_rebase_explicit", settings.allows(MergeStyle.REBASE_MERGE))
                .put("allow_squash_merge", settings.allows(MergeStyle.SQUASH))
                .put("allow_fast_forward_only_merge", settings.allows(MergeStyle.FAST_FORWARD_ONLY))
                .put("allow_rebase_update", true)
                .put("allow_manual_merge", settings.allows(MergeStyle.MANUALLY_MERGED))
                .put("autodetect_manual_merge", settings.autodetectManualMerge());
    }

    private static ObjectNode permissions(Permission permission) {
        return Json.object()
                .put("admin", permission.includes(Permission.ADMIN))
                .put("push", permission.includes(Permission.WRITE))
                .put("pull", permission.includes(Permission.READ));
    }

    private static long openPulls(Repository repository) {
        return repository.pulls().stream().filter(pull -> pull.open()).count();
    }
}
