// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.api;

import static io.jenkins.plugins.mergegate.testkit.api.Need.LOGIN;
import static io.jenkins.plugins.mergegate.testkit.api.Need.PULLS;

import io.jenkins.plugins.mergegate.testkit.http.Response;
import io.jenkins.plugins.mergegate.testkit.model.Review;
import io.jenkins.plugins.mergegate.testkit.service.Refusal;
import io.jenkins.plugins.mergegate.testkit.service.Reviews;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import io.jenkins.plugins.mergegate.testkit.view.Json;
import io.jenkins.plugins.mergegate.testkit.view.Views;
import java.util.List;
import java.util.Locale;

/** Reviews of pull requests. */
final class ReviewsApi {

    private static final String PATH = "repos/{owner}/{repo}/pulls/{index}/reviews";

    private final Reviews reviews;
    private final Views views;

    ReviewsApi(Reviews reviews, Views views) {
        this.reviews = reviews;
        this.views = views;
    }

    List<Route> routes() {
        return List.of(
                Route.of(Call.REVIEW, "GET", PATH, "repository", this::list, PULLS),
                Route.of(Call.REVIEW, "POST", PATH, "repository", this::create, PULLS, LOGIN));
    }

    private Response list(ApiRequest request) {
        List<Review> all = request.repository().reviews(request.pull().number());
        return Response.json(
                200,
                Json.array(all.stream()
                        .map(review -> views.review(request.repository(), review))
                        .toList()));
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
