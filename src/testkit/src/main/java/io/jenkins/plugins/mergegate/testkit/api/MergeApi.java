// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.api;

import static io.jenkins.plugins.mergegate.testkit.api.Need.LOGIN;
import static io.jenkins.plugins.mergegate.testkit.api.Need.NOT_ARCHIVED;
import static io.jenkins.plugins.mergegate.testkit.api.Need.PULLS;

import io.jenkins.plugins.mergegate.testkit.git.GitException;
import io.jenkins.plugins.mergegate.testkit.http.Response;
import io.jenkins.plugins.mergegate.testkit.model.Flavour;
import io.jenkins.plugins.mergegate.testkit.model.Forge;
import io.jenkins.plugins.mergegate.testkit.model.Permission;
import io.jenkins.plugins.mergegate.testkit.model.PullRequest;
import io.jenkins.plugins.mergegate.testkit.model.TimelineEvent;
import io.jenkins.plugins.mergegate.testkit.service.AutoMerges;
import io.jenkins.plugins.mergegate.testkit.service.MergeOrder;
import io.jenkins.plugins.mergegate.testkit.service.Merger;
import io.jenkins.plugins.mergegate.testkit.service.Refusal;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Merge, ask whether merged, take back a scheduled merge. */
final class MergeApi {

    private static final String PATH = "repos/{owner}/{repo}/pulls/{index}/merge";

    private final Forge forge;
    private final Merger merger;
    private final AutoMerges autoMerges;

    MergeApi(Forge forge, Merger merger, AutoMerges autoMerges) {
        this.forge = forge;
        this.merger = merger;
        this.autoMerges = autoMerges;
    }

    List<Route> routes() {
        return List.of(
                Route.of(Call.IS_MERGED, "GET", PATH, "repository", this::isMerged, PULLS),
                Route.of(Call.MERGE, "POST", PATH, "repository", this::merge, PULLS, LOGIN, NOT_ARCHIVED),
                Route.of(
                        Call.CANCEL_AUTO_MERGE,
                        "DELETE",
                        PATH,
                        "repository",
                        this::cancel,
                        PULLS,
                        LOGIN,
                        NOT_ARCHIVED));
    }

    private Response isMerged(ApiRequest request) {
        if (!request.pull().merged()) {
            throw Refusal.of(404, "not found");
        }
        return Response.empty(204);
    }

    private Response merge(ApiRequest request) {
        MergeOrder order = MergeOrders.read(request, forge.options().flavour());
        try {
            int status = merger.merge(request.repository(), request.pull(), request.user(), order, request.script());
            autoMerges.wake(request.repository(), request.number("index"));
            return Response.empty(status);
        } catch (GitException e) {
            throw Refusal.internal(e.getMessage());
        }
    }

    private Response cancel(ApiRequest request) {
        PullRequest pull = request.repository()
                .pull(request.number("index"))
                .filter(PullRequest::scheduled)
                .orElseThrow(() -> Refusal.of(404, "not found"));
        boolean own =
                pull.autoMerge().orElseThrow().user().equals(request.user().name());
        boolean old = forge.options().flavour() == Flavour.V1_22;
        if (!own && old) {
            throw Refusal.of(403, "user has no permission to cancel the scheduled auto merge");
        }
        if (!own && !writes(request)) {
            throw Refusal.of(404, "not found");
        }
        request.repository().update(pull.number(), row -> row.withAutoMerge(Optional.empty()));
        request.repository()
                .add(new TimelineEvent(
                        forge.nextId(),
                        pull.number(),
                        TimelineEvent.UNSCHEDULED,
                        request.user().name(),
                        Instant.now()));
        return Response.empty(204);
    }

    private boolean writes(ApiRequest request) {
        return forge.permission(request.identity().user(), request.repository()).includes(Permission.WRITE);
    }
}
