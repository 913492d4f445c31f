// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.cli.CliRunner.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands on the command line is refused before anything is started, reached or created. */
class HostileInputTest {
    private static final String MIB = "x".repeat(1024 * 1024);

    @TempDir
    private Path folder;

    private final Map<String, String> good = new LinkedHashMap<>();

    @BeforeEach
    void fillIn() {
        good.put("--gitea", "http://127.0.0.1:9");
        good.put("--repository", "acme/app");
        good.put("--branch", "topic");
        good.put("--target", "main");
        good.put("--state-dir", folder.resolve("state").toString());
        good.put("--work-dir", folder.resolve("work").toString());
    }

    static Stream<Arguments> hostile() {
        Map<String, List<String>> table = new LinkedHashMap<>();
        List<String> names = List.of(
                "",
                " ",
                "--upload-pack=touch x",
                "-x",
                "a\nb",
                "a\0b",
                "a\u001b[31m",
                "a..b",
                "../x",
                "a b",
                "a~1",
                "a:b",
                "a\\b",
                "@{-1}",
                "a.lock",
                "/a",
                "a/",
                MIB);
        table.put("--branch", names);
        table.put("--target", names);
        table.put(
                "--repository",
                List.of(
                        "",
                        "app",
                        "a/b/c",
                        "../x",
                        "acme/..",
                        "a/b\n",
                        "a\0/b",
                        "-a/-b;x",
                        "ä/ö",
                        "a b/c",
                        MIB,
                        "a/" + MIB));
        table.put(
                "--gitea",
                List.of(
                        "",
                        "gitea",
                        "file:///etc/passwd",
                        "ext::sh -c x",
                        "http://",
                        "http://u:p4ss@h",
                        "http://h\n",
                        "http://h\0",
                        "http://h/../x",
                        "http://hö",
                        "-x",
                        "http://" + MIB));
        table.put(
                "--remote",
                List.of(
                        "",
                        "--upload-pack=touch x",
                        "ext::sh -c touch% x",
                        "file:///etc",
                        "/etc/passwd",
                        "../x",
                        "https://u:p4ss@h/r",
                        "https://h/r\n",
                        "https://h/r\0",
                        "-oProxyCommand=x:y",
                        "ssh://-oProxyCommand=x/y",
                        "https://h/" + MIB));
        table.put("--marker", List.of("", "a\nb", "a\rb", "a\0b", MIB));
        table.put("--title", List.of("", " ", "a\nb", "a\0b", "a\u001b[31m", MIB));
        table.put("--retest", List.of("", "  ", "echo\0x", MIB));
        table.put("--retest-policy", List.of("", "sometimes", "ALWAYS", "a\nb", MIB));
        table.put("--style", List.of("", "manually-merged", "MERGE", "a\nb", MIB));
        table.put("--when-busy", List.of("", "auto", "a\nb", MIB));
        table.put("--priority", List.of("", "1.5", "one", "99999999999", "0x10", "1\n", "\u0661", MIB));
        table.put("--state-dir", List.of("", "a\0b", "a\nb", "/dev/null", "/dev/null/x", MIB));
        table.put("--work-dir", List.of("", "a\0b", "a\nb", "/dev/null", MIB));
        table.put("--config", List.of("", "/nowhere/gate.yml", "/", "a\0b", MIB));
        table.put("--token-file", List.of("", "/nowhere/token", "/", "/dev/zero", "a\0b", MIB));
        List<Arguments> rows = new ArrayList<>();
        table.forEach((option, values) -> values.forEach(value -> rows.add(Arguments.of(option, value))));
        return rows.stream();
    }

    @ParameterizedTest(name = "{0} #{index}")
    @MethodSource("hostile")
    void isRefusedInOneSentenceThatNamesTheOption(String option, String value) throws IOException {
        good.put(option, value);
        Ended ended = gate("GITEA_TOKEN", "token");
        assertThat(ended.exit()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err())
                .startsWith("merge-gate: " + option)
                .endsWith(".\n")
                .hasSizeLessThan(300)
                .doesNotContain("p4ss", "touch", "\u001b", "xxxx");
        assertThat(ended.err().lines()).hasSize(1);
        assertNothingWasMade();
    }

