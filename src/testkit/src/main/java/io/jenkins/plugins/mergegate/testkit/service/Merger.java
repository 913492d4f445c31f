// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.service;

import static io.jenkins.plugins.mergegate.testkit.faults.MergeMoment.AFTER_PUSH;
import static io.jenkins.plugins.mergegate.testkit.faults.MergeMoment.BEFORE_FETCH;
import static io.jenkins.plugins.mergegate.testkit.faults.MergeMoment.BEFORE_PUSH;

import io.jenkins.plugins.mergegate.testkit.faults.Effect;
import io.jenkins.plugins.mergegate.testkit.faults.Script;
import io.jenkins.plugins.mergegate.testkit.git.BareRepository;
import io.jenkins.plugins.mergegate.testkit.model.AutoMerge;
import io.jenkins.plugins.mergegate.testkit.model.Flavour;
import io.jenkins.plugins.mergegate.testkit.model.Forge;
import io.jenkins.plugins.mergegate.testkit.model.MergeStyle;
import io.jenkins.plugins.mergegate.testkit.model.PullRequest;
import io.jenkins.plugins.mergegate.testkit.model.RefUpdate;
import io.jenkins.plugins.mergegate.testkit.model.Repository;
import io.jenkins.plugins.mergegate.testkit.model.TimelineEvent;
import io.jenkins.plugins.mergegate.testkit.model.User;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Merges pull requests as Gitea does: checks, then git, then the books. */
public final class Merger {

    private final Forge forge;
    private final Mergeabilities mergeabilities;
    private final MergeChecks checks;
    private final PushEvents events;
    private final BranchCleaner cleaner;

    public Merger(Forge forge, Mergeabilities mergeabilities, PushEvents events, BranchCleaner cleaner) {
        this.forge = forge;
        this.mergeabilities = mergeabilities;
        this.checks = new MergeChecks(forge, mergeabilities);
        this.events = events;
        this.cleaner = cleaner;
    }

    /** Returns the status of success, 200 or 201 when the merge is only scheduled; everything else is thrown. */
    public int merge(Repository repository, PullRequest pull, User doer, MergeOrder order, Script script) {
        checks.check(repository, pull, doer, order);
        if (order.style() == MergeStyle.MANUALLY_MERGED) {
            markMerged(repository, pull, doer, order);
            return 200;
        }
        MergeMessages messages = MergeMessages.of(repository, pull);
        String message = order.commitMessage(messages.defaultTitle(order.style()));
        boolean delete = cleaner.wanted(repository, order);
        if (order.whenChecksSucceed()) {
            schedule(repository, pull, new AutoMerge(doer.name(), order.style(), message, delete));
            return 201;
        }
        perform(repository, pull, doer, order, message, script);
        if (delete) {
            cleaner.deleteHead(repository, pull, doer);
        }
        return 200;
    }

    /** A scheduled merge whose time may have come; refusals leave it scheduled. */
    public void tryScheduled(Repository repository, PullRequest pull) {
        AutoMerge auto = pull.autoMerge().orElseThrow();
        User doer = forge.user(auto.user()).orElseThrow();
        MergeOrder order = MergeOrder.of(auto.style());
        checks.check(repository, pull, doer, order);
        perform(repository, pull, doer, order, auto.message(), Script.NONE);
        if (auto.deleteBranch()) {
            cleaner.deleteHead(repository, pull, doer);
        }
    }

    private void schedule(Repository repository, PullRequest pull, AutoMerge auto) {
        if (pull.scheduled()) {
            throw Refusal.of(
                    409,
                    "pull request is already scheduled to auto merge when checks succeed [pull_id: " + pull.id() + "]");
        }
        repository.update(pull.number(), row -> row.withAutoMerge(Optional.of(auto)));
        repository.add(
                new TimelineEvent(forge.nextId(), pull.number(), TimelineEvent.SCHEDULED, auto.user(), Instant.now()));
    }

    private void markMerged(Repository repository, PullRequest pull, User doer, MergeOrder order) {
        allowed(repository, order.style());
        String commit = order.mergeCommitId();
        BareRepository git = repository.git();
        boolean known = commit.length() == 40
                && git.commit(commit).isPresent()
                && git.isAncestor(commit, "refs/heads/" + pull.base());
        if (!known) {
            if (forge.options().flavour() == Flavour.V1_22) {
                throw Refusal.shaped(409, Map.of());
            }
            throw Refusal.of(409, "Wrong commit ID");
        }
        events.merged(repository, pull, doer, commit);
    }

    private void perform(
            Repository repository, PullRequest pull, User doer, MergeOrder order, String message, Script script) {
        allowed(repository, order.style());
        ReentrantLock lock = repository.lock(pull.number());
        lock.lock();
        try {
            script.at(BEFORE_FETCH);
            BareRepository git = repository.git();
            String base = git.branch(pull.base()).orElseThrow(() -> Refusal.internal("base branch is missing"));
            String head = git.branch(pull.head()).orElseThrow(() -> Refusal.internal("head branch is missing"));
            if (!order.headCommitId().isEmpty() && !order.headCommitId().equals(head)) {
                throw Refusal.of(409, "head out of date");
            }
            MergeMessages messages = MergeMessages.of(repository, pull);
            String tip = new MergeWork(git, doer, forge.options().flavour())
                    .newTip(order.style(), base, head, message, messages);
            script.at(BEFORE_PUSH);
            push(repository, pull, doer, base, head, tip, script);
        } finally {
            lock.unlock();
            mergeabilities.restart(repository, pull.base());
        }
    }

    private void push(
            Repository repository, PullRequest pull, User doer, String base, String head, String tip, Script script) {
        if (script.answer().orElse(null) instanceof Effect.Phantom) {
            events.merged(repository, pull, doer, tip);
            return;
        }
        BareRepository git = repository.git();
        String ref = "refs/heads/" + pull.base();
        String now = git.branch(pull.base()).orElse(BareRepository.ZERO);
        if (now.equals(tip)) {
            return;
        }
        if (!now.equals(base) && !git.isAncestor(now, tip)) {
            throw Refusal.of(409, "merge push out of date");
        }
        preReceive(repository, pull, doer);
        RefUpdate update = RefUpdate.merge(ref, now, tip, doer.name(), pull.number(), head);
        if (!Refs.move(repository, update)) {
            throw Refusal.of(409, PushTexts.lostRace(forge.options().flavour(), ref, git.branch(pull.base()), now));
        }
        script.at(AFTER_PUSH);
        if (script.answer().orElse(null) instanceof Effect.LeaveOpen) {
            return;
        }
        events.merged(repository, pull, doer, tip);
        events.pushed(repository, update, doer);
    }

    private void preReceive(Repository repository, PullRequest pull, User doer) {
        boolean free = PullFacts.mayPush(forge, repository, pull.base(), doer)
                || PullFacts.mayBypass(forge, repository, pull.base(), doer);
        Optional<String> unmet = free ? Optional.empty() : checks.unmet(repository, pull);
        unmet.ifPresent(reason -> {
            throw Refusal.of(
                    409,
                    PushTexts.rejected(
                            forge.options().flavour(),
                            "Not allowed to push to protected branch " + pull.base() + " and pr #" + pull.id()
                                    + " is not ready to be merged: " + reason));
        });
    }

    private void allowed(Repository repository, MergeStyle style) {
        if (!repository.settings().allows(style)) {
            throw Refusal.of(405, style.key() + " is not allowed an allowed merge style for this repository");
        }
    }

    /** The row as merged now. */
    static PullRequest.Merged record(String sha, User doer) {
        return new PullRequest.Merged(sha, doer.name(), Instant.now());
    }
}
