// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.service;

import io.jenkins.plugins.mergegate.testkit.git.BareRepository;
import io.jenkins.plugins.mergegate.testkit.model.Flavour;
import io.jenkins.plugins.mergegate.testkit.model.Forge;
import io.jenkins.plugins.mergegate.testkit.model.MergeStatus;
import io.jenkins.plugins.mergegate.testkit.model.Mergeability;
import io.jenkins.plugins.mergegate.testkit.model.PullRequest;
import io.jenkins.plugins.mergegate.testkit.model.Repository;
import io.jenkins.plugins.mergegate.testkit.model.User;
import java.time.Instant;
import java.util.Optional;

/** Opens, changes and closes pull requests. */
public final class PullRequests {

    private final Forge forge;
    private final Mergeabilities mergeabilities;
    private final Webhooks webhooks;

    public PullRequests(Forge forge, Mergeabilities mergeabilities, Webhooks webhooks) {
        this.forge = forge;
        this.mergeabilities = mergeabilities;
        this.webhooks = webhooks;
    }

    /**
     * Opens a pull request; the first mergeability check is part of it. Nothing keeps two parallel calls from opening
     * two for the same pair of branches, as in Gitea.
     */
    public PullRequest open(Repository repository, User author, String head, String base, String title, String body) {
        if (head.equals(base)) {
            throw Refusal.of(422, "Invalid PullRequest: There are no changes between the head and the base");
        }
        BareRepository git = repository.git();
        boolean old = forge.options().flavour() == Flavour.V1_22;
        git.branch(base).orElseThrow(() -> old ? Refusal.of(404, "BaseNotExist") : noRef(base));
        String sha = git.branch(head).orElseThrow(() -> noRef(head));
        PullRequest pull = row(repository, author, head, base, sha, title, body);
        webhooks.pull(repository, pull, "opened", author, "");
        return pull;
    }

    private static Refusal noRef(String name) {
        return Refusal.of(404, "ref \"" + name + "\" does not exist");
    }

    private PullRequest row(
            Repository repository, User author, String head, String base, String sha, String title, String body) {
        find(repository, head, base).ifPresent(old -> {
            throw Refusal.of(409, exists(repository, old));
        });
        Instant now = Instant.now();
        PullRequest draft = new PullRequest(
                forge.nextId(),
                repository.nextNumber(),
                title,
                body,
                author.name(),
                head,
                base,
                sha,
                true,
                Optional.empty(),
                Mergeability.of(MergeStatus.CHECKING),
                Optional.empty(),
                now,
                now);
        repository.git().git("update-ref", draft.ref(), sha);
        MergeStatus status = Mergeabilities.compute(repository, draft);
        PullRequest pull = draft.withMergeability(Mergeability.of(status));
        repository.add(pull);
        boolean moved = !repository.git().branch(head).equals(Optional.of(sha));
        if (moved) {
            mergeabilities.outdate(repository, pull.number());
        }
        return pull;
    }

    /** The open pull request of two branches. */
    public static Optional<PullRequest> find(Repository repository, String head, String base) {
        return repository.pulls().stream()
                .filter(pull ->
                        pull.open() && pull.head().equals(head) && pull.base().equals(base))
                .findFirst();
    }

    private static String exists(Repository repository, PullRequest pull) {
        return "pull request already exists for these targets [id: " + pull.id() + ", issue_id: " + pull.number()
                + ", head_repo_id: " + repository.id() + ", base_repo_id: " + repository.id() + ", head_branch: "
                + pull.head() + ", base_branch: " + pull.base() + "]";
    }

    /** Closes or opens again. */
    public void setOpen(Repository repository, PullRequest pull, boolean open, User doer) {
        if (pull.merged()) {
            throw Refusal.of(412, "cannot change state of this pull request, it was already merged");
        }
        if (pull.open() == open) {
            return;
        }
        repository.update(pull.number(), row -> {
            PullRequest changed = row.withOpen(open);
            return open ? changed : changed.withAutoMerge(Optional.empty());
        });
        if (open) {
            reopened(repository, pull);
        }
        repository
                .pull(pull.number())
                .ifPresent(row -> webhooks.pull(repository, row, open ? "reopened" : "closed", doer, ""));
    }

    private void reopened(Repository repository, PullRequest pull) {
        repository.git().branch(pull.head()).ifPresent(sha -> {
            repository.git().git("update-ref", pull.ref(), sha);
            repository.update(pull.number(), row -> row.withHeadSha(sha));
        });
        mergeabilities.outdate(repository, pull.number());
    }

    public void rename(Repository repository, PullRequest pull, String title, String body) {
        repository.update(pull.number(), row -> row.withText(title, body));
    }

    public void retarget(Repository repository, PullRequest pull, String base) {
        repository.git().branch(base).orElseThrow(() -> Refusal.of(404, "not found"));
        repository.update(pull.number(), row -> row.withBase(base));
        mergeabilities.outdate(repository, pull.number());
    }
}
