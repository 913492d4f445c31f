// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.model;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** One row of the pull request table, as it was when it was read. */
public record PullRequest(
        long id,
        long number,
        String title,
        String body,
        String author,
        String head,
        String base,
        String headSha,
        boolean open,
        Optional<Merged> merge,
        Mergeability mergeability,
        Optional<AutoMerge> autoMerge,
        Instant createdAt,
        Instant updatedAt) {

    /** How it entered its base, in Gitea's own books. */
    public record Merged(String sha, String by, Instant at) {}

    public boolean merged() {
        return merge.isPresent();
    }

    /** The new tip of the base that the merge pushed; empty unless merged. */
    public String mergeCommitSha() {
        return merge.map(Merged::sha).orElse("");
    }

    public boolean scheduled() {
        return autoMerge.isPresent();
    }

    public boolean draft() {
        String upper = title.toUpperCase(Locale.ROOT);
        return upper.startsWith("WIP:") || upper.startsWith("[WIP]");
    }

    public String ref() {
        return "refs/pull/" + number + "/head";
    }

    public PullRequest withText(String newTitle, String newBody) {
        return new PullRequest(
                id,
                number,
                newTitle,
                newBody,
                author,
                head,
                base,
                headSha,
                open,
                merge,
                mergeability,
                autoMerge,
                createdAt,
                Instant.now());
    }

    public PullRequest withBase(String newBase) {
        return new PullRequest(
                id,
                number,
                title,
                body,
                author,
                head,
                newBase,
                headSha,
                open,
                merge,
                mergeability,
                autoMerge,
                createdAt,
                Instant.now());
    }

    public PullRequest withHeadSha(String sha) {
        return new PullRequest(
                id,
                number,
                title,
                body,
                author,
                head,
                base,
                sha,
                open,
                merge,
                mergeability,
                autoMerge,
                createdAt,
                Instant.now());
    }

    public PullRequest withOpen(boolean nowOpen) {
        return new PullRequest(
                id,
                number,
                title,
                body,
                author,
                head,
                base,
                headSha,
                nowOpen,
                merge,
                mergeability,
                autoMerge,
                createdAt,
                Instant.now());
    }

    public PullRequest withMerge(Merged done) {
        return new PullRequest(
                id,
                number,
                title,
                body,
                author,
                head,
                base,
                headSha,
                false,
                Optional.of(done),
                mergeability,
                Optional.empty(),
                createdAt,
                Instant.now());
    }

    public PullRequest withMergeability(Mergeability now) {
        return new PullRequest(
                id, number, title, body, author, head, base, headSha, open, merge, now, autoMerge, createdAt,
                updatedAt);
    }

    public PullRequest withAutoMerge(Optional<AutoMerge> scheduled) {
        return new PullRequest(
                id,
                number,
                title,
                body,
                author,
                head,
                base,
                headSha,
                open,
                merge,
                mergeability,
                scheduled,
                createdAt,
                Instant.now());
    }
}
