// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.Secret;
import io.jenkins.plugins.mergegate.engine.lock.LockProof;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/**
 * The calls of Gitea's API that the gate needs. Follows no redirect, retries nothing, bounds every wait.
 */
public final class GiteaClient {
    /** What is only told to people must not keep the lock for long. */
    private static final Duration BRIEF = Duration.ofSeconds(10);

    private final GiteaHttp http;
    private final GiteaHttp brief;
    private final PageReader pages;

    public GiteaClient(OkHttpClient http, URI server, Secret token) {
        this(http, server, token, GiteaTimeouts.defaults());
    }

    /**
     * @param server Gitea's root URL, with the path it is served under
     * @param token may be empty: then only what is public can be read
     * @throws io.jenkins.plugins.mergegate.engine.InvalidInput when the URL or the token cannot be sent
     */
    public GiteaClient(OkHttpClient http, URI server, Secret token, GiteaTimeouts timeouts) {
        this.http = new GiteaHttp(http, server, token, timeouts);
        this.brief = new GiteaHttp(http, server, token, timeouts.atMost(BRIEF));
        this.pages = new PageReader(this.http);
    }

    public String version() throws GiteaFailure {
        return http.read(
                http.get(http.url("version").build()),
                body -> JsonFields.object(body).text("version"));
    }

    /** The login of the token's account. */
    public String user() throws GiteaFailure {
        return http.read(
                http.get(http.url("user").build()),
                body -> JsonFields.object(body).text("login"));
    }

    public Repository repository(RepositoryId repository) throws GiteaFailure {
        return http.read(http.get(url(repository).build()), body -> JsonMapping.repository(JsonFields.object(body)));
    }

