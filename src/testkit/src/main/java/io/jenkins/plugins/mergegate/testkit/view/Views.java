// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mergegate.testkit.model.Comment;
import io.jenkins.plugins.mergegate.testkit.model.CommitStatus;
import io.jenkins.plugins.mergegate.testkit.model.Forge;
import io.jenkins.plugins.mergegate.testkit.model.Repository;
import io.jenkins.plugins.mergegate.testkit.model.Review;
import io.jenkins.plugins.mergegate.testkit.model.TimelineEvent;
import io.jenkins.plugins.mergegate.testkit.model.User;
import io.jenkins.plugins.mergegate.testkit.model.Webhook;
import java.net.URI;

/** The small JSON shapes of the API. */
public final class Views {

    private final Forge forge;
    private final URI root;

    public Views(Forge forge, URI root) {
        this.forge = forge;
        this.root = root;
    }

    Forge forge() {
        return forge;
    }

    public String html(Repository repository) {
        return root + "/" + repository.fullName();
    }

    public String api(Repository repository) {
        return root + "/api/v1/repos/" + repository.fullName();
    }

    /** The account, or the shape of one that is gone. */
    public ObjectNode user(String name) {
        return forge.user(name).map(this::user).orElseGet(() -> user(new User(-1, "Ghost", "", false)));
    }

    public ObjectNode user(User user) {
        return Json.object()
                .put("id", user.id())
                .put("login", user.name())
                .put("login_name", "")
                .put("full_name", "")
                .put("email", user.email())
                .put("html_url", root + "/" + user.name())
                .put("is_admin", user.admin())
                .put("active", true)
                .put("prohibit_login", false)
                .put("username", user.name());
    }

    public ObjectNode status(Repository repository, String sha, CommitStatus status) {
        ObjectNode node = Json.object()
                .put("id", status.id())
                .put("status", status.state())
                .put("target_url", status.targetUrl())
                .put("description", status.description())
                .put("url", api(repository) + "/statuses/" + sha)
                .put("context", status.context());
        node.set("creator", user(status.creator()));
        return node.put("created_at", Json.time(status.at())).put("updated_at", Json.time(status.at()));
    }

    public ObjectNode comment(Repository repository, Comment comment) {
        String pull = html(repository) + "/pulls/" + comment.pull();
        ObjectNode node = Json.object()
                .put("id", comment.id())
                .put("html_url", pull + "#issuecomment-" + comment.id())
                .put("pull_request_url", pull)
                .put("issue_url", "");
        node.set("user", user(comment.author()));
        return node.put("body", comment.body())
                .put("created_at", Json.time(comment.createdAt()))
                .put("updated_at", Json.time(comment.updatedAt()));
    }

    public ObjectNode event(TimelineEvent event) {
        ObjectNode node = Json.object().put("id", event.id()).put("type", event.type());
        node.set("user", user(event.user()));
        return node.put("body", "").put("created_at", Json.time(event.at())).put("updated_at", Json.time(event.at()));
    }

    public ObjectNode review(Repository repository, Review review) {
        ObjectNode node = Json.object().put("id", review.id());
        node.set("user", user(review.user()));
        return node.put("state", review.state().name())
                .put("body", review.body())
                .put("commit_id", review.sha())
                .put("stale", review.stale())
                .put("official", review.official())
                .put("dismissed", review.dismissed())
                .put("submitted_at", Json.time(review.at()))
                .put("html_url", html(repository) + "/pulls/" + review.pull() + "#issuecomment-" + review.id());
    }

    public ObjectNode webhook(Webhook hook) {
        ObjectNode node =
                Json.object().put("id", hook.id()).put("type", "gitea").put("active", true);
        node.set("events", Json.texts(hook.events()));
        node.set("config", Json.object().put("url", hook.target().toString()).put("content_type", "json"));
        return node;
    }
}
