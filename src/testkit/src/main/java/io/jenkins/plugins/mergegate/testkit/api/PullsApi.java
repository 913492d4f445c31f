// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.api;

import static io.jenkins.plugins.mergegate.testkit.api.Need.LOGIN;
import static io.jenkins.plugins.mergegate.testkit.api.Need.NOT_ARCHIVED;
import static io.jenkins.plugins.mergegate.testkit.api.Need.PULLS;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mergegate.testkit.http.Response;
import io.jenkins.plugins.mergegate.testkit.model.Flavour;
import io.jenkins.plugins.mergegate.testkit.model.Forge;
import io.jenkins.plugins.mergegate.testkit.model.MergeStatus;
import io.jenkins.plugins.mergegate.testkit.model.Permission;
import io.jenkins.plugins.mergegate.testkit.model.PullRequest;
import io.jenkins.plugins.mergegate.testkit.model.Repository;
import io.jenkins.plugins.mergegate.testkit.service.Mergeabilities;
import io.jenkins.plugins.mergegate.testkit.service.PullRequests;
import io.jenkins.plugins.mergegate.testkit.service.Refusal;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import io.jenkins.plugins.mergegate.testkit.view.PullView;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Pull requests, merging aside. */
final class PullsApi {

    private static final String PATH = "repos/{owner}/{repo}/pulls";

    private final Forge forge;
    private final PullRequests pulls;
    private final Mergeabilities mergeabilities;
    private final PullView view;
    private final String root;

    PullsApi(Forge forge, PullRequests pulls, Mergeabilities mergeabilities, PullView view, String root) {
        this.forge = forge;
        this.pulls = pulls;
        this.mergeabilities = mergeabilities;
        this.view = view;
        this.root = root;
    }

    List<Route> routes() {
        return List.of(
                Route.of(Call.LIST_PULLS, "GET", PATH, "repository", this::list, PULLS),
                Route.of(Call.CREATE_PULL, "POST", PATH, "repository", this::create, PULLS, LOGIN, NOT_ARCHIVED),
                Route.of(Call.GET_PULL, "GET", PATH + "/{index}", "repository", this::get, PULLS),
                Route.of(Call.EDIT_PULL, "PATCH", PATH + "/{index}", "repository", this::edit, PULLS, LOGIN),
                Route.of(Call.FIND_PULL, "GET", PATH + "/{base}/{head...}", "repository", this::find, PULLS));
    }

    private Response list(ApiRequest request) {
        String state = request.request().parameter("state").orElse("all");
        String base = request.request().parameter("base_branch").orElse("");
        boolean knowsBase = forge.options().flavour() != Flavour.V1_22;
        List<PullRequest> found = request.repository().pulls().stream()
                .filter(pull -> state.equals("all") || pull.open() == state.equals("open"))
                .filter(pull -> base.isEmpty() || !knowsBase || pull.base().equals(base))
                .sorted(order(request.request().parameter("sort").orElse("")))
                .toList();
        PullView.HeadSha head = knowsBase ? PullView.HeadSha.PULL_REF : PullView.HeadSha.LIVE_BRANCH;
        return Paging.of(request.request(), root).answer(found, pull -> listed(request, pull, head));
    }

    private static Comparator<PullRequest> order(String sort) {
        return switch (sort) {
            case "oldest" -> Comparator.comparing(PullRequest::number);
            case "recentupdate" -> Comparator.comparing(PullRequest::updatedAt).reversed();
            case "leastupdate" -> Comparator.comparing(PullRequest::updatedAt);
            default -> Comparator.comparing(PullRequest::number).reversed();
        };
    }

    /** Reading a list starts no check, so the row is shown as it is. */
    private ObjectNode listed(ApiRequest request, PullRequest pull, PullView.HeadSha head) {
        MergeStatus visible =
                pull.mergeability().at(Instant.now(), forge.options().staleFor());
        return view.of(
                request.repository(), pull, visible, head, request.identity().user());
    }

    private Response get(ApiRequest request) {
        return shown(request, 200, request.pull().number());
    }

    private Response find(ApiRequest request) {
        String head = branch(request.repository(), request.path("head"));
        PullRequest pull = request.repository().pulls().stream()
                .filter(row ->
                        row.base().equals(request.path("base")) && row.head().equals(head))
                .findFirst()
                .orElseThrow(() -> Refusal.of(404, "not found"));
        return shown(request, 200, pull.number());
    }

    private Response create(ApiRequest request) {
        String head = request.required("head", "Head");
        String base = request.required("base", "Base");
        String title = request.required("title", "Title");
        Repository repository = request.repository();
        PullRequest pull = pulls.open(
                repository, request.user(), branch(repository, head), base, cut(title), request.text("body"));
        return shown(request, 201, pull.number());
    }

    /** A head may come as branch, owner:branch or owner/repository:branch; forks are not known here. */
    private static String branch(Repository repository, String head) {
        boolean prefixed = head.startsWith(repository.owner() + ":") || head.startsWith(repository.fullName() + ":");
        return prefixed ? head.substring(head.indexOf(':') + 1) : head;
    }

    /** Titles hold 255 bytes; of longer ones the beginning is kept. */
    private static String cut(String title) {
        if (title.getBytes(StandardCharsets.UTF_8).length <= 255) {
            return title;
        }
        String kept = title.substring(0, Math.min(title.length(), 252));
        while (kept.getBytes(StandardCharsets.UTF_8).length > 252) {
            kept = kept.substring(0, kept.length() - 1);
        }
        return kept + "\u2026";
    }

    private Response edit(ApiRequest request) {
        PullRequest pull = request.pull();
        boolean mine = pull.author().equals(request.user().name());
        if (!mine
                && !forge.permission(request.identity().user(), request.repository())
                        .includes(Permission.WRITE)) {
            return Response.empty(403);
        }
        Repository repository = request.repository();
        if (request.member("title").isPresent() || request.member("body").isPresent()) {
            String title = request.text("title").isBlank() ? pull.title() : request.text("title");
            String body = request.member("body").isPresent() ? request.text("body") : pull.body();
            pulls.rename(repository, pull, cut(title), body);
        }
        if (!request.text("base").isEmpty() && !request.text("base").equals(pull.base())) {
            pulls.retarget(repository, pull, request.text("base"));
        }
        switch (request.text("state")) {
            case "" -> {}
            case "open" -> pulls.setOpen(repository, pull, true, request.user());
            case "closed" -> pulls.setOpen(repository, pull, false, request.user());
            default -> throw Refusal.of(412, "unknown state: " + request.text("state"));
        }
        return shown(request, 201, pull.number());
    }

    private Response shown(ApiRequest request, int status, long number) {
        Repository repository = request.repository();
        MergeStatus visible = mergeabilities.visible(repository, number, true);
        PullRequest pull = repository.pull(number).orElseThrow();
        return Response.json(
                status,
                view.of(
                        repository,
                        pull,
                        visible,
                        PullView.HeadSha.LIVE_BRANCH,
                        request.identity().user()));
    }
}
