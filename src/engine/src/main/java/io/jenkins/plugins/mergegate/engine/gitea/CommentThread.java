// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

import io.jenkins.plugins.mergegate.engine.RepositoryId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;

/** The comments of one pull request. */
final class CommentThread {
    /** Gitea has no limit of its own; longer ones help nobody. */
    static final int MAX_COMMENT = 60_000;

    private final GiteaHttp http;
    private final RepositoryId repository;
    private final HttpUrl comments;

    CommentThread(GiteaHttp http, RepositoryId repository, long number) {
        this.http = http;
        this.repository = repository;
        this.comments = http.url(
                        "repos", repository.owner(), repository.name(), "issues", Long.toString(number), "comments")
                .build();
    }

    private record Comment(long id, String author, String text) {}

    /** Comments of anybody that carry {@code mark}, oldest first. */
    private List<Comment> marked(String mark) throws GiteaFailure {
        List<Comment> marked = new ArrayList<>();
        new PageReader(http).each(comments, JsonFields::objects, json -> {
            String text = json.textOr("body", "");
            if (text.contains(mark)) {
                Optional<JsonFields> user = json.maybeChild("user");
                marked.add(new Comment(
                        json.number("id"), user.isPresent() ? user.get().textOr("login", "") : "", text));
            }
            return true;
        });
        return marked;
    }

    /** {@code login} is asked for only when a comment with the mark exists, as it takes a scope of its own. */
    void upsert(String mark, String text, Login login) throws GiteaFailure {
        if (!edit(mark, text, login)) {
            http.send(http.post(comments, Map.of("body", body(mark, text))));
        }
    }

    /** @return false when there is none to edit */
    boolean edit(String mark, String text, Login login) throws GiteaFailure {
        List<Comment> marked = marked(mark);
        if (marked.isEmpty()) {
            return false;
        }
        String body = body(mark, text);
        String own = login.get();
        for (Comment comment : marked) {
            if (comment.author().equalsIgnoreCase(own) && edit(comment, body)) {
                return true;
            }
        }
        return false;
    }

    /** @return false when somebody deleted it meanwhile */
    private boolean edit(Comment comment, String body) throws GiteaFailure {
        if (comment.text().equals(body)) {
            return true;
        }
        HttpUrl url = http.url(
                        "repos",
                        repository.owner(),
                        repository.name(),
                        "issues",
                        "comments",
                        Long.toString(comment.id()))
                .build();
        try {
            http.send(http.patch(url, Map.of("body", body)));
            return true;
        } catch (GiteaFailure e) {
            if (e.kind() == GiteaFailure.Kind.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    private static String body(String mark, String text) {
        String marked = text.contains(mark) ? text : mark + "\n" + text;
        if (marked.length() <= MAX_COMMENT) {
            return marked;
        }
        int end = Character.isHighSurrogate(marked.charAt(MAX_COMMENT - 1)) ? MAX_COMMENT - 1 : MAX_COMMENT;
        String cut = marked.substring(0, end);
        return cut.contains(mark) ? cut : mark + "\n" + cut;
    }

    /** Tells who the token belongs to. */
    interface Login {
        String get() throws GiteaFailure;
    }
}
