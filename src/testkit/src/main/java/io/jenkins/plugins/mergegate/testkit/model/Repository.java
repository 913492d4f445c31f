// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.model;

import io.jenkins.plugins.mergegate.testkit.git.BareRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/** The rows of one repository. */
public final class Repository {

    private final long id;
    private final RepositorySettings settings = new RepositorySettings();
    private final Map<String, Permission> collaborators = new ConcurrentHashMap<>();
    private final List<BranchProtection> protections = new CopyOnWriteArrayList<>();
    private final ConcurrentSkipListMap<Long, PullRequest> pulls = new ConcurrentSkipListMap<>();
    private final Map<Long, ReentrantLock> pullLocks = new ConcurrentHashMap<>();
    private final AtomicLong lastIssue = new AtomicLong();
    private final Map<String, List<CommitStatus>> statuses = new ConcurrentHashMap<>();
    private final Map<Long, Comment> comments = new ConcurrentSkipListMap<>();
    private final List<TimelineEvent> timeline = new CopyOnWriteArrayList<>();
    private final Map<Long, Review> reviews = new ConcurrentSkipListMap<>();
    private final List<Webhook> webhooks = new CopyOnWriteArrayList<>();
    private final List<RefUpdate> refUpdates = new ArrayList<>();
    private final String owner;
    private volatile String name;
    private volatile BareRepository git;

    public Repository(long id, String owner, String name, BareRepository git) {
        this.id = id;
        this.owner = owner;
        this.name = name;
        this.git = git;
    }

    public long id() {
        return id;
    }

    public String owner() {
        return owner;
    }

    public String name() {
        return name;
    }

    public String fullName() {
        return owner + "/" + name;
    }

    public BareRepository git() {
        return git;
    }

    public void renamed(String newName, BareRepository moved) {
        name = newName;
        git = moved;
    }

    public RepositorySettings settings() {
        return settings;
    }

    public Map<String, Permission> collaborators() {
        return collaborators;
    }

    public List<BranchProtection> protections() {
        return protections;
    }

    /** The rule of a branch; one with exactly its name goes first. */
    public Optional<BranchProtection> protection(String branch) {
        return protections.stream()
                .filter(rule -> rule.ruleName().equals(branch))
                .findFirst()
                .or(() -> protections.stream()
                        .filter(rule -> rule.matches(branch))
                        .findFirst());
    }

    public List<PullRequest> pulls() {
        return List.copyOf(pulls.values());
    }

    public Optional<PullRequest> pull(long number) {
        return Optional.ofNullable(pulls.get(number));
    }

    public void add(PullRequest pull) {
        pulls.put(pull.number(), pull);
    }

    /** Changes a row; the function may run more than once. */
    public Optional<PullRequest> update(long number, UnaryOperator<PullRequest> change) {
        return Optional.ofNullable(pulls.computeIfPresent(number, (key, pull) -> change.apply(pull)));
    }

    public long nextNumber() {
        return lastIssue.incrementAndGet();
    }

    /** The lock under which a pull request is merged; there is none for a whole branch, as in Gitea. */
    public ReentrantLock lock(long number) {
        return pullLocks.computeIfAbsent(number, key -> new ReentrantLock());
    }

    public List<CommitStatus> statuses(String sha) {
        return statuses.computeIfAbsent(sha, key -> new CopyOnWriteArrayList<>());
    }

    public Map<Long, Comment> comments() {
        return comments;
    }

    public List<Comment> comments(long number) {
        return comments.values().stream()
                .filter(comment -> comment.pull() == number)
                .toList();
    }

    public void add(TimelineEvent event) {
        timeline.add(event);
    }

    /** What happened to a pull request, oldest first; comments are not part of it. */
    public List<TimelineEvent> timeline(long number) {
        return timeline.stream().filter(event -> event.pull() == number).toList();
    }

    public Map<Long, Review> reviews() {
        return reviews;
    }

    public List<Review> reviews(long number) {
        return reviews.values().stream()
                .filter(review -> review.pull() == number)
                .toList();
    }

    public List<Webhook> webhooks() {
        return webhooks;
    }

    public List<RefUpdate> refUpdates() {
        synchronized (refUpdates) {
            return List.copyOf(refUpdates);
        }
    }

    public void log(RefUpdate update) {
        synchronized (refUpdates) {
            refUpdates.add(update);
        }
    }
}
