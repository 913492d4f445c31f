// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.reaper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.mergegate.Acme;
import io.jenkins.plugins.mergegate.run.GateRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** The dashboard of a Jenkins with a long past: what it costs to answer is counted, not timed. */
class HistoryScaleTest {
    private static final int RUNS = 10_000;
    private static final int TARGETS = 100;

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @TempDir
    Path directory;

    private Acme acme;

    @BeforeEach
    void setUp() {
        acme = new Acme(directory);
    }

    @AfterEach
    void tearDown() {
        acme.close();
    }

    @Test
    void tenThousandRunsIntoAHundredTargetsAreShownFromMemory() throws Throwable {
        sessions.then(j -> {
            Acme.setUp(acme.token, acme.yaml("    reaper:\n      enabled: false"));
            Acme.branch(acme.app, "many");
            WorkflowJob job = Acme.job("many", "mergeGate(repository: 'acme/app', branch: 'many') { echo 'ok' }");
            j.buildAndAssertSuccess(job);
        });
        multiply();

        sessions.then(j -> {
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> GateRuns.get().records().history().isComplete());
            Set<Integer> loaded = loaded(j);
            try (FileReads reads = new FileReads()) {
                JSONObject all = json(j, "merge-gate/api/json");
                assertThat(all.getJSONArray("targets").size()).isEqualTo(TARGETS);
                assertThat(all.getJSONObject("runs").getJSONArray("runs").size())
                        .isEqualTo(50);
                JSONObject last = json(j, "merge-gate/runs/api/json?size=200&page=" + RUNS / 200);
                assertThat(last.getJSONArray("runs").size()).isEqualTo(200);
                assertThat(last.getBoolean("more")).isFalse();
                assertThat(reads.files())
                        .as("files of the gate or of builds that a page reads")
                        .noneMatch(file -> file.toString().contains("merge-gate/journal")
                                || file.toString().contains("merge-gate/holds")
                                || file.endsWith("build.xml"));
            }
            assertThat(loaded(j)).as("builds in memory").isEqualTo(loaded);
        });
    }

    private static JSONObject json(JenkinsRule j, String path) throws IOException {
        return j.getJSON(path).getJSONObject();
    }

    private static Set<Integer> loaded(JenkinsRule j) {
        return Set.copyOf(j.jenkins
                .getItemByFullName("many", WorkflowJob.class)
                .getLazyBuildMixIn()
                ._getRuns()
                .getLoadedBuilds()
                .keySet());
    }

    /** Makes many records of one, each into one of the targets. */
    private void multiply() throws IOException {
        Path closed = sessions.getHome().toPath().resolve("merge-gate/journal/closed");
        Path first;
        try (Stream<Path> files = Files.list(closed)) {
            first = files.findFirst().orElseThrow();
        }
        String id = first.getFileName().toString().replace(".json", "");
        String text = Files.readString(first);
        assertThat(text).contains("\"target\" : \"main\"", "\"many #1\"");
        for (int number = 1; number < RUNS; number++) {
            String other = UUID.randomUUID().toString();
            String target = number % TARGETS == 0 ? "main" : "release/" + number % TARGETS;
            Files.writeString(
                    closed.resolve(other + ".json"),
                    text.replace(id, other)
                            .replace("\"many #1\"", "\"many #" + (number + 1) + "\"")
                            .replace("\"target\" : \"main\"", "\"target\" : \"" + target + "\""));
        }
    }
}
