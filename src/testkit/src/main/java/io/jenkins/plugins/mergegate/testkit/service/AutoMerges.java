// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.service;

import io.jenkins.plugins.mergegate.testkit.git.GitException;
import io.jenkins.plugins.mergegate.testkit.model.Forge;
import io.jenkins.plugins.mergegate.testkit.model.MergeStatus;
import io.jenkins.plugins.mergegate.testkit.model.PullRequest;
import io.jenkins.plugins.mergegate.testkit.model.Repository;
import java.time.Duration;

/** What happens by itself once a check is done: scheduled merges, and the detection of merges made by hand. */
public final class AutoMerges {

    private final Forge forge;
    private final Merger merger;
    private final PushEvents events;
    private final Background background;

    public AutoMerges(Forge forge, Merger merger, PushEvents events, Background background) {
        this.forge = forge;
        this.merger = merger;
        this.events = events;
        this.background = background;
    }

    /** A mergeability check is done. */
    public void checked(Repository repository, PullRequest pull) {
        boolean contained = pull.mergeability().result() == MergeStatus.ANCESTOR;
        if (contained && repository.settings().autodetectManualMerge()) {
            forge.user(pull.author()).ifPresent(author -> events.merged(repository, pull, author, pull.headSha()));
        } else {
            wake(repository, pull.number());
        }
    }

    /** Something a scheduled merge may have waited for has changed. */
    public void wake(Repository repository, long number) {
        boolean scheduled = repository
                .pull(number)
                .map(pull -> pull.open() && pull.scheduled())
                .orElse(false);
        if (scheduled) {
            background.later(Duration.ZERO, () -> attempt(repository, number));
        }
    }

    /** The same for every pull request whose head is this commit. */
    public void wake(Repository repository, String sha) {
        repository.pulls().stream()
                .filter(pull -> pull.headSha().equals(sha))
                .forEach(pull -> wake(repository, pull.number()));
    }

    private void attempt(Repository repository, long number) {
        repository.pull(number).filter(PullRequest::scheduled).ifPresent(pull -> {
            try {
                merger.tryScheduled(repository, pull);
            } catch (Refusal | GitException refusal) {
                // It stays scheduled until the next change.
            }
        });
    }
}
