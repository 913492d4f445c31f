// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.cli.CliRunner.Ended;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
    private final CliRunner cli = new CliRunner();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                  | A command is missing: gate, verify-in-main,
            nonsense                            | There is no such command; there are gate,
            --json                              | --json is not an option of merge-gate.
            gate                                | --branch is missing.
            gate --branch                       | --branch needs a value.
            gate --branch --json                | --branch needs a value.
            gate --title --branch x             | --title needs a value.
            gate --branch a --branch b          | --branch is given more than once.
            gate --branch a --json --json       | --json is given more than once.
            gate --branch a --token secret      | --token is not an option of merge-gate gate.
            gate --branch a --foo=secret        | --foo is not an option of merge-gate gate.
            gate --branch a secret              | There is an argument that merge-gate gate does not know.
            gate --branch a @secret             | There is an argument that merge-gate gate does not know.
            gate --branch a --verbose           | --verbose is not an option of merge-gate gate.
            verify-in-main                      | --sha is missing.
            hold                                | A command is missing: list, release.
            hold nonsense                       | There is no such command; there are list, release.
            hold release                        | ID is missing.
            hold release x                      | --reason is missing.
            hold release --reason x             | ID is missing.
            hold release x y --reason z         | There is an argument that merge-gate hold release does not know.
            """)
    void aCommandLineThatCannotBeReadIsAnsweredInOneSentence(String line, String sentence) {
        Ended ended = cli.run(line.isEmpty() ? new String[0] : line.split(" "));
        assertThat(ended.exit()).isEqualTo(2);
        assertThat(ended.err())
                .startsWith("merge-gate: " + sentence)
                .endsWith(".\n")
                .doesNotContain("secret");
        assertThat(ended.err().lines()).hasSize(1);
        if (line.contains("--json")) {
            assertThat(ended.json().isObject()).isTrue();
        } else {
            assertThat(ended.out()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "gate",
                "verify-in-main",
                "regression-guard",
                "reclaim-stale-locks",
                "reaper",
                "status",
                "hold",
                "hold list",
                "hold release",
                "doctor"
            })
    void everyCommandExplainsItself(String command) {
        String[] args = (command + " --help").strip().split(" ");
        Ended ended = cli.run(args);
        assertThat(ended.exit()).isZero();
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).startsWith("Usage: merge-gate " + command).contains("--help");
        if (!command.isEmpty() && !command.equals("hold")) {
            assertThat(ended.out()).contains("Exit codes:", "--json", "--state-dir");
        }
    }

    @Test
    void theVersionIsTold() {
        assertThat(cli.run("--version").out()).startsWith("merge-gate ");
    }

    @Test
    void withJsonARefusedGateIsAResult() {
        Ended ended = cli.run("gate", "--json");
        assertThat(ended.exit()).isEqualTo(2);
        assertThat(ended.json().get("outcome").asText()).isEqualTo("HELD");
        assertThat(ended.json().get("reason").asText()).isEqualTo("CONFIGURATION");
        assertThat(ended.json().get("message").asText()).isEqualTo("--branch is missing.");
        assertThat(ended.json().get("proof").get("ancestry").isNull()).isTrue();
    }

    @Test
    void withJsonAnyOtherRefusalIsAnError() {
        assertThat(cli.run("doctor", "--json").json().get("error").asText()).isEqualTo("--gitea is missing.");
        assertThat(cli.run("hold", "release", "--json").json().get("error").asText())
                .isEqualTo("ID is missing.");
    }
}
