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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Commit statuses. */
final class StatusesApi {

    private static final String PATH = "repos/{owner}/{repo}";

    /** The newest second first, within a second the oldest. */
    private static final Comparator<CommitStatus> ORDER = Comparator.comparing(
                    (CommitStatus status) -> status.at().getEpochSecond())
            .reversed()
            .thenComparing(CommitStatus::id);

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
        List<CommitStatus> all =
                request.repository().statuses(sha).stream().sorted(ORDER).toList();
        return Paging.of(request.request(), root)
                .answer(all, status -> views.status(request.repository(), sha, status));
    }

    /** Everything in it, the state too, is made from the page alone. */
    private Response combined(ApiRequest request) {
        Repository repository = request.repository();
        boolean old = forge.options().flavour() == Flavour.V1_22;
        Optional<String> known = repository.git().commit(request.path("sha"));
        if (old && (known.isEmpty() || repository.statuses(known.get()).isEmpty())) {
            return Response.json(200, empty());
        }
        String sha = known.orElseThrow(() -> unknown(request));
        List<CommitStatus> all = PullFacts.newest(repository.statuses(sha));
        Paging paging = Paging.of(request.request(), root);
        List<CommitStatus> page = paging.cut(all);
        ObjectNode node = Json.object()
                .put("state", Statuses.combined(page))
                .put("sha", sha)
                .put("total_count", page.size());
        List<ObjectNode> shown = page.stream()
                .map(status -> views.status(repository, sha, status))
                .toList();
        node.set("statuses", shown.isEmpty() ? null : Json.array(shown));
        node.set(
                "repository",
                new RepositoryView(views).of(repository, request.identity().user()));
        return paging.withHeaders(Response.json(200, node), all.size());
    }

    private static ObjectNode empty() {
        ObjectNode node = Json.object().put("state", "").put("sha", "").put("total_count", 0);
        return node.putNull("statuses")
                .putNull("repository")
                .put("commit_url", "")
                .put("url", "");
    }

    private static Refusal unknown(ApiRequest request) {
        return Refusal.of(404, "object does not exist [id: " + request.path("sha") + ", rel_path: ]");
    }

    private static String resolve(ApiRequest request) {
        return request.repository().git().commit(request.path("sha")).orElseThrow(() -> unknown(request));
    }
}
