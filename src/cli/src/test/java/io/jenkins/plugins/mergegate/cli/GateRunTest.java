// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import static io.jenkins.plugins.mergegate.cli.Scene.TASK;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.mergegate.engine.gate.GateRequest;
import io.jenkins.plugins.mergegate.engine.gate.RetestPolicy;
import io.jenkins.plugins.mergegate.engine.gate.WhenBusy;
import io.jenkins.plugins.mergegate.engine.git.GitHost;
import io.jenkins.plugins.mergegate.engine.git.GitResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checkout of the re-test, on a disk with troubles. */
class GateRunTest {
    @TempDir
    private Path folder;

    private Scene scene;
    private int deletions;

    @BeforeEach
    void start() {
        scene = new Scene(folder);
        scene.branch(TASK, "a.txt", "a");
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    @Test
    void aGreenTreeIsMergedThoughItsCheckoutStays() throws Exception {
        JsonNode end = run("delete");
        assertThat(deletions).isGreaterThan(1);
        assertThat(end.get("outcome").asText()).as(end.toString()).isEqualTo("MERGED");
    }

    @Test
    void aCheckoutThatFailsSaysNothingOfTheTree() throws Exception {
        JsonNode end = run("add");
        assertThat(end.get("outcome").asText()).as(end.toString()).isEqualTo("HELD");
        assertThat(end.get("reason").asText()).isEqualTo("GIT_ERROR");
        assertThat(end.get("message").asText()).contains("could not be checked out");
    }

    private JsonNode run(String trouble) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Map<String, String> environment = Map.of("GITEA_TOKEN", scene.token, "PATH", System.getenv("PATH"));
        Context context = new Context(environment, print(out), print(new ByteArrayOutputStream()), new Stop());
        SharedOptions shared = new SharedOptions();
        shared.gitea = scene.server.url().toString();
        shared.repository = scene.repository.fullName();
        shared.stateDir = scene.state().toString();
        shared.workDir = scene.work().toString();
        shared.json = true;
        Inputs inputs = Inputs.check(shared, context);
        Wiring wiring = new Wiring(inputs, context) {
            @Override
            GitHost host() {
                return troubled(super.host(), trouble);
            }
        };
        new GateRun(wiring, context, "true").run(request(inputs));
        return new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
    }

    /** The first deletion makes room for the checkout; all others fail, or the checkout itself does. */
    private GitHost troubled(GitHost real, String trouble) {
        return (GitHost) Proxy.newProxyInstance(
                GitHost.class.getClassLoader(), new Class<?>[] {GitHost.class}, (proxy, method, args) -> {
                    String what = args == null ? "" : String.valueOf(args[0]);
                    if (what.contains("/checkouts/")) {
                        if (method.getName().equals("delete") && ++deletions > 1 && trouble.equals("delete")) {
                            throw new IOException("device busy");
                        }
                        if (trouble.equals("add") && what.contains("worktree, add")) {
                            return new GitResult(GitResult.Ending.EXITED, 128, "", "No space left on device");
                        }
                    }
                    try {
                        return method.invoke(real, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static PrintStream print(ByteArrayOutputStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }

    private static GateRequest request(Inputs inputs) {
        return new GateRequest(
                "test",
                null,
                inputs.repository(),
                null,
                TASK,
                "main",
                null,
                true,
                RetestPolicy.ALWAYS,
                WhenBusy.WAIT,
                0,
                3,
                List.of(),
                false,
                true,
                null,
                false,
                false);
    }
}
