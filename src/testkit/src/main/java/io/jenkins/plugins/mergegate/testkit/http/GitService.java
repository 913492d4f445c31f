// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.http;

import io.jenkins.plugins.mergegate.testkit.faults.Script;
import io.jenkins.plugins.mergegate.testkit.model.Forge;
import io.jenkins.plugins.mergegate.testkit.model.Permission;
import io.jenkins.plugins.mergegate.testkit.model.Repository;
import io.jenkins.plugins.mergegate.testkit.model.User;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Git over HTTP: who may, and the way through git's own CGI program. */
public final class GitService implements Service {

    private static final String PLAIN = "text/plain;charset=utf-8";

    private final Forge forge;
    private final PushReceiver receiver;

    public GitService(Forge forge, PushReceiver receiver) {
        this.forge = forge;
        this.receiver = receiver;
    }

    @Override
    public boolean owns(Request request) {
        return GitPath.of(request).isPresent();
    }

    @Override
    public Call classify(Request request) {
        GitPath path = GitPath.of(request).orElseThrow();
        if (path.isInfo()) {
            return Call.GIT_INFO;
        }
        return path.pushes() ? Call.GIT_PUSH : Call.GIT_FETCH;
    }

    @Override
    public Response answer(Request request, Optional<Identity> identity, Script script) throws IOException {
        GitPath path = GitPath.of(request).orElseThrow();
        if (identity.isEmpty()) {
            return Response.text(401, "Failed to authenticate user\n", PLAIN);
        }
        Identity who = identity.get();
        Optional<Repository> found = forge.repository(path.owner(), path.name())
                .or(() -> forge.renamed(path.owner(), path.name())
                        .flatMap(full -> forge.repository(full.split("/")[0], full.split("/")[1])));
        Permission permission = found.map(repository -> forge.permission(who.user(), repository))
                .orElse(Permission.NONE);
        if (found.isEmpty() && path.pushes() && who.user().isPresent()) {
            return Response.text(403, "Push to create is not enabled for users.\n", PLAIN);
        }
        if (!permission.includes(Permission.READ)) {
            return who.user().isEmpty() ? login("Unauthorized") : Response.text(404, "Repository not found\n", PLAIN);
        }
        if (path.pushes()) {
            Optional<Response> refused = refusePush(found.orElseThrow(), who);
            if (refused.isPresent()) {
                return refused.get();
            }
        } else if (found.orElseThrow().settings().isPrivate() && !who.covers("read:repository")) {
            return Response.text(403, "Forbidden\n", PLAIN);
        }
        return run(request, path, found.orElseThrow(), who);
    }

    private static Optional<Response> refusePush(Repository repository, Identity who) {
        if (who.user().isEmpty()) {
            return Optional.of(login("Unauthorized"));
        }
        if (!who.covers("write:repository")) {
            return Optional.of(Response.text(403, "Forbidden\n", PLAIN));
        }
        if (repository.settings().archived()) {
            return Optional.of(Response.text(
                    403,
                    "This repo is archived. You can view files and clone it, but cannot push or open issues/pull-requests.\n",
                    PLAIN));
        }
        return Optional.empty();
    }

    private Response run(Request request, GitPath path, Repository repository, Identity who) throws IOException {
        Map<String, String> variables = variables(request, path, repository, who);
        if (path.pushes() && !path.isInfo()) {
            User doer = who.user().orElseThrow();
            return receiver.receive(repository, doer, request, variables);
        }
        return stream(CgiProcess.start(forge.hooks(), variables, request.body()));
    }

    private static Response stream(CgiProcess cgi) throws IOException {
        Map<String, String> headers = cgi.headers();
        int status = CgiStatus.of(headers);
        return new Response(status, headers, Response.UNKNOWN, out -> {
            try (cgi) {
                cgi.copyTo(out);
            }
        });
    }

    private static Map<String, String> variables(Request request, GitPath path, Repository repository, Identity who) {
        Map<String, String> variables = new HashMap<>();
        variables.put("GIT_PROJECT_ROOT", repository.git().directory().toString());
        variables.put("PATH_INFO", "/" + path.service());
        variables.put("GIT_HTTP_EXPORT_ALL", "1");
        variables.put("REQUEST_METHOD", request.method());
        variables.put("QUERY_STRING", request.query());
        variables.put("CONTENT_TYPE", request.header("Content-Type"));
        variables.put("CONTENT_LENGTH", String.valueOf(request.body().length));
        variables.put("REMOTE_ADDR", "127.0.0.1");
        if (!who.name().isEmpty()) {
            variables.put("REMOTE_USER", who.name());
        }
        if (!request.header("Content-Encoding").isEmpty()) {
            variables.put("HTTP_CONTENT_ENCODING", request.header("Content-Encoding"));
        }
        if (!request.header("Git-Protocol").isEmpty()) {
            variables.put("GIT_PROTOCOL", request.header("Git-Protocol"));
        }
        return variables;
    }

    private static Response login(String text) {
        return Response.text(401, text + "\n", PLAIN).with("WWW-Authenticate", "Basic realm=\"Gitea\"");
    }
}
