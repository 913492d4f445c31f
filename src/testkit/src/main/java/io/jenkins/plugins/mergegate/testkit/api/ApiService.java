// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.api;

import io.jenkins.plugins.mergegate.testkit.faults.Script;
import io.jenkins.plugins.mergegate.testkit.http.Failures;
import io.jenkins.plugins.mergegate.testkit.http.Identity;
import io.jenkins.plugins.mergegate.testkit.http.Request;
import io.jenkins.plugins.mergegate.testkit.http.Response;
import io.jenkins.plugins.mergegate.testkit.http.Service;
import io.jenkins.plugins.mergegate.testkit.model.Flavour;
import io.jenkins.plugins.mergegate.testkit.model.Forge;
import io.jenkins.plugins.mergegate.testkit.model.Repository;
import io.jenkins.plugins.mergegate.testkit.model.User;
import io.jenkins.plugins.mergegate.testkit.service.Refusal;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The API under /api/v1: the route, the checks before it in Gitea's order, the error bodies after it. */
public final class ApiService implements Service {

    private final Forge forge;
    private final URI root;
    private final List<Route> routes;
    private final Gatekeeper gatekeeper;

    ApiService(Forge forge, URI root, List<Route> routes) {
        this.forge = forge;
        this.root = root;
        this.routes = List.copyOf(routes);
        this.gatekeeper = new Gatekeeper(forge);
    }

    @Override
    public boolean owns(Request request) {
        List<String> parts = request.segments();
        return parts.size() > 2 && parts.get(0).equals("api") && parts.get(1).equals("v1");
    }

    @Override
    public Call classify(Request request) {
        return find(request).map(found -> found.route().call()).orElse(Call.OTHER);
    }

    @Override
    public Response answer(Request request, Optional<Identity> identity, Script script) {
        try {
            return answerOrThrow(request, identity, script);
        } catch (Refusal refusal) {
            boolean admin = identity.flatMap(Identity::user).map(User::admin).orElse(false);
            Refusal told = old() ? OldWords.of(refusal) : refusal;
            return Failures.of(told, admin || !forge.options().hideErrorMessages(), root + "/api/swagger");
        }
    }

    private record Found(Route route, Map<String, String> parameters) {}

    private Optional<Found> find(Request request) {
        List<String> path = request.segments().subList(2, request.segments().size());
        return routes.stream()
                .flatMap(route -> route.match(request.method(), path).map(values -> new Found(route, values)).stream())
                .findFirst();
    }

    private boolean isKnown(Request request) {
        List<String> path = request.segments().subList(2, request.segments().size());
        return routes.stream()
                .anyMatch(route -> route.match(route.method(), path).isPresent());
    }

    private Response answerOrThrow(Request request, Optional<Identity> identity, Script script) {
        Identity who = identity.orElseThrow(() -> Refusal.of(401, wrongToken()));
        Optional<Found> match = find(request);
        if (match.isEmpty() && isKnown(request)) {
            return Response.empty(405);
        }
        if (match.isEmpty()) {
            return Response.text(404, "404 page not found\n", "text/plain;charset=utf-8");
        }
        Route route = match.get().route();
        Map<String, String> values = match.get().parameters();
        gatekeeper.scope(route, who);
        Optional<Repository> repository = Optional.empty();
        if (values.containsKey("repo")) {
            Optional<String> moved = forge.renamed(values.get("owner"), values.get("repo"));
            if (moved.isPresent()) {
                return redirect(request, moved.get());
            }
            repository = Optional.of(gatekeeper.repository(values.get("owner"), values.get("repo"), who));
        }
        gatekeeper.needs(route, who, repository);
        ApiRequest call = new ApiRequest(request, values, who, repository, ApiRequest.parse(request.text()), script);
        return route.handler().handle(call);
    }

    private boolean old() {
        return forge.options().flavour() == Flavour.V1_22;
    }

    private String wrongToken() {
        return old() ? "user does not exist [uid: 0, name: ]" : "invalid username, password or token";
    }

    private Response redirect(Request request, String fullName) {
        String[] parts = request.path().split("/", 7);
        String rest = parts.length > 6 ? "/" + parts[6] : "";
        String query = request.query().isEmpty() ? "" : "?" + request.query();
        String target = "/api/v1/repos/" + fullName + rest + query;
        int status = old() ? 307 : 301;
        String words = old() ? "Temporary Redirect" : "Moved Permanently";
        String page = "<a href=\"" + target.replace("&", "&amp;") + "\">" + words + "</a>.\n\n";
        Response response = request.method().equals("GET")
                ? Response.text(status, page, "text/html; charset=utf-8")
                : Response.empty(status);
        return response.with("Location", target);
    }
}
