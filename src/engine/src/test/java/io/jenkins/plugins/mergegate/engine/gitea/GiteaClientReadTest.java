// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

import static io.jenkins.plugins.mergegate.engine.gitea.Clients.REPOSITORY;
import static io.jenkins.plugins.mergegate.engine.gitea.Clients.SHA;
import static io.jenkins.plugins.mergegate.engine.gitea.Clients.patient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.Secret;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the calls that read make of Gitea's JSON. */
class GiteaClientReadTest {
    private static final String REPOSITORY_JSON = "{\"id\":4,\"full_name\":\"alice/App\","
            + "\"clone_url\":\"http://gitea.test/alice/App.git\",\"default_branch\":\"main\",\"archived\":true,"
            + "\"permissions\":{\"admin\":false,\"push\":true,\"pull\":true},\"allow_merge_commits\":true,"
            + "\"allow_rebase\":true,\"allow_rebase_explicit\":true,\"allow_squash_merge\":true,"
            + "\"allow_fast_forward_only_merge\":true,\"default_merge_style\":\"squash\",\"topics\":null}";

    static String branch(String checks) {
        return "{\"name\":\"main\",\"commit\":{\"id\":\"" + SHA + "\",\"message\":\"m\"},\"protected\":true,"
                + "\"required_approvals\":2," + checks + ",\"user_can_push\":false,\"user_can_merge\":true}";
    }

    private static RawServer json(String body) {
        return RawServer.answering(RawServer.json(200, body));
    }

    @Test
    void versionAndUser() throws Exception {
        try (RawServer server = json("{\"version\":\"1.27.0+dev-3\",\"login\":\"bot\"}")) {
            assertThat(patient(server.uri()).version()).isEqualTo("1.27.0+dev-3");
            assertThat(patient(server.uri()).user()).isEqualTo("bot");
            assertThat(server.received())
                    .extracting(RawServer.Received::target)
                    .containsExactly("/api/v1/version", "/api/v1/user");
        }
    }

