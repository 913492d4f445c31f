// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.mergegate.cli.demo.Scene;
import io.jenkins.plugins.mergegate.cli.demo.Stories;
import io.jenkins.plugins.mergegate.cli.demo.Story;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The demonstration as a whole: its timeline, its verdict, its JSON, and that it leaves nothing behind. */
class DemoCommandTest {
    private static final Story CONFLICT = Stories.all().stream()
            .filter(story -> story.expected().equals(List.of("CONFLICT")))
            .findFirst()
            .orElseThrow();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void playsEveryStoryAndFindsEveryFact() {
        int exit = Cli.run(new String[] {"demo"}, System.getenv(), print(out), print(err));

        List<String> lines = lines(out);
        assertThat(exit).as(String.join("\n", lines)).isZero();
        int table = lines.indexOf(lines.stream()
                .filter(line -> line.startsWith("story  "))
                .findFirst()
                .orElseThrow());
        for (Story story : Stories.all()) {
            assertThat(lines.subList(table, lines.size()))
                    .anySatisfy(line -> assertThat(line)
                            .startsWith(story.name() + "  ")
                            .contains(story.expected().get(0))
                            .endsWith("yes"));
        }
        assertThat(lines.get(lines.size() - 1)).matches("All \\d+ facts hold\\. .*");
        assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
        assertThat(lines(err)).isEmpty();
    }

    @Test
    void aFactThatDoesNotHoldIsNamedAndEndsWithOne() {
        int exit = new DemoCommand(List.of(wrong())).run(context());

        assertThat(exit).isEqualTo(1);
        assertThat(lines(out))
                .contains("   [NO] the gate ends with MERGED")
                .contains("   [NO] git finds exactly one merge in main")
                .anySatisfy(line -> assertThat(line).matches("A wrong story +MERGED +CONFLICT +0 +NO"))
                .contains("  A wrong story: the gate ends with MERGED");
    }

    @Test
    void aStoryThatBreaksIsAFactThatDoesNotHold() {
        int exit = new DemoCommand(List.of(broken(), CONFLICT)).run(context());

        assertThat(exit).isEqualTo(1);
        assertThat(lines(out))
                .anySatisfy(line -> assertThat(line).contains("[NO]").contains("as planned"))
                .anySatisfy(line -> assertThat(line).matches("A real conflict +CONFLICT +CONFLICT +0 +yes"));
    }

    @Test
    void printsOneObjectWithJson() throws IOException {
        DemoCommand command = new DemoCommand(List.of(wrong()));
        new CommandLine(command).parseArgs("--json");
        int exit = command.run(context());

        assertThat(exit).isEqualTo(1);
        JsonNode json = new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
        assertThat(json.path("ok").asBoolean(true)).isFalse();
        JsonNode story = json.path("stories").path(0);
        assertThat(story.fieldNames())
                .toIterable()
                .containsExactly("name", "expected", "outcome", "reason", "facts", "ok");
        assertThat(story.path("outcome").asText()).isEqualTo("CONFLICT");
        assertThat(story.path("reason").isNull()).isTrue();
        assertThat(story.path("ok").asBoolean(true)).isFalse();
        assertThat(story.path("facts"))
                .anySatisfy(fact -> {
                    assertThat(fact.path("what").asText()).contains("price.txt");
                    assertThat(fact.path("holds").asBoolean()).isTrue();
                })
                .anySatisfy(fact -> {
                    assertThat(fact.path("what").asText()).isEqualTo("the gate ends with MERGED");
                    assertThat(fact.path("holds").asBoolean(true)).isFalse();
                });
        assertThat(lines(err)).anySatisfy(line -> assertThat(line).contains("the gate ends with MERGED"));
    }

    @Test
    void aSignalStopsItAndNothingIsLeft(@TempDir Path directory) throws Exception {
        Process demo = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Djava.io.tmpdir=" + directory,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "demo")
                .redirectErrorStream(true)
                .start();
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(demo.getInputStream(), StandardCharsets.UTF_8))) {
            String line = reader.readLine();
            while (line != null && !line.contains("$ merge-gate gate")) {
                line = reader.readLine();
            }
            assertThat(directory).isNotEmptyDirectory();
            demo.toHandle().destroy();
            List<String> rest = reader.lines().toList();
            assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(demo.exitValue()).isEqualTo(40);
            assertThat(rest).last().isEqualTo("Stopped. Everything was removed.");
            assertThat(directory).isEmptyDirectory();
        } finally {
            demo.destroyForcibly();
        }
    }

    /** A story that is told right and expects the wrong thing. */
    private static Story wrong() {
        return story("A wrong story", CONFLICT::play);
    }

    private static Story broken() {
        return story("A broken story", scene -> {
            throw new IllegalStateException("as planned");
        });
    }

    private static Story story(String name, Consumer<Scene> play) {
        return new Story() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String why() {
                return "For a test.";
            }

            @Override
            public List<String> expected() {
                return List.of("MERGED");
            }

            @Override
            public int merges() {
                return 1;
            }

            @Override
            public void play(Scene scene) {
                play.accept(scene);
            }
        };
    }

    @Test
    void servesItsGiteaUntilItIsStopped() throws Exception {
        DemoCommand command = new DemoCommand();
        new CommandLine(command).parseArgs("--serve", "0");
        Context context = context();
        CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(() -> command.run(context));
        await().until(() -> lines(out).stream().anyMatch(line -> line.startsWith("Ctrl-C")));
        Map<String, String> said = lines(out).stream()
                .filter(line -> line.contains(":  "))
                .collect(Collectors.toMap(line -> line.split(":  ")[0], line -> line.split(":  ")[1].strip()));

        Path token = Path.of(said.get("Token in"));
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        said.get("Gitea") + "/api/v1/repos/" + said.get("Repository") + "/branches/farewell"))
                .header("Authorization", "token " + Files.readString(token).strip())
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("Say farewell");

        context.stop().request();
        assertThat(exit.get(30, TimeUnit.SECONDS)).isZero();
        assertThat(token.getParent()).doesNotExist();
    }

    @Test
    void refusesAPortThatIsNone() {
        assertThat(Cli.run(new String[] {"demo", "--serve", "70000"}, System.getenv(), print(out), print(err)))
                .isEqualTo(2);
        assertThat(lines(err)).anySatisfy(line -> assertThat(line).contains("--serve"));
    }

    private Context context() {
        return new Context(System.getenv(), print(out), print(err), new Stop());
    }

    private static List<String> lines(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static PrintStream print(ByteArrayOutputStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }
}
