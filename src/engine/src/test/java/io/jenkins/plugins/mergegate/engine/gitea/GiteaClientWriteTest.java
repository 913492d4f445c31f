// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

import static io.jenkins.plugins.mergegate.engine.gitea.Clients.REPOSITORY;
import static io.jenkins.plugins.mergegate.engine.gitea.Clients.SHA;
import static io.jenkins.plugins.mergegate.engine.gitea.Clients.patient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The calls that write something less than the target. */
class GiteaClientWriteTest {
    private static final String MARK = "<!-- merge-gate -->";

    /** Answers by method and path without query; what is not named is 404. */
    private static RawServer routes(Map<String, String> answers) {
        return new RawServer((request, out) -> {
            String path = request.target().replaceFirst("\\?.*", "").replace("/api/v1/repos/alice/app", "");
            String answer = answers.getOrDefault(request.method() + " " + path, RawServer.json(404, "{}"));
            out.write(answer.getBytes(StandardCharsets.UTF_8));
        });
    }

    private static List<String> calls(RawServer server) {
        return server.received().stream()
                .filter(request -> !request.method().equals("GET"))
                .map(request -> request.method() + " " + request.target().replace("/api/v1/repos/alice/app", ""))
                .toList();
    }

    private static String comment(int id, String author, String body) {
        return "{\"id\":" + id + ",\"user\":{\"login\":\"" + author + "\"},\"body\":\"" + body + "\"}";
    }

    private static RawServer thread(String comments, String... more) {
        Map<String, String> answers = new HashMap<>(Map.of(
                "GET /issues/7/comments", RawServer.json(200, "[" + comments + "]"),
                "GET /api/v1/user", RawServer.json(200, "{\"login\":\"bot\"}"),
                "POST /issues/7/comments", RawServer.json(201, "{\"id\":99}")));
        for (String route : more) {
            answers.put(route, RawServer.json(200, "{}"));
        }
        return routes(answers);
    }

    private static String lastBody(RawServer server) throws Exception {
        String json = server.received().get(server.received().size() - 1).body();
        return new ObjectMapper().readTree(json).path("body").textValue();
    }

    @Test
    void createsAPullRequest() throws Exception {
        String created = RawServer.json(201, Pulls.open(8, "topic/ü", "alice/app", "main"));
        try (RawServer server = routes(Map.of("POST /pulls", created))) {
            PullRequest pull = patient(server.uri()).create(REPOSITORY, "topic/ü", "main", "A \"title\"", null);

            assertThat(pull.number()).isEqualTo(8);
            assertThat(server.received().get(0).body())
                    .isEqualTo("{\"head\":\"topic/ü\",\"base\":\"main\",\"title\":\"A \\\"title\\\"\",\"body\":\"\"}");
        }
    }

