// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mergegate.testkit.model.MergeStatus;
import io.jenkins.plugins.mergegate.testkit.model.PullRequest;
import io.jenkins.plugins.mergegate.testkit.model.Repository;
import io.jenkins.plugins.mergegate.testkit.model.User;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A pull request as the API shows it. */
public final class PullView {

    /** Which sha is shown for the head: what its branch holds now, or what the pull request's own ref holds. */
    public enum HeadSha {
        LIVE_BRANCH,
        PULL_REF
    }

    private final Views views;
    private final RepositoryView repositories;

    public PullView(Views views) {
        this.views = views;
        this.repositories = new RepositoryView(views);
    }

    public ObjectNode of(
            Repository repository, PullRequest pull, MergeStatus visible, HeadSha headSha, Optional<User> reader) {
        ObjectNode node = Json.object()
                .put("id", pull.id())
                .put("url", views.html(repository) + "/pulls/" + pull.number())
                .put("number", pull.number());
        node.set("user", views.user(pull.author()));
        node.put("title", pull.title()).put("body", pull.body());
        node.set("labels", Json.array(List.of()));
        node.putNull("milestone").putNull("assignee");
        boolean listed = headSha == HeadSha.PULL_REF;
        node.set("assignees", listed ? null : Json.array(List.of()));
        node.set("requested_reviewers", listed ? null : Json.array(List.of()));
        node.put("state", pull.open() ? "open" : "closed")
                .put("draft", pull.draft())
                .put("is_locked", false)
                .put("comments", repository.comments(pull.number()).size())
                .put("html_url", views.html(repository) + "/pulls/" + pull.number())
                .put("mergeable", visible.shownAsMergeable() && !pull.draft());
        merge(node, pull);
        node.put("allow_maintainer_edit", false);
        node.set("base", base(repository, pull, reader));
        node.set("head", head(repository, pull, headSha, reader));
        node.put("merge_base", mergeBase(repository, pull, headSha)).putNull("due_date");
        return node.put("created_at", Json.time(pull.createdAt()))
                .put("updated_at", Json.time(pull.updatedAt()))
                .put("closed_at", pull.open() ? null : Json.time(pull.updatedAt()))
                .put("pin_order", 0)
                .put("content_version", 0);
    }

    private void merge(ObjectNode node, PullRequest pull) {
        Optional<Instant> at = pull.merge().map(PullRequest.Merged::at);
        node.put("merged", pull.merged())
                .put("merged_at", at.map(Json::time).orElse(null))
                .put("merge_commit_sha", pull.merged() ? pull.mergeCommitSha() : null);
        node.set("merged_by", pull.merge().map(merge -> views.user(merge.by())).orElse(null));
    }

    private ObjectNode base(Repository repository, PullRequest pull, Optional<User> reader) {
        String sha = repository.git().branch(pull.base()).orElse("");
        return side(repository, pull.base(), pull.base(), sha, reader);
    }

    private ObjectNode head(Repository repository, PullRequest pull, HeadSha wanted, Optional<User> reader) {
        Optional<String> tip = repository.git().branch(pull.head());
        String sha = wanted == HeadSha.PULL_REF ? pull.headSha() : tip.orElse(pull.headSha());
        String ref = tip.isPresent() ? pull.head() : pull.ref();
        return side(repository, pull.head(), ref, sha, reader);
    }

    private ObjectNode side(Repository repository, String label, String ref, String sha, Optional<User> reader) {
        ObjectNode node = Json.object()
                .put("label", label)
                .put("ref", ref)
                .put("sha", sha)
                .put("repo_id", repository.id());
        node.set("repo", repositories.of(repository, reader));
        return node;
    }

    private static String mergeBase(Repository repository, PullRequest pull, HeadSha headSha) {
        if (headSha == HeadSha.PULL_REF) {
            return "";
        }
        return repository
                .git()
                .branch(pull.base())
                .flatMap(base -> repository.git().mergeBase(base, pull.headSha()))
                .orElse("");
    }
}
