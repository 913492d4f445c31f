// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

import static io.jenkins.plugins.mergegate.engine.gitea.Clients.REPOSITORY;
import static io.jenkins.plugins.mergegate.engine.gitea.Clients.SHA;
import static io.jenkins.plugins.mergegate.engine.gitea.Clients.patient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;

/** Lists, page by page, and what is looked for in them. */
class GiteaClientListTest {
    /** A server of these pages, then of empty ones. {@code wrap} has a %s for the entries. */
    private static RawServer pages(String wrap, String... pages) {
        return new RawServer((request, out) -> {
            HttpUrl url = HttpUrl.get("http://gitea.test" + request.target());
            int page = Integer.parseInt(url.queryParameter("page"));
            String entries = page <= pages.length ? pages[page - 1] : "";
            out.write(RawServer.json(200, wrap.formatted(entries)).getBytes(StandardCharsets.UTF_8));
        });
    }

    private static Optional<Long> openNumber(RawServer server) throws GiteaFailure {
        return patient(server.uri()).findOpen(REPOSITORY, "topic", "main").map(PullRequest::number);
    }

    @Test
    void findsTheOpenOneOnALaterPage() throws Exception {
        String found = Pulls.open(77, "topic", "Alice/App", "main");
        try (RawServer server = pages("[%s]", Pulls.others(1, 50), Pulls.others(51, 3) + "," + found)) {
            assertThat(openNumber(server)).contains(77L);
            assertThat(server.received())
                    .extracting(RawServer.Received::target)
                    .containsExactly(
                            "/api/v1/repos/alice/app/pulls?state=open&base_branch=main&page=1&limit=50",
                            "/api/v1/repos/alice/app/pulls?state=open&base_branch=main&page=2&limit=50");
        }
    }

    @Test
    void aShortPageMayBeFollowedByMore() throws Exception {
        String found = Pulls.open(77, "topic", "alice/app", "main");
        try (RawServer server = pages("[%s]", Pulls.others(1, 20), Pulls.others(21, 20), found)) {
            assertThat(openNumber(server)).contains(77L);
        }
    }

    @Test
    void passesByWhatOnlyLooksLikeIt() throws Exception {
        String others = String.join(
                ",",
                "null",
                Pulls.open(1, "topic", "fork/app", "main"),
                Pulls.open(2, "topic", "alice/app", "other"),
                Pulls.open(3, "topic2", "alice/app", "main"),
                Pulls.pull(4, "closed", false, "topic", "topic", "alice/app", "main"));
        try (RawServer server = pages("[%s]", others)) {
            assertThat(openNumber(server)).isEmpty();
        }
    }

    @Test
    void encodesTheBase() throws Exception {
        try (RawServer server = pages("[%s]")) {
            assertThat(patient(server.uri()).findOpen(REPOSITORY, "topic", "a/b&c+d e"))
                    .isEmpty();
            assertThat(server.received().get(0).target()).contains("base_branch=a%2Fb%26c%2Bd%20e&");
        }
    }

    @Test
    void aListThatKnowsNoPagesIsReadOnce() throws Exception {
        String same = "[" + Pulls.others(1, 60) + "]";
        try (RawServer server = RawServer.answering(RawServer.json(200, same))) {
            assertThat(openNumber(server)).isEmpty();
            assertThat(server.received()).hasSize(2);
        }
    }

    @Test
    void aListWithoutEndIsGivenUp() throws Exception {
        int[] next = {0};
        RawServer server = new RawServer((request, out) -> out.write(
                RawServer.json(200, "[" + Pulls.others(++next[0], 1) + "]").getBytes(StandardCharsets.UTF_8)));
        try (server) {
            GiteaFailure failure = catchThrowableOfType(GiteaFailure.class, () -> openNumber(server));

            assertThat(failure.kind()).isEqualTo(GiteaFailure.Kind.MALFORMED);
            assertThat(server.received()).hasSize(200);
        }
    }

