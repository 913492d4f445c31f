// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.api;

import static io.jenkins.plugins.mergegate.testkit.api.Need.LOGIN;
import static io.jenkins.plugins.mergegate.testkit.api.Need.NOT_ARCHIVED;

import io.jenkins.plugins.mergegate.testkit.http.Response;
import io.jenkins.plugins.mergegate.testkit.model.Comment;
import io.jenkins.plugins.mergegate.testkit.model.Forge;
import io.jenkins.plugins.mergegate.testkit.model.Permission;
import io.jenkins.plugins.mergegate.testkit.service.Refusal;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import io.jenkins.plugins.mergegate.testkit.view.Json;
import io.jenkins.plugins.mergegate.testkit.view.Views;
import java.time.Instant;
import java.util.List;

/** Comments on pull requests. */
final class CommentsApi {

    private static final String PATH = "repos/{owner}/{repo}/issues";

    private final Forge forge;
    private final Views views;

    CommentsApi(Forge forge, Views views) {
        this.forge = forge;
        this.views = views;
    }

    List<Route> routes() {
        String one = PATH + "/comments/{comment}";
        String ofPull = PATH + "/{index}/comments";
        return List.of(
                Route.of(Call.EDIT_COMMENT, "PATCH", one, "issue", this::edit, LOGIN, NOT_ARCHIVED),
                Route.of(Call.DELETE_COMMENT, "DELETE", one, "issue", this::delete, LOGIN),
                Route.of(Call.LIST_COMMENTS, "GET", ofPull, "issue", this::list),
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
