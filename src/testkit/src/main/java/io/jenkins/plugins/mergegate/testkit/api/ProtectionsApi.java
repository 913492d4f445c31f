// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.api;

import static io.jenkins.plugins.mergegate.testkit.api.Need.LOGIN;
import static io.jenkins.plugins.mergegate.testkit.api.Need.REPOSITORY_ADMIN;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.mergegate.testkit.http.Response;
import io.jenkins.plugins.mergegate.testkit.model.BranchProtection;
import io.jenkins.plugins.mergegate.testkit.model.Repository;
import io.jenkins.plugins.mergegate.testkit.service.Mergeabilities;
import io.jenkins.plugins.mergegate.testkit.service.Refusal;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import io.jenkins.plugins.mergegate.testkit.view.BranchView;
import io.jenkins.plugins.mergegate.testkit.view.Json;
import java.util.ArrayList;
import java.util.List;

/** Branch protections. */
final class ProtectionsApi {

    private static final String PATH = "repos/{owner}/{repo}/branch_protections";

    private final Mergeabilities mergeabilities;

    ProtectionsApi(Mergeabilities mergeabilities) {
        this.mergeabilities = mergeabilities;
    }

    List<Route> routes() {
        return List.of(
                route("GET", PATH, this::list),
                route("POST", PATH, this::create),
                route("GET", PATH + "/{rule...}", this::get),
                route("PATCH", PATH + "/{rule...}", this::edit),
                route("DELETE", PATH + "/{rule...}", this::delete));
    }

    private static Route route(String method, String path, Route.Handler handler) {
        return Route.of(Call.PROTECTION, method, path, "repository", handler, LOGIN, REPOSITORY_ADMIN);
    }

    private Response list(ApiRequest request) {
        return Response.json(
                200,
                Json.array(request.repository().protections().stream()
                        .map(BranchView::protection)
                        .toList()));
    }

    private Response create(ApiRequest request) {
        String name = request.text("rule_name").isEmpty() ? request.text("branch_name") : request.text("rule_name");
        Repository repository = request.repository();
        if (repository.protections().stream().anyMatch(rule -> rule.ruleName().equals(name))) {
            throw Refusal.of(403, "Branch protection already exist");
        }
        BranchProtection rule = new BranchProtection(name);
        apply(request, rule);
        repository.protections().add(rule);
        mergeabilities.outdate(repository, rule);
        return Response.json(201, BranchView.protection(rule));
    }

    private Response get(ApiRequest request) {
        return Response.json(200, BranchView.protection(rule(request)));
    }

    private Response edit(ApiRequest request) {
        apply(request, rule(request));
        mergeabilities.outdate(request.repository(), rule(request));
        return get(request);
    }

    private Response delete(ApiRequest request) {
        request.repository().protections().remove(rule(request));
        return Response.empty(204);
    }

    private static BranchProtection rule(ApiRequest request) {
        return request.repository().protections().stream()
                .filter(rule -> rule.ruleName().equals(request.path("rule")))
                .findFirst()
                .orElseThrow(() -> Refusal.of(404, "not found"));
    }

    private static void apply(ApiRequest request, BranchProtection rule) {
        if (request.flag("enable_push_whitelist").orElse(false)) {
            rule.pushWhitelist(texts(request, "push_whitelist_usernames"));
        }
        request.flag("enable_push").ifPresent(rule::enablePush);
        request.flag("enable_force_push").ifPresent(rule::enableForcePush);
        if (request.flag("enable_merge_whitelist").orElse(false)) {
            rule.mergeWhitelist(texts(request, "merge_whitelist_usernames"));
        }
        if (request.flag("enable_status_check").orElse(false)) {
            rule.statusCheckContexts(texts(request, "status_check_contexts"));
        }
        request.member("required_approvals").map(JsonNode::asInt).ifPresent(rule::requiredApprovals);
        request.flag("block_on_rejected_reviews").ifPresent(rule::blockOnRejectedReviews);
        request.flag("block_on_official_review_requests").ifPresent(rule::blockOnOfficialReviewRequests);
        request.flag("block_on_outdated_branch").ifPresent(rule::blockOnOutdated);
        request.flag("dismiss_stale_approvals").ifPresent(rule::dismissStaleApprovals);
        request.flag("ignore_stale_approvals").ifPresent(rule::ignoreStaleApprovals);
        request.flag("require_signed_commits").ifPresent(rule::requireSignedCommits);
        request.flag("block_admin_merge_override").ifPresent(rule::blockAdminMergeOverride);
        String files = request.text("protected_file_patterns");
        if (!files.isEmpty()) {
            rule.protectedFilePatterns(files.split(";"));
        }
    }

    private static String[] texts(ApiRequest request, String name) {
        List<String> values = new ArrayList<>();
        request.member(name).ifPresent(array -> array.forEach(value -> values.add(value.asText())));
        return values.toArray(String[]::new);
    }
}