    @Test
    void findsTheMergedOneOnTheFirstPage() throws Exception {
        String closed = String.join(
                ",",
                Pulls.pull(1, "closed", false, "topic", "topic", "alice/app", "main"),
                Pulls.merged(2, "topic", "fork/app", "main"),
                Pulls.merged(3, "topic", "alice/app", "docs"),
                Pulls.merged(4, "topic", "alice/app", "main"),
                Pulls.merged(5, "topic", "alice/app", "main"));
        try (RawServer server = pages("[%s]", closed)) {
            assertThat(patient(server.uri())
                            .findMerged(REPOSITORY, "topic", "main")
                            .map(PullRequest::number))
                    .contains(4L);
            assertThat(server.received())
                    .extracting(RawServer.Received::target)
                    .containsExactly("/api/v1/repos/alice/app/pulls"
                            + "?state=closed&base_branch=main&sort=recentupdate&page=1&limit=50");
        }
    }

    @Test
    void reviews() throws Exception {
        String first = "{\"id\":1,\"user\":{\"login\":\"carol\"},\"state\":\"APPROVED\",\"commit_id\":\"c\","
                + "\"official\":true,\"stale\":false,\"dismissed\":false}";
        String second = "{\"id\":2,\"user\":null,\"team\":{\"id\":1},\"state\":\"REQUEST_REVIEW\",\"commit_id\":\"\","
                + "\"official\":false,\"stale\":true,\"dismissed\":true}";
        try (RawServer server = pages("[%s]", first, second)) {
            assertThat(patient(server.uri()).reviews(REPOSITORY, 7))
                    .containsExactly(
                            new Review("carol", "APPROVED", "c", true, false, false),
                            new Review(null, "REQUEST_REVIEW", "", false, true, true));
            assertThat(server.received()).hasSize(3);
        }
    }

    @Test
    void statusesOfTheCommit() throws Exception {
        String wrap = "{\"state\":\"failure\",\"sha\":\"" + SHA + "\",\"statuses\":[%s]}";
        String first =
                "{\"id\":3,\"status\":\"success\",\"context\":\"gate\",\"description\":\"d\",\"target_url\":\"u\"}";
        String second = "{\"id\":4,\"status\":\"\",\"context\":\"ci\",\"description\":null,\"target_url\":null}";
        try (RawServer server = pages(wrap, first, second)) {
            assertThat(patient(server.uri()).statuses(REPOSITORY, SHA))
                    .containsExactly(new CommitStatus("gate", "success", "d", "u"), new CommitStatus("ci", "", "", ""));
            assertThat(server.received().get(0).target())
                    .isEqualTo("/api/v1/repos/alice/app/commits/" + SHA + "/status?page=1&limit=50");
        }
    }

    @Test
    void aCommitWithoutStatuses() throws Exception {
        for (String none : List.of(
                "{\"state\":\"pending\",\"sha\":\"" + SHA + "\",\"statuses\":null}",
                "{\"state\":\"\",\"sha\":\"\",\"total_count\":0,\"statuses\":null,\"repository\":null}",
                "{}")) {
            try (RawServer server = RawServer.answering(RawServer.json(200, none))) {
                assertThat(patient(server.uri()).statuses(REPOSITORY, SHA)).isEmpty();
            }
        }
    }

    @Test
    void statusesOfAnotherCommitAreNotTaken() throws Exception {
        String other = "{\"sha\":\"1111\",\"statuses\":[{\"id\":1,\"status\":\"success\",\"context\":\"gate\"}]}";
        try (RawServer server = RawServer.answering(RawServer.json(200, other))) {
            GiteaFailure failure = catchThrowableOfType(
                    GiteaFailure.class, () -> patient(server.uri()).statuses(REPOSITORY, SHA));

            assertThat(failure.kind()).isEqualTo(GiteaFailure.Kind.MALFORMED);
        }
    }
}
