// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mergegate.testkit.model.Flavour;
import io.jenkins.plugins.mergegate.testkit.model.MergeStatus;
import io.jenkins.plugins.mergegate.testkit.model.PullRequest;
import io.jenkins.plugins.mergegate.testkit.model.RefUpdate;
import io.jenkins.plugins.mergegate.testkit.model.Repository;
import io.jenkins.plugins.mergegate.testkit.model.ServerOptions;
import io.jenkins.plugins.mergegate.testkit.model.User;
import io.jenkins.plugins.mergegate.testkit.model.Webhook;
import io.jenkins.plugins.mergegate.testkit.view.Json;
import io.jenkins.plugins.mergegate.testkit.view.PullView;
import io.jenkins.plugins.mergegate.testkit.view.RepositoryView;
import io.jenkins.plugins.mergegate.testkit.view.Views;
import java.util.Optional;

/** Tells the webhooks of a repository what happened. */
public final class Webhooks {

    private final ServerOptions options;
    private final Views views;
    private final PullView pulls;
    private final RepositoryView repositories;
    private final WebhookSender sender;

    public Webhooks(ServerOptions options, Views views, WebhookSender sender) {
        this.options = options;
        this.views = views;
        this.pulls = new PullView(views);
        this.repositories = new RepositoryView(views);
        this.sender = sender;
    }

    /** An event of a pull request; the sha before a push is empty for all other actions. */
    public void pull(Repository repository, PullRequest pull, String action, User doer, String before) {
        if (repository.webhooks().isEmpty()) {
            return;
        }
        MergeStatus result = pull.mergeability().result();
        ObjectNode payload = Json.object().put("action", action).put("number", pull.number());
        payload.set(
                "pull_request", pulls.of(repository, pull, result, PullView.HeadSha.LIVE_BRANCH, Optional.of(doer)));
        if (!before.isEmpty() && options.flavour() != Flavour.V1_22) {
            payload.put("before", before).put("after", pull.headSha());
        }
        String type = action.equals("synchronized") ? "pull_request_sync" : "pull_request";
        send(repository, "pull_request", type, payload, doer);
    }

    public void push(Repository repository, RefUpdate update, User doer) {
        if (repository.webhooks().isEmpty()) {
            return;
        }
        ObjectNode payload = Json.object()
                .put("ref", update.ref())
                .put("before", update.before())
                .put("after", update.after());
        payload.set("pusher", views.user(doer));
        send(repository, "push", "push", payload, doer);
    }

    private static boolean wants(Webhook hook, String event, String type) {
        boolean only = type.equals("pull_request") && hook.events().contains("pull_request_only");
        return only || hook.events().contains(event) || hook.events().contains(type);
    }

    private void send(Repository repository, String event, String type, ObjectNode payload, User doer) {
        payload.set("repository", repositories.of(repository, Optional.of(doer)));
        payload.set("sender", views.user(doer));
        for (Webhook hook : repository.webhooks()) {
            if (wants(hook, event, type)) {
                sender.send(hook, event, type, Json.write(payload));
            }
        }
    }
}
