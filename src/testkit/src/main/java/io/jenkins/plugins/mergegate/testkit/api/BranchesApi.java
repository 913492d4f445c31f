// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.api;

import static io.jenkins.plugins.mergegate.testkit.api.Need.LOGIN;
import static io.jenkins.plugins.mergegate.testkit.api.Need.NOT_ARCHIVED;
import static io.jenkins.plugins.mergegate.testkit.api.Need.WRITE;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mergegate.testkit.http.Response;
import io.jenkins.plugins.mergegate.testkit.model.BranchProtection;
import io.jenkins.plugins.mergegate.testkit.model.Forge;
import io.jenkins.plugins.mergegate.testkit.model.Permission;
import io.jenkins.plugins.mergegate.testkit.model.Repository;
import io.jenkins.plugins.mergegate.testkit.model.User;
import io.jenkins.plugins.mergegate.testkit.service.BranchCleaner;
import io.jenkins.plugins.mergegate.testkit.service.PullFacts;
import io.jenkins.plugins.mergegate.testkit.service.Refusal;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import io.jenkins.plugins.mergegate.testkit.view.BranchView;
import io.jenkins.plugins.mergegate.testkit.view.Json;
import java.util.List;
import java.util.Optional;

/** Branches and refs. */
final class BranchesApi {

    private static final String PATH = "repos/{owner}/{repo}/branches";

    private final Forge forge;
    private final BranchCleaner cleaner;
    private final String root;

    BranchesApi(Forge forge, BranchCleaner cleaner, String root) {
        this.forge = forge;
        this.cleaner = cleaner;
        this.root = root;
    }

    List<Route> routes() {
        String refs = "repos/{owner}/{repo}/git/refs/{ref...}";
        return List.of(
                Route.of(Call.LIST_BRANCHES, "GET", PATH, "repository", this::list),
                Route.of(Call.GET_BRANCH, "GET", PATH + "/{branch...}", "repository", this::get),
                Route.of(
                        Call.EDIT_BRANCH,
                        "DELETE",
                        PATH + "/{branch...}",
                        "repository",
                        this::delete,
                        LOGIN,
                        WRITE,
                        NOT_ARCHIVED),
                Route.of(Call.GIT_REFS, "GET", refs, "repository", this::refs));
    }

    private Response list(ApiRequest request) {
        List<String> names = request.repository().git().branches();
        return Paging.of(request.request(), root).answer(names, name -> shown(request, name));
    }

    private Response get(ApiRequest request) {
        return Response.json(200, shown(request, request.path("branch")));
    }

    private Response delete(ApiRequest request) {
        cleaner.delete(request.repository(), request.path("branch"), request.user());
        return Response.empty(204);
    }

    private ObjectNode shown(ApiRequest request, String name) {
        Repository repository = request.repository();
        String sha = repository.git().branch(name).orElseThrow(() -> Refusal.of(404, "not found"));
        Optional<BranchProtection> rule = repository.protection(name);
        Optional<User> user = request.identity().user();
        boolean push =
                user.map(who -> PullFacts.mayPush(forge, repository, name, who)).orElse(false);
        boolean merge = user.map(who -> PullFacts.mayMerge(forge, repository, name, who))
                .orElse(false);
        boolean admin = forge.permission(user, repository) == Permission.ADMIN;
        return BranchView.of(repository.git(), name, sha, rule, push, merge, admin);
    }

    private Response refs(ApiRequest request) {
        String prefix = "refs/" + request.path("ref");
        String found = request.repository().git().git("for-each-ref", "--format=%(objectname) %(refname)", prefix);
        List<ObjectNode> nodes = found.lines()
                .map(line -> line.split(" ", 2))
                .map(BranchesApi::ref)
                .toList();
        if (nodes.isEmpty()) {
            throw Refusal.of(404, "not found");
        }
        return Response.json(200, Json.array(nodes));
    }

    private static ObjectNode ref(String[] words) {
        ObjectNode node = Json.object().put("ref", words[1]);
        node.set("object", Json.object().put("type", "commit").put("sha", words[0]));
        return node;
    }
}
