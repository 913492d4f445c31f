// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.api;

import static io.jenkins.plugins.mergegate.testkit.api.Need.LOGIN;
import static io.jenkins.plugins.mergegate.testkit.api.Need.WRITE;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mergegate.testkit.http.Response;
import io.jenkins.plugins.mergegate.testkit.model.CommitStatus;
import io.jenkins.plugins.mergegate.testkit.model.Flavour;
import io.jenkins.plugins.mergegate.testkit.model.Forge;
import io.jenkins.plugins.mergegate.testkit.model.Repository;
import io.jenkins.plugins.mergegate.testkit.service.PullFacts;
import io.jenkins.plugins.mergegate.testkit.service.Refusal;
import io.jenkins.plugins.mergegate.testkit.service.Statuses;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import io.jenkins.plugins.mergegate.testkit.view.Json;
import io.jenkins.plugins.mergegate.testkit.view.RepositoryView;
import io.jenkins.plugins.mergegate.testkit.view.Views;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Commit statuses. */
final class StatusesApi {

    private static final String PATH = "repos/{owner}/{repo}";

    private final Forge forge;
    private final Statuses statuses;
    private final Views views;
    private final String root;

    StatusesApi(Forge forge, Statuses statuses, Views views, String root) {
        this.forge = forge;
        this.statuses = statuses;
        this.views = views;
        this.root = root;
    }

    List<Route> routes() {
        return List.of(
                Route.of(Call.SET_STATUS, "POST", PATH + "/statuses/{sha}", "repository", this::create, LOGIN, WRITE),
                Route.of(Call.LIST_STATUSES, "GET", PATH + "/statuses/{sha}", "repository", this::list),
                Route.of(Call.LIST_STATUSES, "GET", PATH + "/commits/{sha}/statuses", "repository", this::list),
                Route.of(Call.GET_STATUS, "GET", PATH + "/commits/{sha}/status", "repository", this::combined));
    }

    private Response create(ApiRequest request) {
        String sha = request.path("sha");
        CommitStatus status = statuses.set(
                request.repository(),
                sha,
                request.text("context"),
                request.text("state"),
                request.text("description"),
                request.text("target_url"),
                request.user());
        return Response.json(201, views.status(request.repository(), resolve(request), status));
    }

    private Response list(ApiRequest request) {
        String sha = resolve(request);
        List<CommitStatus> all = new ArrayList<>(request.repository().statuses(sha));
        Collections.reverse(all);
        return Paging.of(request.request(), root)
                .answer(all, status -> views.status(request.repository(), sha, status));
    }

    private Response combined(ApiRequest request) {
        Repository repository = request.repository();
        String sha = resolve(request);
        List<CommitStatus> newest = PullFacts.newest(repository.statuses(sha));
        String none = forge.options().flavour() == Flavour.V1_22 ? "" : "pending";
        ObjectNode node = Json.object()
                .put("state", newest.isEmpty() ? none : Statuses.combined(newest))
                .put("sha", sha)
                .put("total_count", newest.size());
        node.set(
                "statuses",
                newest.isEmpty()
                        ? null
                        : Json.array(newest.stream()
                                .map(status -> views.status(repository, sha, status))
                                .toList()));
        node.set(
                "repository",
                new RepositoryView(views).of(repository, request.identity().user()));
        return Response.json(200, node);
    }

    private static String resolve(ApiRequest request) {
        return request.repository()
                .git()
                .commit(request.path("sha"))
                .orElseThrow(
                        () -> Refusal.of(404, "object does not exist [id: " + request.path("sha") + ", rel_path: ]"));
    }
}
