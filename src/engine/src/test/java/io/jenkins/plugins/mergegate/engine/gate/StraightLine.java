// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import io.jenkins.plugins.mergegate.engine.git.GitCall;
import io.jenkins.plugins.mergegate.engine.git.GitCredentials;
import io.jenkins.plugins.mergegate.engine.git.GitResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * The floor of the benchmark: the git commands and API calls of a merge that nobody can leave out, one after the other,
 * with no lock, no journal, no decision.
 */
final class StraightLine {
    private static final MediaType JSON = MediaType.get("application/json");

    private final GateFixture gate;
    private final Path mirror;

    StraightLine(GateFixture gate) {
        this.gate = gate;
        mirror = Path.of(gate.host().root(), "line.git");
        git(null, "init", "--bare", "--quiet", mirror.toString());
    }

    void merge(String branch) throws IOException, InterruptedException {
        String repository = "/api/v1/repos/acme/app";
        api("GET", repository, null);
        api("GET", repository + "/branches/main", null);
        fetch("+refs/heads/main:refs/remotes/origin/main", "+refs/heads/" + branch + ":refs/remotes/origin/" + branch);
        String[] shas = git(null, "rev-parse", "refs/remotes/origin/main", "refs/remotes/origin/" + branch)
                .split("\n");
        attempt("merge-base", "--is-ancestor", shas[1], shas[0]);
        attempt("merge-base", "--is-ancestor", shas[0], shas[1]);
        String tree = git(null, "rev-parse", shas[1] + "^{tree}").strip();
        status(repository, shas[1], "pending");
        Path checkout = Path.of(gate.host().root(), "line-checkout");
        git(null, "worktree", "add", "--quiet", "--detach", checkout.toString(), shas[1]);
        shell(checkout.toString(), "true");
        git(null, "worktree", "remove", "--force", checkout.toString());
        status(repository, shas[1], "success");
        fetch("+refs/heads/main:refs/remotes/origin/main", "+refs/heads/" + branch + ":refs/remotes/origin/" + branch);
        api("GET", repository + "/pulls?state=open&limit=50&page=1", null);
        String pull =
                api("POST", repository + "/pulls", "{\"head\":\"" + branch + "\",\"base\":\"main\",\"title\":\"x\"}");
        String number = pull.replaceAll("(?s).*?\"number\":(\\d+).*", "$1");
        api("GET", repository + "/pulls/" + number, null);
        api(
                "POST",
                repository + "/pulls/" + number + "/merge",
                "{\"Do\":\"merge\",\"head_commit_id\":\"" + shas[1] + "\",\"delete_branch_after_merge\":false}");
        fetch("+refs/heads/main:refs/remotes/origin/main");
        attempt("merge-base", "--is-ancestor", shas[1], "refs/remotes/origin/main");
        String line = git(null, "log", "--first-parent", "--format=%H %T %P", shas[0] + "..refs/remotes/origin/main");
        attempt("cat-file", "-e", "refs/remotes/origin/main:.merge-gate/markers.yml");
        status(repository, shas[1], "success");
        if (!line.contains(tree)) {
            throw new IllegalStateException("not merged");
        }
    }

    private void status(String repository, String sha, String state) throws IOException {
        api("POST", repository + "/statuses/" + sha, "{\"state\":\"" + state + "\",\"context\":\"merge-gate\"}");
    }

    private void fetch(String... refs) {
        List<String> arguments =
                new java.util.ArrayList<>(List.of("fetch", "--quiet", "--no-tags", gate.repository.cloneUrl()));
        arguments.addAll(List.of(refs));
        git(gate.credentials(), arguments.toArray(String[]::new));
    }

    private String git(GitCredentials credentials, String... arguments) {
        GitResult result = run(credentials, arguments);
        if (!result.ok()) {
            throw new IllegalStateException(String.join(" ", arguments) + ": " + result.err());
        }
        return result.out();
    }

    private void attempt(String... arguments) {
        run(null, arguments);
    }

    private GitResult run(GitCredentials credentials, String... arguments) {
        String directory = Files.isDirectory(mirror) ? mirror.toString() : null;
        return gate.host()
                .run(new GitCall(directory, List.of(arguments), Map.of(), null, Duration.ofSeconds(60), credentials));
    }

    private String api(String method, String path, String body) throws IOException {
        Request request = new Request.Builder()
                .url(gate.server.url() + path)
                .header("Authorization", "token " + gate.token)
                .method(method, body == null ? null : RequestBody.create(body, JSON))
                .build();
        try (Response response = gate.http().newCall(request).execute()) {
            if (!response.isSuccessful()) {
                throw new IllegalStateException(method + " " + path + ": " + response.code());
            }
            return response.body().string();
        }
    }

    static void shell(String directory, String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", command)
                .directory(Path.of(directory).toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(command);
        }
    }
}
