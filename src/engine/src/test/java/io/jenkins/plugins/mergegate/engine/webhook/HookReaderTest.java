// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.engine.RepositoryId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HookReaderTest {
    private static final RepositoryId APP = new RepositoryId("acme", "app");
    private static final String REPOSITORY = """
            "repository": {
              "id": 1, "full_name": "acme/app",
              "html_url": "https://Git.example/acme/app", "clone_url": "http://10.0.0.1:3000/acme/app.git"
            }""";
    private static final Set<String> HOSTS = Set.of("git.example", "10.0.0.1:3000");

    private static Optional<HookEvent> read(String event, String body) {
        return HookReader.read(event, body.getBytes(UTF_8));
    }

    private static String push(String ref) {
        return "{\"ref\": \"" + ref + "\", " + REPOSITORY + "}";
    }

    private static String pull(String action, boolean merged) {
        return "{\"action\": \"" + action + "\", \"number\": 7, \"pull_request\": {\"merged\": " + merged
                + ", \"head\": {\"ref\": \"feature/x\"}, \"base\": {\"ref\": \"main\"}}, " + REPOSITORY + "}";
    }

    @Test
    void aPushNamesItsBranch() {
        assertThat(read("push", push("refs/heads/feature/x"))).contains(new HookEvent.Push(APP, HOSTS, "feature/x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"refs/tags/v1", "main", "", "refs/heads/", "refs/heads/-x", "refs/heads/a..b", "refs/heads/a b"})
    void aPushOfAnythingElseIsNothing(String ref) {
        assertThat(read("push", push(ref))).isEmpty();
    }

    @Test
    void onlyAPullRequestThatIsClosedByAMergeIsMerged() {
        assertThat(read("pull_request", pull("closed", true)))
                .contains(new HookEvent.PullRequest(APP, HOSTS, "feature/x", "main", true));
        for (Optional<HookEvent> other : List.of(
                read("pull_request", pull("closed", false)),
                read("pull_request", pull("synchronized", true)),
                read("pull_request_approved", pull("reviewed", false)))) {
            assertThat(other).contains(new HookEvent.PullRequest(APP, HOSTS, "feature/x", "main", false));
        }
    }

    @Test
    void otherEventsAreNothing() {
        assertThat(read(null, push("refs/heads/main"))).isEmpty();
        assertThat(read("", push("refs/heads/main"))).isEmpty();
        assertThat(read("issues", pull("closed", true))).isEmpty();
    }

    @Test
    void aRepositoryWithoutAReadableAddressNamesNoHost() {
        String body = "{\"ref\": \"refs/heads/main\", \"repository\": {\"full_name\": \"acme/app\","
                + " \"html_url\": 5, \"clone_url\": \"git@git.example:acme/app.git\"}}";

        assertThat(read("push", body)).contains(new HookEvent.Push(APP, Set.of(), "main"));
    }

    static Stream<String> garbage() {
        return Stream.of(
                "",
                "null",
                "5",
                "\"text\"",
                "[]",
                "{}",
                "{",
                "\u0000\u0001",
                "payload=%7B%7D",
                "{\"ref\": \"refs/heads/main\"}",
                "{\"ref\": \"refs/heads/main\", \"repository\": \"acme/app\"}",
                "{\"ref\": \"refs/heads/main\", \"repository\": {\"full_name\": 5}}",
                "{\"ref\": \"refs/heads/main\", \"repository\": {\"full_name\": \"app\"}}",
                "{\"ref\": \"refs/heads/main\", \"repository\": {\"full_name\": \"../app\"}}",
                "{\"ref\": [\"refs/heads/main\"], " + REPOSITORY + "}",
                "{\"pull_request\": [], " + REPOSITORY + "}",
                "{\"pull_request\": {\"head\": \"x\", \"base\": 7}, " + REPOSITORY + "}",
                "[".repeat(10_000) + "]".repeat(10_000),
                "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000),
                "{\"ref\": \"" + "x".repeat(1_000_000) + "\"}",
                "1".repeat(1_000_000));
    }

    @ParameterizedTest
    @MethodSource("garbage")
    void garbageIsNothing(String body) {
        assertThat(read("push", body)).isEmpty();
        assertThat(read("pull_request", body)).isEmpty();
    }
}
