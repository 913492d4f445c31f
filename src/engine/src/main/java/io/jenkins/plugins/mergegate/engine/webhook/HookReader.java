// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.config.ServerUrl;
import io.jenkins.plugins.mergegate.engine.git.RefName;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the body of a delivery, whatever it is. To be called only when its signature is right. */
public final class HookReader {
    private static final String HEADS = "refs/heads/";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private HookReader() {}

    /**
     * What the delivery is about; empty when it is of no interest, or is no JSON, or is not what Gitea sends. Never throws.
     *
     * @param event the header {@code X-Gitea-Event}; null when it is missing
     */
    public static Optional<HookEvent> read(String event, byte[] body) {
        if (event == null) {
            return Optional.empty();
        }
        try {
            JsonNode json = MAPPER.readTree(body);
            if (event.equals("push")) {
                return Optional.ofNullable(push(json));
            }
            // Reviews have events of their own, such as pull_request_approved.
            return event.startsWith("pull_request") ? Optional.of(pullRequest(json)) : Optional.empty();
        } catch (IOException | InvalidInput e) {
            return Optional.empty();
        }
    }

    /** Null for a tag. */
    private static HookEvent push(JsonNode json) {
        String ref = json.path("ref").asText();
        return ref.startsWith(HEADS)
                ? new HookEvent.Push(repository(json), hosts(json), branch(ref.substring(HEADS.length())))
                : null;
    }

    private static HookEvent pullRequest(JsonNode json) {
        JsonNode pull = json.path("pull_request");
        boolean closed = json.path("action").asText().equals("closed");
        return new HookEvent.PullRequest(
                repository(json),
                hosts(json),
                branch(pull.path("head").path("ref").asText()),
                branch(pull.path("base").path("ref").asText()),
                closed && pull.path("merged").asBoolean());
    }

    private static RepositoryId repository(JsonNode json) {
        return RepositoryId.parse(json.path("repository").path("full_name").asText());
    }

    private static String branch(String name) {
        return RefName.check("branch", name);
    }

    private static Set<String> hosts(JsonNode json) {
        Set<String> hosts = new TreeSet<>();
        for (String field : new String[] {"html_url", "clone_url"}) {
            try {
                String url = json.path("repository").path(field).asText();
                hosts.add(ServerUrl.hostAndPort(ServerUrl.parse(field, url)));
            } catch (InvalidInput e) {
                // An address that cannot be read names no host.
            }
        }
        return hosts;
    }
}