    @Test
    void repository() throws Exception {
        try (RawServer server = json(REPOSITORY_JSON)) {
            assertThat(patient(server.uri()).repository(REPOSITORY))
                    .isEqualTo(new Repository(
                            "alice/App",
                            "http://gitea.test/alice/App.git",
                            "main",
                            true,
                            true,
                            Set.of(MergeStyle.values()),
                            MergeStyle.SQUASH));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"manually-merged\"", "\"\"", "null", "\"of the future\""})
    void aDefaultStyleThatIsNone(String style) throws Exception {
        String body = "{\"full_name\":\"a/b\",\"clone_url\":\"u\",\"permissions\":null,\"default_merge_style\":" + style
                + "}";
        try (RawServer server = json(body)) {
            assertThat(patient(server.uri()).repository(REPOSITORY))
                    .isEqualTo(new Repository("a/b", "u", "", false, false, Set.of(), null));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "\"enable_status_check\":false,\"status_check_contexts\":[\"old\"] | ",
                "\"enable_status_check\":true,\"status_check_contexts\":[\"gate\",\"ci/*\"] | gate,ci/*",
                "\"enable_status_check\":true,\"status_check_contexts\":null | *",
                "\"enable_status_check\":true,\"status_check_contexts\":[] | *"
            })
    void branch(String checks, String expected) throws Exception {
        List<String> contexts = expected == null ? List.of() : List.of(expected.split(","));
        try (RawServer server = json(branch(checks))) {
            assertThat(patient(server.uri()).branch(REPOSITORY, "main"))
                    .contains(new BranchInfo("main", SHA, true, true, 2, contexts));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "main | main",
                "feature/x/1 | feature/x/1",
                "a b#c?d%e | a%20b%23c%3Fd%25e",
                "a%2Fb | a%252Fb",
                "%2e%2e/x | %252e%252e/x",
                "ü/😀 | %C3%BC/%F0%9F%98%80",
                "a+b&c=d;e@f | a+b&c=d;e@f",
                "a\"b'c | a%22b'c"
            })
    void branchNamesAreEncoded(String name, String path) throws Exception {
        try (RawServer server = json(branch("\"enable_status_check\":false"))) {
            patient(URI.create(server.uri() + "/sub/path/")).branch(REPOSITORY, name);

            assertThat(server.received().get(0).target())
                    .isEqualTo("/sub/path/api/v1/repos/alice/app/branches/" + path);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a//b", "../../user", "a/..", "./a", "a/"})
    void namesThatNoBranchCanHaveAreNotAskedFor(String name) throws Exception {
        try (RawServer server = json(branch("\"enable_status_check\":false"))) {
            assertThat(patient(server.uri()).branch(REPOSITORY, name)).isEmpty();
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void aBranchThatIsMissing() throws Exception {
        try (RawServer server = RawServer.answering(RawServer.json(404, "{\"message\":\"not found\"}"))) {
            assertThat(patient(server.uri()).branch(REPOSITORY, "gone")).isEmpty();
        }
    }

    @Test
    void anUnknownBranchIsNotAMissingOne() throws Exception {
        try (RawServer server = RawServer.answering(RawServer.json(500, "{\"message\":\"\"}"))) {
            GiteaFailure failure = catchThrowableOfType(
                    GiteaFailure.class, () -> patient(server.uri()).branch(REPOSITORY, "main"));

            assertThat(failure.kind()).isEqualTo(GiteaFailure.Kind.UNREACHABLE);
        }
    }

    @Test
    void pullRequest() throws Exception {
        try (RawServer server = json(Pulls.open(7, "topic", "alice/app", "main"))) {
            assertThat(patient(server.uri()).pullRequest(REPOSITORY, 7))
                    .isEqualTo(new PullRequest(
                            7,
                            "T",
                            true,
                            false,
                            true,
                            false,
                            null,
                            SHA,
                            "topic",
                            "topic",
                            "alice/app",
                            "main",
                            "http://gitea.test/7",
                            0));
            assertThat(server.received().get(0).target()).isEqualTo("/api/v1/repos/alice/app/pulls/7");
        }
    }

    @Test
    void aPullRequestWhoseForkIsGone() throws Exception {
        String body = "{\"number\":7,\"state\":\"closed\",\"mergeable\":false,\"merged\":true,"
                + "\"merge_commit_sha\":\"m\",\"base\":{\"ref\":\"main\"},\"head\":{\"repo\":null,\"sha\":\"\"}}";
        try (RawServer server = json(body)) {
            PullRequest pull = patient(server.uri()).pullRequest(REPOSITORY, 7);

            assertThat(pull.open()).isFalse();
            assertThat(pull.merged()).isTrue();
            assertThat(pull.mergeCommitSha()).isEqualTo("m");
            assertThat(pull.headRepository()).isNull();
            assertThat(pull.headSha()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://gitea.test",
                "http://user:s3cret@gitea.test",
                "http://user@gitea.test",
                "gitea.test",
                "file:///etc/passwd"
            })
    void refusesServersItCannotTalkTo(String url) {
        InvalidInput refused = catchThrowableOfType(
                InvalidInput.class, () -> new GiteaClient(new OkHttpClient(), URI.create(url), Secret.of("t")));

        assertThat(refused.field()).isEqualTo("server");
        assertThat(refused).hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc\n", "a b", "\u00fc"})
    void refusesTokensThatNoHeaderCarries(String token) {
        InvalidInput refused = catchThrowableOfType(
                InvalidInput.class,
                () -> new GiteaClient(new OkHttpClient(), URI.create("http://gitea.test"), Secret.of(token)));

        assertThat(refused.field()).isEqualTo("token");
        assertThat(refused).hasMessageNotContaining(token);
    }

    @Test
    void withoutATokenNoneIsSent() throws IOException, GiteaFailure {
        try (RawServer server = json("{\"version\":\"1.27.0\"}")) {
            new GiteaClient(new OkHttpClient(), server.uri(), Secret.of("")).version();

            assertThat(server.received().get(0).head()).doesNotContain("Authorization");
        }
    }
}
