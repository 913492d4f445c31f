// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.api;

import static io.jenkins.plugins.mergegate.testkit.api.Need.LOGIN;
import static io.jenkins.plugins.mergegate.testkit.api.Need.REPOSITORY_ADMIN;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.mergegate.testkit.http.Response;
import io.jenkins.plugins.mergegate.testkit.model.Forge;
import io.jenkins.plugins.mergegate.testkit.model.Webhook;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import io.jenkins.plugins.mergegate.testkit.view.Json;
import io.jenkins.plugins.mergegate.testkit.view.Views;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Webhooks of a repository. */
final class HooksApi {

    private static final String PATH = "repos/{owner}/{repo}/hooks";

    private final Forge forge;
    private final Views views;

    HooksApi(Forge forge, Views views) {
        this.forge = forge;
        this.views = views;
    }

    List<Route> routes() {
        return List.of(
                Route.of(Call.HOOK, "GET", PATH, "repository", this::list, LOGIN, REPOSITORY_ADMIN),
                Route.of(Call.HOOK, "POST", PATH, "repository", this::create, LOGIN, REPOSITORY_ADMIN));
    }

    private Response list(ApiRequest request) {
        return Response.json(
                200,
                Json.array(request.repository().webhooks().stream()
                        .map(views::webhook)
                        .toList()));
    }

    private Response create(ApiRequest request) {
        JsonNode config = request.member("config").orElseGet(Json::object);
        Set<String> events = new HashSet<>();
        request.member("events").ifPresent(array -> array.forEach(event -> events.add(event.asText())));
        if (events.isEmpty()) {
            events.add("push");
        }
        URI target = URI.create(config.path("url").asText());
        Webhook hook = new Webhook(forge.nextId(), target, config.path("secret").asText(), events);
        request.repository().webhooks().add(hook);
        return Response.json(201, views.webhook(hook));
    }
}
