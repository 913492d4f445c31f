// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.api;

import static io.jenkins.plugins.mergegate.testkit.api.Need.LOGIN;
import static io.jenkins.plugins.mergegate.testkit.api.Need.PULLS;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mergegate.testkit.http.Response;
import io.jenkins.plugins.mergegate.testkit.model.Forge;
import io.jenkins.plugins.mergegate.testkit.model.Review;
import io.jenkins.plugins.mergegate.testkit.model.User;
import io.jenkins.plugins.mergegate.testkit.service.Refusal;
import io.jenkins.plugins.mergegate.testkit.service.Reviews;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import io.jenkins.plugins.mergegate.testkit.view.Json;
import io.jenkins.plugins.mergegate.testkit.view.Views;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reviews of pull requests. */
final class ReviewsApi {

    private static final String PULL = "repos/{owner}/{repo}/pulls/{index}";
    private static final String PATH = PULL + "/reviews";

    private final Forge forge;
    private final Reviews reviews;
    private final Views views;
    private final String root;

    ReviewsApi(Forge forge, Reviews reviews, Views views, String root) {
        this.forge = forge;
        this.reviews = reviews;
        this.views = views;
        this.root = root;
    }

    List<Route> routes() {
        return List.of(
                Route.of(Call.REVIEW, "GET", PATH, "repository", this::list, PULLS),
                Route.of(Call.REVIEW, "POST", PATH, "repository", this::create, PULLS, LOGIN),
                Route.of(
                        Call.REVIEW, "POST", PULL + "/requested_reviewers", "repository", this::request, PULLS, LOGIN));
    }

    private Response list(ApiRequest request) {
        List<Review> all = request.repository().reviews(request.pull().number());
        return Paging.of(request.request(), root).answer(all, review -> views.review(request.repository(), review));
    }

    private Response request(ApiRequest request) {
        List<User> users = new ArrayList<>();
        request.member("reviewers")
                .ifPresent(array -> array.forEach(
                        name -> users.add(forge.user(name.asText()).orElseThrow(() -> Refusal.of(404, "not found")))));
        List<ObjectNode> asked = users.stream()
                .map(user -> reviews.request(request.repository(), request.pull(), user))
                .map(review -> views.review(request.repository(), review))
                .toList();
        return Response.json(201, Json.array(asked));
    }

    private Response create(ApiRequest request) {
        Review review = reviews.add(
                request.repository(),
                request.pull(),
                request.user(),
                state(request.text("event")),
                request.text("body"));
        return Response.json(200, views.review(request.repository(), review));
    }

    private static Review.State state(String event) {
        return switch (event.toUpperCase(Locale.ROOT)) {
            case "APPROVED", "APPROVE" -> Review.State.APPROVED;
            case "REQUEST_CHANGES" -> Review.State.REQUEST_CHANGES;
            case "COMMENT" -> Review.State.COMMENT;
            default -> throw Refusal.of(422, "review event is unknown: " + event);
        };
    }
}