    /** Empty also when the repository itself is not there for this account. */
    public Optional<BranchInfo> branch(RepositoryId repository, String branch) throws GiteaFailure {
        String[] parts = branch.split("/", -1);
        if (Arrays.stream(parts).anyMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."))) {
            // No branch can have such a name, and the path would lead elsewhere.
            return Optional.empty();
        }
        HttpUrl.Builder url = url(repository, "branches");
        Arrays.stream(parts).forEach(url::addPathSegment);
        try {
            return Optional.of(http.read(http.get(url.build()), body -> JsonMapping.branch(JsonFields.object(body))));
        } catch (GiteaFailure e) {
            if (e.kind() == GiteaFailure.Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * The open pull request of this very repository's {@code head} into {@code base}; looks through all pages. Its head sha
     * may lag behind the branch: {@link #pullRequest} tells the live one.
     */
    public Optional<PullRequest> findOpen(RepositoryId repository, String head, String base) throws GiteaFailure {
        List<PullRequest> found = new ArrayList<>(1);
        pages.each(list(repository, "open", base).build(), JsonFields::objects, json -> {
            PullRequest pull = JsonMapping.pullRequest(json);
            if (pull.open() && isBetween(pull, repository, head, base)) {
                found.add(pull);
            }
            return found.isEmpty();
        });
        return found.stream().findFirst();
    }

    /** The most recently updated closed pull request of {@code head} into {@code base} that Gitea calls merged (first page only). */
    public Optional<PullRequest> findMerged(RepositoryId repository, String head, String base) throws GiteaFailure {
        HttpUrl url = list(repository, "closed", base)
                .addQueryParameter("sort", "recentupdate")
                .build();
        List<PullRequest> closed = http.read(http.get(PageReader.page(url, 1)), body -> {
            List<PullRequest> pulls = new ArrayList<>();
            for (JsonFields json : JsonFields.objects(body)) {
                pulls.add(JsonMapping.pullRequest(json));
            }
            return pulls;
        });
        return closed.stream()
                .filter(pull -> pull.merged() && isBetween(pull, repository, head, base))
                .findFirst();
    }

    /** The server filters by base since 1.24, by head in no version. */
    private HttpUrl.Builder list(RepositoryId repository, String state, String base) {
        return url(repository, "pulls").addQueryParameter("state", state).addQueryParameter("base_branch", base);
    }

    private static boolean isBetween(PullRequest pull, RepositoryId repository, String head, String base) {
        // The ref of a deleted branch is refs/pull/N/head; the label keeps the name.
        boolean sameHead = pull.headRef().equals(head) || pull.headLabel().equals(head);
        return sameHead
                && repository.toString().equalsIgnoreCase(pull.headRepository())
                && pull.baseRef().equals(base);
    }

    /** A single GET also makes Gitea start a delayed mergeability check. */
    public PullRequest pullRequest(RepositoryId repository, long number) throws GiteaFailure {
        HttpUrl url = url(repository, "pulls", Long.toString(number)).build();
        return http.read(http.get(url), body -> JsonMapping.pullRequest(JsonFields.object(body)));
    }

    /** @throws GiteaFailure CONFLICT when one exists already; MALFORMED when it was perhaps created */
    public PullRequest create(RepositoryId repository, String head, String base, String title, String body)
            throws GiteaFailure {
        Map<String, String> json = new LinkedHashMap<>();
        json.put("head", head);
        json.put("base", base);
        json.put("title", title);
        json.put("body", body == null ? "" : body);
        HttpUrl url = url(repository, "pulls").build();
        return http.read(http.post(url, json), answer -> JsonMapping.pullRequest(JsonFields.object(answer)));
    }

    /** Cancels a scheduled auto merge; none scheduled is fine. */
    public void cancelAutoMerge(RepositoryId repository, long number) throws GiteaFailure {
        try {
            http.send(http.delete(mergeUrl(repository, number)));
        } catch (GiteaFailure e) {
            if (e.kind() != GiteaFailure.Kind.NOT_FOUND) {
                throw e;
            }
        }
    }

    /** The one call that writes the target. Never throws: every end, also a broken connection, is an answer. */
    public MergeAnswer merge(LockProof lock, RepositoryId repository, long number, MergeCommand command) {
        Objects.requireNonNull(lock, "merging takes the lock");
        if (!lock.name().repository().toString().equalsIgnoreCase(repository.toString())) {
            return MergeCall.unsent("the lock is of another repository");
        }
        return new MergeCall(http).send(mergeUrl(repository, number), command);
    }

    /** All reviews, oldest first. */
    public List<Review> reviews(RepositoryId repository, long number) throws GiteaFailure {
        HttpUrl url = url(repository, "pulls", Long.toString(number), "reviews").build();
        List<Review> reviews = new ArrayList<>();
        pages.each(url, JsonFields::objects, json -> reviews.add(JsonMapping.review(json)));
        return reviews;
    }

    /** The latest status of each context on exactly this commit, all pages. */
    public List<CommitStatus> statuses(RepositoryId repository, String sha) throws GiteaFailure {
        HttpUrl url = url(repository, "commits", sha, "status").build();
        List<CommitStatus> statuses = new ArrayList<>();
        pages.each(url, body -> latest(body, sha), json -> statuses.add(JsonMapping.status(json)));
        return statuses;
    }

    private static List<JsonFields> latest(String body, String sha) throws MalformedAnswer {
        JsonFields combined = JsonFields.object(body);
        List<JsonFields> statuses = combined.children("statuses");
        // A branch may be called like a sha, and then Gitea means the branch.
        if (!statuses.isEmpty() && !combined.text("sha").equals(sha)) {
            throw new MalformedAnswer("it is about another commit");
        }
        return statuses;
    }

    /** Takes ten seconds at most. */
    public void setStatus(RepositoryId repository, String sha, CommitStatus status) throws GiteaFailure {
        Map<String, String> json = new LinkedHashMap<>();
        json.put("state", status.state());
        json.put("context", status.context());
        json.put("description", Objects.requireNonNullElse(status.description(), ""));
        json.put("target_url", Objects.requireNonNullElse(status.targetUrl(), ""));
        brief.send(http.post(url(repository, "statuses", sha).build(), json));
    }

    /**
     * Writes one comment that is edited in place: the one whose text contains {@code mark} (an HTML comment) and that this
     * account wrote, else a new one. Editing needs to know the account, so it takes the scope read:user.
     */
    public void upsertComment(RepositoryId repository, long number, String mark, String text) throws GiteaFailure {
        new CommentThread(brief, repository, number).upsert(mark, text, this::user);
    }

    /** Gives the comment that {@link #upsertComment} left another text; does nothing when there is none. */
    public void editComment(RepositoryId repository, long number, String mark, String text) throws GiteaFailure {
        new CommentThread(brief, repository, number).edit(mark, text, this::user);
    }

    private HttpUrl.Builder url(RepositoryId repository, String... segments) {
        return http.url(Stream.concat(Stream.of("repos", repository.owner(), repository.name()), Stream.of(segments))
                .toArray(String[]::new));
    }

    private HttpUrl mergeUrl(RepositoryId repository, long number) {
        return url(repository, "pulls", Long.toString(number), "merge").build();
    }
}
