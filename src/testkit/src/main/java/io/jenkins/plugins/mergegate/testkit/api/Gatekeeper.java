// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.api;

import io.jenkins.plugins.mergegate.testkit.http.Identity;
import io.jenkins.plugins.mergegate.testkit.model.Flavour;
import io.jenkins.plugins.mergegate.testkit.model.Forge;
import io.jenkins.plugins.mergegate.testkit.model.Permission;
import io.jenkins.plugins.mergegate.testkit.model.Repository;
import io.jenkins.plugins.mergegate.testkit.model.User;
import io.jenkins.plugins.mergegate.testkit.service.Refusal;
import java.util.List;
import java.util.Optional;

/** Who may come in. */
final class Gatekeeper {

    private final Forge forge;

    Gatekeeper(Forge forge) {
        this.forge = forge;
    }

    /** The token must cover the route; the level follows from the method. */
    void scope(Route route, Identity who) {
        if (route.scope().isEmpty() || who.token().isEmpty()) {
            return;
        }
        String level = List.of("GET", "HEAD", "OPTIONS").contains(route.method()) ? "read" : "write";
        String scope = level + ":" + route.scope();
        if (!who.covers(scope)) {
            String required = old()
                    ? "scope(s): [" + scope + "]"
                    : "scope(s), required=[" + scope + "], token scope="
                            + String.join(",", who.token().orElseThrow().scopes());
            throw Refusal.of(403, "token does not have at least one of required " + required);
        }
    }

    /** The repository, unless the caller must not even know of it. */
    Repository repository(String owner, String name, Identity who) {
        if (old() && forge.user(owner).isEmpty()) {
            throw Refusal.of(404, "GetUserByName");
        }
        Repository repository = forge.repository(owner, name).orElseThrow(() -> Refusal.of(404, "not found"));
        if (!forge.permission(who.user(), repository).includes(Permission.READ)) {
            throw Refusal.of(404, "not found");
        }
        return repository;
    }

    void needs(Route route, Identity who, Optional<Repository> repository) {
        for (Need need : Need.values()) {
            if (route.needs().contains(need)) {
                require(need, who, repository);
            }
        }
    }

    private void require(Need need, Identity who, Optional<Repository> repository) {
        switch (need) {
            case LOGIN -> check(who.user().isPresent(), 401, "token is required");
            case SITE_ADMIN -> check(who.user().map(User::admin).orElse(false), 403, "user should be the site admin");
            case WRITE ->
                check(has(who, repository, Permission.WRITE), 403, "user should have a permission to write to a repo");
            case REPOSITORY_ADMIN ->
                check(
                        has(who, repository, Permission.ADMIN),
                        403,
                        "user should be an owner or a collaborator with admin write of a repository");
            case PULLS -> check(repository.orElseThrow().settings().pullRequests(), 404, "not found");
            case NOT_ARCHIVED -> check(!repository.orElseThrow().settings().archived(), 423, archived(repository));
        }
    }

    private String archived(Optional<Repository> repository) {
        return old()
                ? repository
                        .map(found -> "<Repository " + found.id() + ":" + found.fullName() + "> is archived")
                        .orElse("")
                : "repo is archived";
    }

    private boolean old() {
        return forge.options().flavour() == Flavour.V1_22;
    }

    private boolean has(Identity who, Optional<Repository> repository, Permission wanted) {
        return forge.permission(who.user(), repository.orElseThrow()).includes(wanted);
    }

    private static void check(boolean fine, int status, String message) {
        if (!fine) {
            throw Refusal.of(status, message);
        }
    }
}