    @ParameterizedTest
    @CsvSource({"409, CONFLICT", "404, NOT_FOUND", "422, INVALID", "403, FORBIDDEN", "423, INVALID", "500, UNREACHABLE"
    })
    void createFails(int status, GiteaFailure.Kind kind) throws Exception {
        try (RawServer server = RawServer.answering(RawServer.json(status, "{\"message\":\"why\"}"))) {
            GiteaFailure failure = catchThrowableOfType(
                    GiteaFailure.class, () -> patient(server.uri()).create(REPOSITORY, "topic", "main", "T", "B"));

            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.status()).isEqualTo(status);
            assertThat(failure).hasMessageContaining("why");
        }
    }

    @Test
    void createdButNotShown() throws Exception {
        try (RawServer server = RawServer.answering(RawServer.json(201, "null"))) {
            GiteaFailure failure = catchThrowableOfType(
                    GiteaFailure.class, () -> patient(server.uri()).create(REPOSITORY, "topic", "main", "T", "B"));

            assertThat(failure.kind()).isEqualTo(GiteaFailure.Kind.MALFORMED);
            assertThat(failure.status()).isEqualTo(201);
        }
    }

    @Test
    void cancelsAnAutoMergeOrFindsNone() throws Exception {
        for (String answer :
                List.of("HTTP/1.1 204 No Content\r\n\r\n", RawServer.json(404, "{\"message\":\"not found\"}"))) {
            try (RawServer server = RawServer.answering(answer)) {
                assertThatCode(() -> patient(server.uri()).cancelAutoMerge(REPOSITORY, 7))
                        .doesNotThrowAnyException();
                assertThat(calls(server)).containsExactly("DELETE /pulls/7/merge");
            }
        }
    }

    @Test
    void anAutoMergeThatCannotBeCancelled() throws Exception {
        try (RawServer server = RawServer.answering(RawServer.json(403, "{\"message\":\"no\"}"))) {
            GiteaFailure failure = catchThrowableOfType(
                    GiteaFailure.class, () -> patient(server.uri()).cancelAutoMerge(REPOSITORY, 7));

            assertThat(failure.kind()).isEqualTo(GiteaFailure.Kind.FORBIDDEN);
        }
    }

    @Test
    void setsAStatus() throws Exception {
        try (RawServer server = routes(Map.of("POST /statuses/" + SHA, RawServer.json(201, "{}")))) {
            patient(server.uri()).setStatus(REPOSITORY, SHA, new CommitStatus("merge-gate", "pending", "2nd", null));

            assertThat(server.received().get(0).body())
                    .isEqualTo("{\"state\":\"pending\",\"context\":\"merge-gate\","
                            + "\"description\":\"2nd\",\"target_url\":\"\"}");
        }
    }

    @Test
    void writesTheFirstCommentWithoutAskingWhoItIs() throws Exception {
        try (RawServer server = thread(comment(1, "alice", "hello"))) {
            patient(server.uri()).upsertComment(REPOSITORY, 7, MARK, "text");

            assertThat(calls(server)).containsExactly("POST /issues/7/comments");
            assertThat(lastBody(server)).isEqualTo(MARK + "\ntext");
            assertThat(server.received()).extracting(RawServer.Received::target).doesNotContain("/api/v1/user");
        }
    }

    @Test
    void editsItsOwnComment() throws Exception {
        String comments = comment(1, "alice", "x " + MARK) + "," + comment(2, "Bot", MARK + " old");
        try (RawServer server = thread(comments, "PATCH /issues/comments/2")) {
            patient(server.uri()).upsertComment(REPOSITORY, 7, MARK, "new " + MARK);

            assertThat(calls(server)).containsExactly("PATCH /issues/comments/2");
            assertThat(lastBody(server)).isEqualTo("new " + MARK);
        }
    }

    @Test
    void leavesACommentThatSaysItAlready() throws Exception {
        try (RawServer server = thread(comment(2, "bot", MARK + "\\nsame"))) {
            patient(server.uri()).upsertComment(REPOSITORY, 7, MARK, "same");

            assertThat(calls(server)).isEmpty();
        }
    }

    @Test
    void neverEditsTheCommentOfSomebodyElse() throws Exception {
        try (RawServer server = thread(comment(1, "alice", MARK), "PATCH /issues/comments/1")) {
            patient(server.uri()).upsertComment(REPOSITORY, 7, MARK, "text");

            assertThat(calls(server)).containsExactly("POST /issues/7/comments");
        }
    }

    @Test
    void writesANewOneWhenItsCommentWasDeletedMeanwhile() throws Exception {
        try (RawServer server = thread(comment(2, "bot", MARK))) {
            patient(server.uri()).upsertComment(REPOSITORY, 7, MARK, "text");

            assertThat(calls(server)).containsExactly("PATCH /issues/comments/2", "POST /issues/7/comments");
        }
    }

    @Test
    void editsOnlyWhereThereIsSomethingToEdit() throws Exception {
        String comments = comment(1, "alice", "hello") + "," + comment(2, "bot", MARK + " old");
        try (RawServer server = thread(comments, "PATCH /issues/comments/2")) {
            patient(server.uri()).editComment(REPOSITORY, 7, MARK, "new " + MARK);

            assertThat(calls(server)).containsExactly("PATCH /issues/comments/2");
            assertThat(lastBody(server)).isEqualTo("new " + MARK);
        }
        try (RawServer server = thread(comment(1, "alice", "hello"))) {
            patient(server.uri()).editComment(REPOSITORY, 7, MARK, "new " + MARK);

            assertThat(calls(server)).isEmpty();
        }
    }

    @Test
    void cutsALongCommentButKeepsTheMark() throws Exception {
        try (RawServer server = thread("")) {
            patient(server.uri()).upsertComment(REPOSITORY, 7, MARK, "😀".repeat(40_000) + MARK);

            String body = lastBody(server);
            assertThat(body).startsWith(MARK).endsWith("😀");
            assertThat(body.length()).isLessThan(60_100);
        }
    }
}
