// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.api;

import static io.jenkins.plugins.mergegate.testkit.api.Need.LOGIN;
import static io.jenkins.plugins.mergegate.testkit.api.Need.SITE_ADMIN;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mergegate.testkit.http.Response;
import io.jenkins.plugins.mergegate.testkit.model.Flavour;
import io.jenkins.plugins.mergegate.testkit.model.Forge;
import io.jenkins.plugins.mergegate.testkit.model.Token;
import io.jenkins.plugins.mergegate.testkit.model.User;
import io.jenkins.plugins.mergegate.testkit.service.Refusal;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import io.jenkins.plugins.mergegate.testkit.view.Json;
import io.jenkins.plugins.mergegate.testkit.view.Views;
import java.util.ArrayList;
import java.util.List;

/** The server itself, accounts and tokens. */
final class AccountsApi {

    private final Forge forge;
    private final Views views;

    AccountsApi(Forge forge, Views views) {
        this.forge = forge;
        this.views = views;
    }

    List<Route> routes() {
        return List.of(
                Route.of(Call.VERSION, "GET", "version", "", this::version),
                Route.of(Call.SETTINGS, "GET", "settings/api", "", this::settings),
                Route.of(Call.GET_TOKEN, "GET", "token", "", this::token, LOGIN),
                Route.of(Call.GET_USER, "GET", "user", "user", this::user, LOGIN),
                Route.of(Call.CREATE_USER, "POST", "admin/users", "admin", this::createUser, LOGIN, SITE_ADMIN),
                Route.of(Call.CREATE_TOKEN, "POST", "users/{user}/tokens", "user", this::createToken, LOGIN));
    }

    private Response version(ApiRequest request) {
        return Response.json(
                200, Json.object().put("version", forge.options().flavour().version()));
    }

    private Response settings(ApiRequest request) {
        return Response.json(
                200,
                Json.object()
                        .put("max_response_items", Paging.MAX)
                        .put("default_paging_num", Paging.DEFAULT)
                        .put("default_git_trees_per_page", 1000)
                        .put("default_max_blob_size", 10485760));
    }

    /** What the token itself may do, whatever that is; a password is no token. Version 1.22 does not know it. */
    private Response token(ApiRequest request) {
        if (forge.options().flavour() == Flavour.V1_22) {
            return Response.text(404, "404 page not found\n", "text/plain;charset=utf-8");
        }
        Token token = request.identity().token().orElseThrow(() -> Refusal.of(404, "invalid access token"));
        ObjectNode node = Json.object().put("id", token.id()).put("name", token.name());
        node.set("scopes", Json.texts(token.scopes()));
        node.set(
                "user",
                Json.object()
                        .put("id", token.user().id())
                        .put("login", token.user().name()));
        return Response.json(200, node);
    }

    private Response user(ApiRequest request) {
        return Response.json(200, views.user(request.user()));
    }

    private Response createUser(ApiRequest request) {
        String name = request.required("username", "Username");
        String password = request.text("password");
        if (forge.user(name).isPresent()) {
            throw Refusal.of(422, "user already exists [name: " + name + "]");
        }
        User user = forge.user(name, password, false);
        return Response.json(201, views.user(user));
    }

    /** Only with the password of the account itself, as in Gitea. */
    private Response createToken(ApiRequest request) {
        if (request.identity().token().isPresent()) {
            throw Refusal.of(401, "auth required");
        }
        User user = forge.user(request.path("user")).orElseThrow(() -> Refusal.of(404, "not found"));
        if (!user.equals(request.user()) && !request.user().admin()) {
            throw Refusal.of(403, "doer should be the site admin or be same as the contextUser");
        }
        List<String> scopes = new ArrayList<>();
        request.member("scopes").ifPresent(array -> array.forEach(scope -> scopes.add(scope.asText())));
        Token token = forge.token(user, request.required("name", "Name"), scopes);
        ObjectNode node = Json.object().put("id", token.id()).put("name", token.name());
        node.put("sha1", token.value()).put("token_last_eight", token.value().substring(32));
        node.set("scopes", Json.texts(token.scopes()));
        return Response.json(201, node);
    }
}