    @ParameterizedTest(name = "{0} #{index}")
    @MethodSource("hostile")
    void withJsonItIsOneObjectToo(String option, String value) throws IOException {
        good.put(option, value);
        List<String> args = arguments();
        args.add("--json");
        Ended ended = new CliRunner().env("GITEA_TOKEN", "token").run(args.toArray(String[]::new));
        assertThat(ended.exit()).isEqualTo(2);
        assertThat(ended.out().lines()).hasSize(1);
        assertThat(ended.json().get("message").asText()).startsWith(option);
        assertNothingWasMade();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a b", "t\u00f6ken", "\u001b"})
    void aTokenThatCannotBeSentIsRefusedWithoutShowingIt(String token) throws IOException {
        Ended ended = gate("GITEA_TOKEN", token);
        assertThat(ended.exit()).isEqualTo(2);
        assertThat(ended.err())
                .startsWith("merge-gate: GITEA_TOKEN must hold a token")
                .doesNotContain(token);
        assertNothingWasMade();
    }

    @Test
    void aMissingTokenIsTold() throws IOException {
        Ended ended = gate("GITEA_TOKEN", "");
        assertThat(ended.exit()).isEqualTo(2);
        assertThat(ended.err())
                .isEqualTo("merge-gate: --token-file is missing, and the variable GITEA_TOKEN is not set.\n");
        assertNothingWasMade();
    }

    @Test
    void aBadConfigurationNamesTheFileAndTheField() throws IOException {
        Path config = Files.writeString(folder.resolve("gate.yml"), "retry: {maxAttempts: 0}");
        good.put("--config", config.toString());
        assertThat(gate("GITEA_TOKEN", "token").err())
                .isEqualTo("merge-gate: --config: retry.maxAttempts must be a whole number of at least 1.\n");
        assertNothingWasMade();
    }

    @Test
    void theBranchMustNotBeTheTarget() {
        good.put("--branch", "main");
        assertThat(gate("GITEA_TOKEN", "token").err())
                .isEqualTo("merge-gate: --branch must not be the target itself.\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "--all", "abc", "HEAD", "0123456789012345678901234567890123456789\n"})
    void anIdOfACommitIsAFullOne(String sha) throws IOException {
        Ended ended = new CliRunner()
                .with("--state-dir", good.get("--state-dir"), "--work-dir", good.get("--work-dir"))
                .run("verify-in-main", "--sha", sha, "--remote", "http://127.0.0.1:9/a/b");
        assertThat(ended.exit()).isEqualTo(2);
        assertThat(ended.err()).startsWith("merge-gate: --sha ");
        assertNothingWasMade();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a b", "a\n", "-", "a\0"})
    void anIdOfAHoldIsPlain(String id) throws IOException {
        Ended ended = new CliRunner()
                .with("--state-dir", good.get("--state-dir"))
                .run("hold", "release", "--reason", "fixed", "--", id);
        assertThat(ended.exit()).isEqualTo(2);
        assertNothingWasMade();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb", "a\0", "\u202e"})
    void aReasonIsOneLine(String reason) throws IOException {
        Ended ended = new CliRunner()
                .with("--state-dir", good.get("--state-dir"))
                .run("hold", "release", "t-0", "--reason", reason);
        assertThat(ended.exit()).isEqualTo(2);
        assertThat(ended.err()).startsWith("merge-gate: --reason ");
        assertNothingWasMade();
    }

    private Ended gate(String variable, String value) {
        return new CliRunner().env(variable, value).run(arguments().toArray(String[]::new));
    }

    private List<String> arguments() {
        List<String> args = new ArrayList<>(List.of("gate"));
        good.forEach((option, value) -> {
            args.add(option);
            args.add(value);
        });
        return args;
    }

    private void assertNothingWasMade() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(file -> !file.endsWith("gate.yml"))).isEmpty();
        }
        assertThat(ProcessHandle.current().children()).isEmpty();
    }
}
