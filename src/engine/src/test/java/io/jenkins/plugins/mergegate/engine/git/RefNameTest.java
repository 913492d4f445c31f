// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefNameTest {
    private static final String ALPHABET = "ab.@{}-/~^:?*[\\ lock\tä#!'\"$%&()|<>;,=+_";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"main", "feature/ä", "a/b", "it's", "a@b", "@a", "a/@", "a.b/c", "a./b", "#1", "$(x)"})
    void keepsLegalNames(String name) {
        assertThat(RefName.check("branch", name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-x",
                "--upload-pack=touch /tmp/x",
                "HEAD",
                "@",
                "a..b",
                "a@{1}",
                "a b",
                "a\nb",
                "a\u007fb",
                "/a",
                "a/",
                "a//b",
                ".a",
                "a/.b",
                "a.lock",
                "a.lock/b",
                "a.",
                "a~1",
                "a^",
                "a:b",
                "a?",
                "a*",
                "a[b",
                "a\\b",
                "\ud800"
            })
    void refusesIllegalNames(String name) {
        assertThatThrownBy(() -> RefName.check("target", name))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("target must ")
                .hasMessageEndingWith(".");
    }

    @Test
    void refusesLongNamesAndNull() {
        assertThat(RefName.problem(null)).isNotNull();
        assertThat(RefName.problem("a".repeat(250))).isNull();
        assertThat(RefName.problem("a".repeat(251))).isNotNull();
        assertThat(RefName.problem("ä".repeat(126))).isNotNull();
        assertThat(RefName.problem("abc/".repeat(260) + "a")).isNotNull();
    }

    @Test
    void doesNotRepeatTheValue() {
        assertThatThrownBy(() -> RefName.check("branch", "se cret")).hasMessageNotContaining("se cret");
    }

    /** For each name one line of a shell script asks the real git. */
    @Test
    void agreesWithGit() throws IOException {
        Random random = new Random(1);
        List<String> names =
                new ArrayList<>(List.of("a.LOCK", "a.lock.b", "HEAD/a", "a/HEAD", "refs/heads/a", "@@", "a@"));
        for (int i = 0; i < 600; i++) {
            int length = 1 + random.nextInt(6);
            StringBuilder name = new StringBuilder();
            random.ints(length, 0, ALPHABET.length()).forEach(at -> name.append(ALPHABET.charAt(at)));
            names.add(name.toString());
        }
        StringBuilder script = new StringBuilder();
        names.forEach(name -> script.append("git check-ref-format --branch '")
                .append(name.replace("'", "'\\''"))
                .append("' >/dev/null 2>&1; echo $?\n"));
        Process shell =
                new ProcessBuilder("sh", "-s").directory(directory.toFile()).start();
        try (var in = shell.outputWriter()) {
            in.write(script.toString());
        }
        List<String> answers = shell.inputReader().lines().toList();
        Map<String, Boolean> differences = new java.util.LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            boolean legal = answers.get(i).equals("0");
            // Git reads a lone @ as HEAD where it has one, so it is refused here.
            if (!names.get(i).equals("@") && legal != (RefName.problem(names.get(i)) == null)) {
                differences.put(names.get(i), legal);
            }
        }
        assertThat(differences).isEmpty();
        assertThat(answers).contains("0");
    }
}
