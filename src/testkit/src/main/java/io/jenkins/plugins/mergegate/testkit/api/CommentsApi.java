// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.api;

import static io.jenkins.plugins.mergegate.testkit.api.Need.LOGIN;
import static io.jenkins.plugins.mergegate.testkit.api.Need.NOT_ARCHIVED;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mergegate.testkit.http.Response;
import io.jenkins.plugins.mergegate.testkit.model.Comment;
import io.jenkins.plugins.mergegate.testkit.model.Forge;
import io.jenkins.plugins.mergegate.testkit.model.Permission;
import io.jenkins.plugins.mergegate.testkit.model.TimelineEvent;
import io.jenkins.plugins.mergegate.testkit.service.Refusal;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import io.jenkins.plugins.mergegate.testkit.view.Json;
import io.jenkins.plugins.mergegate.testkit.view.Views;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Comments on pull requests. */
final class CommentsApi {

    private static final String PATH = "repos/{owner}/{repo}/issues";

    private final Forge forge;
    private final Views views;
    private final String root;

    CommentsApi(Forge forge, Views views, String root) {
        this.forge = forge;
        this.views = views;
        this.root = root;
    }

    List<Route> routes() {
        String one = PATH + "/comments/{comment}";
        String ofPull = PATH + "/{index}/comments";
        return List.of(
                Route.of(Call.EDIT_COMMENT, "PATCH", one, "issue", this::edit, LOGIN, NOT_ARCHIVED),
                Route.of(Call.DELETE_COMMENT, "DELETE", one, "issue", this::delete, LOGIN),
                Route.of(Call.LIST_COMMENTS, "GET", PATH + "/comments", "issue", this::listAll),
                Route.of(Call.LIST_COMMENTS, "GET", ofPull, "issue", this::list),
                Route.of(Call.TIMELINE, "GET", PATH + "/{index}/timeline", "issue", this::timeline),
                Route.of(Call.COMMENT, "POST", ofPull, "issue", this::create, LOGIN, NOT_ARCHIVED));
    }

    private static long number(ApiRequest request) {
        long number = request.number("index");
        if (request.repository().pull(number).isEmpty()) {
            throw Refusal.internal("issue does not exist [id: 0, repo_id: "
                    + request.repository().id() + ", index: " + number + "]");
        }
        return number;
    }

    /** All of them, whatever page is asked for. */
    private Response list(ApiRequest request) {
        List<Comment> comments = request.repository().comments(number(request));
        return Response.json(
                        200,
                        Json.array(comments.stream()
                                .map(comment -> views.comment(request.repository(), comment))
                                .toList()))
                .with("X-Total-Count", String.valueOf(comments.size()));
    }

    /** Of the whole repository, in pages. */
    private Response listAll(ApiRequest request) {
        List<Comment> comments = List.copyOf(request.repository().comments().values());
        return Paging.of(request.request(), root)
                .answer(comments, comment -> views.comment(request.repository(), comment));
    }

    /** What happened, comments among it, oldest first. A page with nothing on it is JSON's null. */
    private Response timeline(ApiRequest request) {
        long number = number(request);
        SortedMap<Long, ObjectNode> rows = new TreeMap<>();
        for (Comment comment : request.repository().comments(number)) {
            rows.put(comment.id(), views.comment(request.repository(), comment).put("type", "comment"));
        }
        for (TimelineEvent event : request.repository().timeline(number)) {
            rows.put(event.id(), views.event(event));
        }
        List<ObjectNode> all = List.copyOf(rows.values());
        boolean paged = request.request().parameter("page").isPresent();
        List<ObjectNode> page = paged ? Paging.of(request.request(), root).cut(all) : all;
        return Response.json(200, page.isEmpty() ? NullNode.getInstance() : Json.array(page));
    }

    private Response create(ApiRequest request) {
        String body = request.required("body", "Body");
        Instant now = Instant.now();
        Comment comment =
                new Comment(forge.nextId(), number(request), request.user().name(), body, now, now);
        request.repository().comments().put(comment.id(), comment);
        return shown(request, 201, comment);
    }

    private Response edit(ApiRequest request) {
        Comment comment = own(request).withBody(request.required("body", "Body"));
        request.repository().comments().put(comment.id(), comment);
        return shown(request, 200, comment);
    }

    private Response delete(ApiRequest request) {
        request.repository().comments().remove(own(request).id());
        return Response.empty(204);
    }

    private Comment own(ApiRequest request) {
        Comment comment = request.repository().comments().get(request.number("comment"));
        if (comment == null) {
            throw Refusal.of(404, "comment does not exist [id: " + request.path("comment") + ", issue_id: 0]");
        }
        boolean mine = comment.author().equals(request.user().name());
        if (!mine
                && !forge.permission(request.identity().user(), request.repository())
                        .includes(Permission.WRITE)) {
            throw Refusal.of(403, "");
        }
        return comment;
    }

    private Response shown(ApiRequest request, int status, Comment comment) {
        return Response.json(status, views.comment(request.repository(), comment));
    }
}
