// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.git;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.engine.Secret;
import io.jenkins.plugins.mergegate.engine.git.GitCall;
import io.jenkins.plugins.mergegate.engine.git.GitCredentials;
import io.jenkins.plugins.mergegate.engine.git.GitResult;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentGitCallTest {
    private static final String SECRET = "s3cr3t-t0ken";

    @TempDir
    private Path directory;

    @Test
    void showsNothingOfItself() {
        AgentGitCall call = call(new GitCredentials.Password("gate", Secret.of(SECRET)));
        assertThat(call.toString()).startsWith("merge-gate git ").doesNotContain(SECRET, "x.sh", "VALUE");
        assertThat(call.credentials()).hasToString("****");
        assertThat(new AgentAnswer("EXITED", 0, SECRET, SECRET).toString()).doesNotContain(SECRET);
    }

    @Test
    void crossesTheWireWithClassesOfTheJdkAndThePluginAlone() throws Exception {
        List<String> classes = new ArrayList<>();
        AgentGitCall call = call(new GitCredentials.Password("gate", Secret.of(SECRET)));
        AgentGitCall read = (AgentGitCall) overTheWire(call, classes);
        assertThat(read).isEqualTo(call);
        assertThat(overTheWire(AgentAnswer.of(new GitResult(GitResult.Ending.EXITED, 1, "o", "e")), classes))
                .isEqualTo(new AgentAnswer("EXITED", 1, "o", "e"));
        overTheWire(AgentFileCall.delete("/a", "/a/b"), classes);
        overTheWire(new AgentWork.End("x", 1), classes);
        assertThat(classes)
                .allMatch(name -> name.startsWith("java.")
                        || name.startsWith("[")
                        || name.startsWith("hudson.remoting.RemoteOutputStream")
                        || name.matches("io\\.jenkins\\.plugins\\.mergegate\\.git\\.[A-Za-z$]+"));
    }

    @Test
    void carriesKindsOfCredentials() {
        assertThat(AgentCredentials.of(null)).isNull();
        assertThat(backAndForth(new GitCredentials.Password("gate", Secret.of(SECRET))))
                .isInstanceOfSatisfying(GitCredentials.Password.class, password -> {
                    assertThat(password.username()).isEqualTo("gate");
                    assertThat(password.password().reveal()).isEqualTo(SECRET);
                });
        assertThat(backAndForth(new GitCredentials.SshKey(Secret.of("key"), Secret.of(SECRET))))
                .isInstanceOfSatisfying(GitCredentials.SshKey.class, key -> {
                    assertThat(key.privateKey().reveal()).isEqualTo("key");
                    assertThat(key.passphrase().reveal()).isEqualTo(SECRET);
                });
        assertThat(backAndForth(new GitCredentials.SshKey(Secret.of("key"), null)))
                .isInstanceOfSatisfying(
                        GitCredentials.SshKey.class,
                        key -> assertThat(key.passphrase()).isNull());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "text")
    void runsGit(String stdin) {
        GitCall call =
                new GitCall(null, List.of("hash-object", "--stdin"), Map.of(), stdin, Duration.ofSeconds(30), null);
        AgentAnswer answer =
                AgentGitCall.of(directory.toString(), "git", call, null).call();
        assertThat(answer.toResult().ok()).isTrue();
        assertThat(answer.out()).hasSize(41);
    }

    private AgentGitCall call(GitCredentials credentials) {
        return AgentGitCall.of(
                directory.toString(),
                "/x.sh",
                new GitCall(
                        "/", List.of("fetch"), Map.of("NAME", "VALUE"), "stdin", Duration.ofSeconds(1), credentials),
                null);
    }

    private static GitCredentials backAndForth(GitCredentials credentials) {
        return AgentCredentials.of(credentials).toCredentials();
    }

    private static Object overTheWire(Object object, List<String> classes) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())) {
            @Override
            protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
                classes.add(description.getName());
                return super.resolveClass(description);
            }
        }) {
            return in.readObject();
        }
    }
}
