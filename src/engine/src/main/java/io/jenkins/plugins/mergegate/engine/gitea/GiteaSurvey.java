// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.Secret;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/** What can be read of a server beside the calls of the gate. Nothing here writes. */
public final class GiteaSurvey {
    private static final String SCHEDULED = "pull_scheduled_merge";
    private static final String CANCELLED = "pull_cancel_scheduled_merge";

    /** Pull requests of other targets that are skipped, for servers that do not filter, before the search is given up. */
    private static final int MAX_SKIPPED = 200;

    private final GiteaHttp http;
    private final PageReader pages;
    private final GiteaClient client;
    private final ClockReader clocks = new ClockReader();

    /**
     * @param token may be empty: then only what is public can be read
     * @throws io.jenkins.plugins.mergegate.engine.InvalidInput when the URL or the token cannot be sent
     */
    public GiteaSurvey(OkHttpClient http, URI server, Secret token, GiteaTimeouts timeouts) {
        OkHttpClient listening = http.newBuilder().addInterceptor(clocks).build();
        this.http = new GiteaHttp(listening, server, token, timeouts);
        this.pages = new PageReader(this.http);
        this.client = new GiteaClient(listening, server, token, timeouts);
    }

    /** The calls of the gate, with the same token. */
    public GiteaClient client() {
        return client;
    }

    /** What the last answer said of the server's clock; empty when it did not. */
    public Optional<ClockReading> clock() {
        return clocks.latest();
    }

    /** The scopes of the token; empty when the server cannot tell them, as before 1.27. */
    public Optional<List<String>> scopes() throws GiteaFailure {
        HttpUrl url = http.url("token").build();
        return found(
                () -> http.read(http.get(url), body -> JsonFields.object(body).texts("scopes")));
    }

    /** Whether there is a file at {@code path} in {@code branch}. */
    public boolean hasFile(RepositoryId repository, String branch, String path) throws GiteaFailure {
        HttpUrl url = url(repository, "contents")
                .addPathSegments(path)
                .addQueryParameter("ref", branch)
                .build();
        return found(() -> http.send(http.get(url))).isPresent();
    }

    /** Looks whether comments can be read, which takes the scope read:issue. */
    public void readComments(RepositoryId repository) throws GiteaFailure {
        HttpUrl url = url(repository, "issues", "comments").build();
        http.send(http.get(PageReader.page(url, 1)));
    }

    /** All rules of the branch protection. @throws GiteaFailure FORBIDDEN for accounts that do not administer it */
    public List<BranchRule> rules(RepositoryId repository) throws GiteaFailure {
        HttpUrl url = url(repository, "branch_protections").build();
        return http.read(http.get(url), body -> {
            List<BranchRule> rules = new ArrayList<>();
            for (JsonFields json : JsonFields.objects(body)) {
                rules.add(JsonMapping.rule(json));
            }
            return rules;
        });
    }

    /** The name of the rule that protects {@code branch}; empty when none does, and for all but administrators. */
    public String ruleOf(RepositoryId repository, String branch) throws GiteaFailure {
        HttpUrl url = url(repository, "branches").addPathSegments(branch).build();
        return http.read(http.get(url), body -> JsonFields.object(body).textOr("effective_branch_protection_name", ""));
    }

    /** The open pull requests into {@code base} that changed last. */
    public List<PullRequest> open(RepositoryId repository, String base, int limit) throws GiteaFailure {
        return pulls(repository, "open", base, limit);
    }

    /** The closed ones that changed last, merged or not. */
    public List<PullRequest> closed(RepositoryId repository, String base, int limit) throws GiteaFailure {
        return pulls(repository, "closed", base, limit);
    }

    private List<PullRequest> pulls(RepositoryId repository, String state, String base, int limit) throws GiteaFailure {
        HttpUrl url = url(repository, "pulls")
                .addQueryParameter("state", state)
                .addQueryParameter("base_branch", base)
                .addQueryParameter("sort", "recentupdate")
                .build();
        List<PullRequest> pulls = new ArrayList<>();
        int[] skipped = {0};
        pages.each(url, JsonFields::objects, json -> {
            PullRequest pull = JsonMapping.pullRequest(json);
            if (pull.baseRef().equals(base)) {
                pulls.add(pull);
            } else {
                skipped[0]++;
            }
            return pulls.size() < limit && skipped[0] < MAX_SKIPPED;
        });
        return pulls;
    }

    /** Whether Gitea itself merges this open pull request as soon as its checks are green. Takes the scope read:issue. */
    public boolean isAutoMergeScheduled(RepositoryId repository, long number) throws GiteaFailure {
        HttpUrl url =
                url(repository, "issues", Long.toString(number), "timeline").build();
        boolean[] scheduled = {false};
        pages.each(url, JsonFields::objectsOrNull, json -> {
            String type = json.textOr("type", "");
            if (type.equals(SCHEDULED) || type.equals(CANCELLED)) {
                scheduled[0] = type.equals(SCHEDULED);
            }
            return true;
        });
        return scheduled[0];
    }

    private HttpUrl.Builder url(RepositoryId repository, String... segments) {
        HttpUrl.Builder url = http.url("repos", repository.owner(), repository.name());
        for (String segment : segments) {
            url.addPathSegment(segment);
        }
        return url;
    }

    private static <T> Optional<T> found(Call<T> call) throws GiteaFailure {
        try {
            return Optional.of(call.send());
        } catch (GiteaFailure e) {
            if (e.kind() == GiteaFailure.Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private interface Call<T> {
        T send() throws GiteaFailure;
    }
}
