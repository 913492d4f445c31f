// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.service;

import io.jenkins.plugins.mergegate.testkit.model.Forge;
import io.jenkins.plugins.mergegate.testkit.view.Views;
import java.net.URI;

/** The services of one server, put together. */
public record Core(
        Forge forge,
        Views views,
        Background background,
        Repositories repositories,
        Mergeabilities mergeabilities,
        PushEvents events,
        BranchCleaner cleaner,
        PullRequests pulls,
        Merger merger,
        AutoMerges autoMerges,
        Statuses statuses,
        Reviews reviews)
        implements AutoCloseable {

    public static Core over(Forge forge, URI root) {
        Views views = new Views(forge, root);
        Background background = new Background();
        Webhooks webhooks = new Webhooks(forge.options(), views, new WebhookSender());
        Mergeabilities mergeabilities = new Mergeabilities(forge.options(), background);
        PushEvents events = new PushEvents(mergeabilities, webhooks);
        BranchCleaner cleaner = new BranchCleaner(forge, events);
        Merger merger = new Merger(forge, mergeabilities, events, cleaner);
        AutoMerges autoMerges = new AutoMerges(forge, merger, events, background);
        mergeabilities.whenChecked(autoMerges::checked);
        return new Core(
                forge,
                views,
                background,
                new Repositories(forge),
                mergeabilities,
                events,
                cleaner,
                new PullRequests(forge, mergeabilities, webhooks),
                merger,
                autoMerges,
                new Statuses(autoMerges),
                new Reviews(forge, autoMerges));
    }

    @Override
    public void close() {
        background.close();
    }
}
