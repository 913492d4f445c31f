// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit;

import io.jenkins.plugins.mergegate.testkit.faults.Script;
import io.jenkins.plugins.mergegate.testkit.git.BareRepository;
import io.jenkins.plugins.mergegate.testkit.git.CommitWriter;
import io.jenkins.plugins.mergegate.testkit.git.FastImport;
import io.jenkins.plugins.mergegate.testkit.model.BranchProtection;
import io.jenkins.plugins.mergegate.testkit.model.Comment;
import io.jenkins.plugins.mergegate.testkit.model.CommitStatus;
import io.jenkins.plugins.mergegate.testkit.model.Forge;
import io.jenkins.plugins.mergegate.testkit.model.MergeStyle;
import io.jenkins.plugins.mergegate.testkit.model.Permission;
import io.jenkins.plugins.mergegate.testkit.model.PullRequest;
import io.jenkins.plugins.mergegate.testkit.model.RefUpdate;
import io.jenkins.plugins.mergegate.testkit.model.Repository;
import io.jenkins.plugins.mergegate.testkit.model.RepositorySettings;
import io.jenkins.plugins.mergegate.testkit.model.Review;
import io.jenkins.plugins.mergegate.testkit.model.User;
import io.jenkins.plugins.mergegate.testkit.model.Webhook;
import io.jenkins.plugins.mergegate.testkit.service.Core;
import io.jenkins.plugins.mergegate.testkit.service.MergeOrder;
import io.jenkins.plugins.mergegate.testkit.service.Refs;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** One repository of the embedded server, as a test sees it: it may do everything and asks nobody. */
public final class EmbeddedRepository {

    private final Core core;
    private final Repository repository;

    EmbeddedRepository(Core core, Repository repository) {
        this.core = core;
        this.repository = repository;
    }

    public String owner() {
        return repository.owner();
    }

    public String name() {
        return repository.name();
    }

    public String fullName() {
        return repository.fullName();
    }

    public Path gitDir() {
        return git().directory();
    }

    public String cloneUrl() {
        return core.views().html(repository) + ".git";
    }

    public RepositorySettings settings() {
        return repository.settings();
    }

    /** Gives the repository a new name; the API answers the old one with 301. */
    public void rename(String newName) {
        core.repositories().rename(repository, newName);
    }

    public EmbeddedRepository collaborator(User user, Permission permission) {
        repository.collaborators().put(Forge.key(user.name()), permission);
        return this;
    }

    /** Protects a branch, or the branches of a glob; a rule of that name is replaced. */
    public void protect(String branch, Consumer<BranchProtection> settings) {
        BranchProtection rule = new BranchProtection(branch);
        settings.accept(rule);
        unprotect(branch);
        repository.protections().add(rule);
        core.mergeabilities().outdate(repository, rule);
    }

    public void unprotect(String branch) {
        repository.protections().removeIf(rule -> rule.ruleName().equals(branch));
    }

    // Commits and refs

    /** Commits files on a branch, which starts at the default branch when it is new. */
    public String commit(String branch, Map<String, String> files, String message) {
        return commitOnTopOf(start(branch), branch, files, message);
    }

    /** Commits files on top of any commit and moves the branch there, forced if need be. */
    public String commitOnTopOf(String parent, String branch, Map<String, String> files, String message) {
        String sha = new CommitWriter(git()).write(parent, files, Set.of(), message);
        forceUpdate(branch, sha);
        return sha;
    }

    public String deleteFile(String branch, String path, String message) {
        String sha = new CommitWriter(git()).write(start(branch), Map.of(), Set.of(path), message);
        forceUpdate(branch, sha);
        return sha;
    }

    /** Many commits with a file each, fast. */
    public String commitMany(String branch, int count) {
        String sha = new FastImport(git()).commits(start(branch), branch, count);
        forceUpdate(branch, sha);
        return sha;
    }

    /** One commit with many files, fast. */
    public String commitFiles(String branch, Map<String, String> files, String message) {
        String sha = new FastImport(git()).files(start(branch), files, message);
        forceUpdate(branch, sha);
        return sha;
    }

    /** A new branch at a revision. */
    public String createBranch(String branch, String from) {
        String sha = git().commit(from).orElseThrow(() -> new IllegalArgumentException("no revision " + from));
        forceUpdate(branch, sha);
        return sha;
    }

    /** Moves a branch to a commit, whatever it held; everything follows as after a push. */
    public void forceUpdate(String branch, String sha) {
        String before = git().branch(branch).orElse(BareRepository.ZERO);
        if (before.equals(sha)) {
            return;
        }
        RefUpdate update = RefUpdate.of("refs/heads/" + branch, before, sha, RefUpdate.Cause.FIXTURE, owner());
        if (!Refs.move(repository, update)) {
            throw new IllegalStateException("the branch " + branch + " moved meanwhile");
        }
        core.events().pushed(repository, update, ownerAccount());
    }

