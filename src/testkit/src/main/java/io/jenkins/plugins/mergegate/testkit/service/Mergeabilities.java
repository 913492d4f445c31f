// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.service;

import io.jenkins.plugins.mergegate.testkit.git.BareRepository;
import io.jenkins.plugins.mergegate.testkit.git.TreeMerge;
import io.jenkins.plugins.mergegate.testkit.model.BranchProtection;
import io.jenkins.plugins.mergegate.testkit.model.MergeStatus;
import io.jenkins.plugins.mergegate.testkit.model.Mergeability;
import io.jenkins.plugins.mergegate.testkit.model.PullRequest;
import io.jenkins.plugins.mergegate.testkit.model.Repository;
import io.jenkins.plugins.mergegate.testkit.model.ServerOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The mergeability check: outdated by every move of head or base, done again in the background. */
public final class Mergeabilities {

    private final ServerOptions options;
    private final Background background;
    private volatile BiConsumer<Repository, PullRequest> listener = (repository, pull) -> {};

    public Mergeabilities(ServerOptions options, Background background) {
        this.options = options;
        this.background = background;
    }

    /** Who wants to know when a check is done. */
    public void whenChecked(BiConsumer<Repository, PullRequest> wanted) {
        listener = wanted;
    }

    /** Marks the result as out of date and plans the next check. */
    public void outdate(Repository repository, long number) {
        repository.update(
                number, pull -> pull.withMergeability(pull.mergeability().outdated(Instant.now())));
        plan(repository, number, options.staleFor().plus(options.checkingFor()));
    }

    private void plan(Repository repository, long number, Duration untilDue) {
        if (!options.checkOnlyWhenViewed()) {
            background.later(untilDue, () -> refresh(repository, number));
        }
    }

    /** A merge into the branch was tried: whatever came of it, all its pull requests are checked again, from now on. */
    void restart(Repository repository, String base) {
        for (PullRequest pull : repository.pulls()) {
            if (pull.open() && pull.base().equals(base)) {
                repository.update(
                        pull.number(),
                        row -> row.withMergeability(row.mergeability().restarted(Instant.now(), options.staleFor())));
                plan(repository, pull.number(), options.checkingFor());
            }
        }
    }

    /** A rule was made or changed: all pull requests into its branches are checked again. */
    public void outdate(Repository repository, BranchProtection rule) {
        repository.pulls().stream()
                .filter(pull -> pull.open() && rule.matches(pull.base()))
                .forEach(pull -> outdate(repository, pull.number()));
    }

    /** What is visible now; reading it does a check that is due, unless only a view starts one and this is none. */
    public MergeStatus visible(Repository repository, long number, boolean view) {
        if (view || !options.checkOnlyWhenViewed()) {
            refresh(repository, number);
        }
        return repository
                .pull(number)
                .map(pull -> pull.mergeability().at(Instant.now(), options.staleFor()))
                .orElse(MergeStatus.ERROR);
    }

    /** Does the check now if it is due. */
    public void refresh(Repository repository, long number) {
        Optional<PullRequest> found = repository.pull(number);
        if (found.isEmpty() || !found.get().open() || !isDue(found.get().mergeability())) {
            return;
        }
        PullRequest seen = found.get();
        MergeStatus result = compute(repository, seen);
        repository.update(
                number,
                pull -> pull.mergeability().equals(seen.mergeability())
                        ? pull.withMergeability(Mergeability.of(result))
                        : pull);
        repository.pull(number).ifPresent(pull -> listener.accept(repository, pull));
    }

    private boolean isDue(Mergeability mergeability) {
        return mergeability.due(Instant.now(), options.staleFor(), options.checkingFor());
    }

    /** The result for the refs as they are now. */
    public static MergeStatus compute(Repository repository, PullRequest pull) {
        BareRepository git = repository.git();
        Optional<String> base = git.branch(pull.base());
        Optional<String> head = git.branch(pull.head());
        if (base.isEmpty() || head.isEmpty()) {
            return MergeStatus.ERROR;
        }
        if (git.isAncestor(head.get(), base.get())) {
            return MergeStatus.ANCESTOR;
        }
        TreeMerge merge = TreeMerge.of(git, base.get(), head.get());
        if (merge.unrelated()) {
            return MergeStatus.MERGEABLE;
        }
        if (!merge.clean()) {
            return MergeStatus.CONFLICT;
        }
        return merge.tree().equals(git.tree(base.get())) ? MergeStatus.EMPTY : MergeStatus.MERGEABLE;
    }
}
