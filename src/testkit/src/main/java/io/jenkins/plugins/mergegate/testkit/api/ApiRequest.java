// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.mergegate.testkit.faults.Script;
import io.jenkins.plugins.mergegate.testkit.http.Identity;
import io.jenkins.plugins.mergegate.testkit.http.Request;
import io.jenkins.plugins.mergegate.testkit.model.PullRequest;
import io.jenkins.plugins.mergegate.testkit.model.Repository;
import io.jenkins.plugins.mergegate.testkit.model.User;
import io.jenkins.plugins.mergegate.testkit.service.Refusal;
import io.jenkins.plugins.mergegate.testkit.view.Json;
import java.util.Map;
import java.util.Optional;

/** A request that found its route, its caller and, where the path names one, its repository. */
record ApiRequest(
        Request request,
        Map<String, String> parameters,
        Identity identity,
        Optional<Repository> found,
        JsonNode body,
        Script script) {

    static JsonNode parse(String text) {
        try {
            return text.isBlank() ? Json.object() : Json.parse(text);
        } catch (JsonProcessingException e) {
            throw Refusal.of(422, "[]: " + e.getOriginalMessage());
        }
    }

    String path(String name) {
        return parameters.get(name);
    }

    User user() {
        return identity.user().orElseThrow();
    }

    Repository repository() {
        return found.orElseThrow();
    }

    /** The number that stands in the path under index. */
    PullRequest pull() {
        return repository()
                .pull(number("index"))
                .orElseThrow(() -> Refusal.of(
                        404,
                        "pull request does not exist [id: 0, issue_id: 0, head_repo_id: 0, " + "base_repo_id: "
                                + repository().id() + ", head_branch: , base_branch: ]"));
    }

    long number(String name) {
        try {
            return Long.parseLong(path(name));
        } catch (NumberFormatException e) {
            throw Refusal.of(404, "not found");
        }
    }

    /** A member of the body, whatever the case of its name. */
    Optional<JsonNode> member(String name) {
        for (Map.Entry<String, JsonNode> entry : body.properties()) {
            if (entry.getKey().equalsIgnoreCase(name) && !entry.getValue().isNull()) {
                return Optional.of(entry.getValue());
            }
        }
        return Optional.empty();
    }

    String text(String name) {
        return member(name).map(JsonNode::asText).orElse("");
    }

    /** A member that must be there, as Gitea's form validation has it. */
    String required(String name, String field) {
        String value = text(name);
        if (value.isBlank()) {
            throw Refusal.of(422, "[" + field + "]: Required");
        }
        return value;
    }

    Optional<Boolean> flag(String name) {
        return member(name).map(JsonNode::asBoolean);
    }
}