    public void deleteBranch(String branch) {
        forceUpdate(branch, BareRepository.ZERO);
    }

    /** The tip of a branch. */
    public String head(String branch) {
        return git().branch(branch).orElseThrow(() -> new IllegalArgumentException("no branch " + branch));
    }

    public boolean hasBranch(String branch) {
        return git().branch(branch).isPresent();
    }

    public List<String> branches() {
        return git().branches();
    }

    /** The first-parent history of a branch, newest first. */
    public List<String> log(String branch) {
        return BareRepository.lines(git().git("rev-list", "--first-parent", "refs/heads/" + branch));
    }

    public boolean isAncestor(String ancestor, String descendant) {
        return git().isAncestor(ancestor, descendant);
    }

    /** The content of a file, if it is there. */
    public Optional<String> read(String revision, String path) {
        return git().read(revision, path);
    }

    /** The first line of a commit's message. */
    public String subject(String revision) {
        return git().git("log", "-1", "--format=%s", revision);
    }

    /** The tree of a revision. */
    public String tree(String revision) {
        return git().tree(revision);
    }

    /** The paths of all files of a revision. */
    public Set<String> files(String revision) {
        return Set.copyOf(BareRepository.lines(git().git("ls-tree", "-r", "--name-only", revision)));
    }

    /** Every move of a ref so far, in order, with who did it. */
    public List<RefUpdate> refLog() {
        return repository.refUpdates();
    }

    /** Every move of a branch so far, in order, with who did it. */
    public List<RefUpdate> refLog(String branch) {
        return repository.refUpdates().stream()
                .filter(update -> update.ref().equals("refs/heads/" + branch))
                .toList();
    }

    // Pull requests

    public PullRequest openPullRequest(String head, String base, String title) {
        return openPullRequest(ownerAccount(), head, base, title);
    }

    public PullRequest openPullRequest(User author, String head, String base, String title) {
        return core.pulls().open(repository, author, head, base, title, "");
    }

    /** All pull requests as they are now, oldest first. */
    public List<PullRequest> pullRequests() {
        return repository.pulls();
    }

    public PullRequest pullRequest(long number) {
        return repository.pull(number).orElseThrow(() -> new IllegalArgumentException("no pull request " + number));
    }

    public void approve(long number, User reviewer) {
        core.reviews().add(repository, pullRequest(number), reviewer, Review.State.APPROVED, "");
    }

    public void requestChanges(long number, User reviewer) {
        core.reviews().add(repository, pullRequest(number), reviewer, Review.State.REQUEST_CHANGES, "");
    }

    public List<Review> reviews(long number) {
        return repository.reviews(number);
    }

    /** Whether a second merge call of this pull request waits for the first one to end. */
    public boolean hasWaitingMerge(long number) {
        return repository.lock(number).hasQueuedThreads();
    }

    public void close(long number) {
        core.pulls().setOpen(repository, pullRequest(number), false, ownerAccount());
    }

    public void reopen(long number) {
        core.pulls().setOpen(repository, pullRequest(number), true, ownerAccount());
    }

    /** Makes a pull request merge into another branch. */
    public void retarget(long number, String base) {
        core.pulls().retarget(repository, pullRequest(number), base);
    }

    /** Merges with the account of the owner, as somebody does on the page of the pull request. */
    public void merge(long number, MergeStyle style) {
        core.merger().merge(repository, pullRequest(number), ownerAccount(), MergeOrder.of(style), Script.NONE);
    }

    public void rename(long number, String title) {
        core.pulls()
                .rename(
                        repository,
                        pullRequest(number),
                        title,
                        pullRequest(number).body());
    }

    /** Comments with the account of the owner. */
    public void comment(long number, String text) {
        Instant now = Instant.now();
        Comment comment = new Comment(core.forge().nextId(), number, owner(), text, now, now);
        repository.comments().put(comment.id(), comment);
    }

    public List<Comment> comments(long number) {
        return repository.comments(number);
    }

    // Statuses and webhooks

    public void setStatus(String sha, String context, String state) {
        core.statuses().set(repository, sha, context, state, "", "", ownerAccount());
    }

    /** Every status of a commit, oldest first. */
    public List<CommitStatus> statuses(String sha) {
        return List.copyOf(repository.statuses(sha));
    }

    public void addWebhook(URI target, String secret, String... events) {
        repository.webhooks().add(new Webhook(core.forge().nextId(), target, secret, Set.of(events)));
    }

    private BareRepository git() {
        return repository.git();
    }

    private User ownerAccount() {
        return core.forge().user(owner()).orElseThrow();
    }

    private String start(String branch) {
        return git().branch(branch).orElseGet(() -> head(settings().defaultBranch()));
    }
}
