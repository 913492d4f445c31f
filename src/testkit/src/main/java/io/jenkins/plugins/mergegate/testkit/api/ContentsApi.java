// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mergegate.testkit.git.BareRepository;
import io.jenkins.plugins.mergegate.testkit.http.Response;
import io.jenkins.plugins.mergegate.testkit.service.Refusal;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import io.jenkins.plugins.mergegate.testkit.view.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Files of a repository: one is read, a directory is not shown. */
final class ContentsApi {

    List<Route> routes() {
        return List.of(
                Route.of(Call.CONTENTS, "GET", "repos/{owner}/{repo}/contents/{path...}", "repository", this::read));
    }

    private Response read(ApiRequest request) {
        BareRepository git = request.repository().git();
        String path = request.path("path");
        String ref = request.request()
                .parameter("ref")
                .orElse(request.repository().settings().defaultBranch());
        String content = git.read(ref, path)
                .orElseThrow(() -> Refusal.of(404, "object does not exist [id: , rel_path: " + path + "]"));
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        ObjectNode node = Json.object()
                .put("name", path.substring(path.lastIndexOf('/') + 1))
                .put("path", path)
                .put("type", "file")
                .put("size", bytes.length)
                .put("encoding", "base64")
                .put("content", Base64.getEncoder().encodeToString(bytes));
        return Response.json(200, node);
    }
}
