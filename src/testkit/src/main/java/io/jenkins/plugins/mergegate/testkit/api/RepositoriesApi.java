// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.api;

import static io.jenkins.plugins.mergegate.testkit.api.Need.LOGIN;
import static io.jenkins.plugins.mergegate.testkit.api.Need.REPOSITORY_ADMIN;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.mergegate.testkit.http.Response;
import io.jenkins.plugins.mergegate.testkit.model.Forge;
import io.jenkins.plugins.mergegate.testkit.model.MergeStyle;
import io.jenkins.plugins.mergegate.testkit.model.Permission;
import io.jenkins.plugins.mergegate.testkit.model.Repository;
import io.jenkins.plugins.mergegate.testkit.model.RepositorySettings;
import io.jenkins.plugins.mergegate.testkit.service.Refusal;
import io.jenkins.plugins.mergegate.testkit.service.Repositories;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import io.jenkins.plugins.mergegate.testkit.view.RepositoryView;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Repositories: create, read, set. */
final class RepositoriesApi {

    private static final String PATH = "repos/{owner}/{repo}";

    private static final Map<String, MergeStyle> STYLES = Map.of(
            "allow_merge_commits", MergeStyle.MERGE,
            "allow_rebase", MergeStyle.REBASE,
            "allow_rebase_explicit", MergeStyle.REBASE_MERGE,
            "allow_squash_merge", MergeStyle.SQUASH,
            "allow_fast_forward_only_merge", MergeStyle.FAST_FORWARD_ONLY,
            "allow_manual_merge", MergeStyle.MANUALLY_MERGED);

    private final Forge forge;
    private final Repositories repositories;
    private final RepositoryView view;

    RepositoriesApi(Forge forge, Repositories repositories, RepositoryView view) {
        this.forge = forge;
        this.repositories = repositories;
        this.view = view;
    }

    List<Route> routes() {
        String collaborator = PATH + "/collaborators/{user}";
        return List.of(
                Route.of(Call.GET_REPOSITORY, "GET", PATH, "repository", this::get),
                Route.of(Call.EDIT_REPOSITORY, "PATCH", PATH, "repository", this::edit, LOGIN, REPOSITORY_ADMIN),
                Route.of(Call.CREATE_REPOSITORY, "POST", "user/repos", "user", this::create, LOGIN),
                Route.of(
                        Call.COLLABORATOR,
                        "PUT",
                        collaborator,
                        "repository",
                        this::collaborator,
                        LOGIN,
                        REPOSITORY_ADMIN));
    }

    private Response get(ApiRequest request) {
        return Response.json(
                200, view.of(request.repository(), request.identity().user()));
    }

    private Response create(ApiRequest request) {
        String name = request.required("name", "Name");
        String owner = request.user().name();
        if (forge.repository(owner, name).isPresent()) {
            throw Refusal.of(409, "The repository with the same name already exists.");
        }
        Repository repository = repositories.create(owner, name);
        repository.settings().setPrivate(request.flag("private").orElse(false));
        return Response.json(201, view.of(repository, request.identity().user()));
    }

    private Response collaborator(ApiRequest request) {
        String user = request.path("user");
        forge.user(user).orElseThrow(() -> Refusal.of(422, "user does not exist [uid: 0, name: " + user + "]"));
        String word = request.text("permission").isEmpty() ? "write" : request.text("permission");
        request.repository().collaborators().put(Forge.key(user), Permission.valueOf(word.toUpperCase(Locale.ROOT)));
        return Response.empty(204);
    }

    private Response edit(ApiRequest request) {
        Repository repository = request.repository();
        RepositorySettings settings = repository.settings();
        request.flag("archived").ifPresent(settings::archived);
        request.flag("private").ifPresent(settings::setPrivate);
        request.flag("has_pull_requests").ifPresent(settings::pullRequests);
        request.flag("autodetect_manual_merge").ifPresent(settings::autodetectManualMerge);
        request.flag("default_delete_branch_after_merge").ifPresent(settings::defaultDeleteBranch);
        request.member("default_branch").map(JsonNode::asText).ifPresent(settings::defaultBranch);
        request.member("default_merge_style")
                .flatMap(word -> MergeStyle.of(word.asText()))
                .ifPresent(settings::defaultMergeStyle);
        STYLES.forEach((key, style) -> request.flag(key).ifPresent(allowed -> settings.allow(style, allowed)));
        request.member("name").map(JsonNode::asText).ifPresent(name -> repositories.rename(repository, name));
        return get(request);
    }
}
