// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.reaper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.mergegate.Acme;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.hold.Hold;
import io.jenkins.plugins.mergegate.engine.hold.Holds;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import io.jenkins.plugins.mergegate.engine.lock.LockRequest;
import io.jenkins.plugins.mergegate.hold.HoldDesk;
import io.jenkins.plugins.mergegate.lock.LockDesk;
import io.jenkins.plugins.mergegate.run.GateRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
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
    /** Targets with a holder, a queue and holds. */
    private static final int BUSY = 20;

    private static final RepositoryId APP = new RepositoryId("acme", "app");

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
            List<WorkflowRun> builds = holdersAndWaiters(j);
            raiseHolds();
            Set<Integer> loaded = loaded(j);
            try (FileReads reads = new FileReads()) {
                JSONObject all = json(j, "merge-gate/api/json");
                assertThat(all.getJSONArray("targets").size()).isEqualTo(TARGETS);
                assertThat(objects(all.getJSONArray("targets")))
                        .filteredOn(target -> !target.getJSONObject("holder").isNullObject())
                        .hasSize(BUSY)
                        .allSatisfy(target -> {
                            assertThat(target.getJSONObject("holder").getString("who"))
                                    .isEqualTo("holder #1");
                            assertThat(target.getJSONArray("queue").size()).isEqualTo(1);
                            assertThat(target.getString("closedBy")).contains("t-");
                            assertThat(target.getInt("parked")).isEqualTo(1);
                        });
                assertThat(objects(all.getJSONArray("holds")))
                        .hasSize(2 * BUSY)
                        .allSatisfy(hold -> assertThat(hold.getString("by")).startsWith("many #"));
                assertThat(all.getJSONObject("runs").getJSONArray("runs").size())
                        .isEqualTo(50);
                assertThat(allRuns(j)).hasSize(RUNS).contains("many #1");
                j.createWebClient().withJavaScriptEnabled(false).goTo("merge-gate/");
                assertThat(reads.filesOfRequests())
                        .as("files of the gate or of builds that a page reads")
                        .noneMatch(HistoryScaleTest::isRecord);
                assertThat(loaded(j)).as("builds in memory").isEqualTo(loaded);

                json(j, "job/many/1/api/json");
                assertThat(reads.filesOfRequests()).as("that it is seen").anyMatch(HistoryScaleTest::isRecord);
                assertThat(loaded(j)).isNotEqualTo(loaded);
            }
            for (WorkflowRun build : builds) {
                build.doKill();
                j.waitForCompletion(build);
            }
        });
    }

    /** The builds of all pages of runs. */
    private static Set<String> allRuns(JenkinsRule j) throws IOException {
        Set<String> builds = new TreeSet<>();
        JSONObject page;
        int number = 0;
        do {
            page = json(j, "merge-gate/runs/api/json?size=200&page=" + ++number);
            objects(page.getJSONArray("runs"))
                    .forEach(run -> builds.add(run.getJSONObject("build").getString("name")));
        } while (page.getBoolean("more"));
        return builds;
    }

    private static boolean isRecord(Path file) {
        return file.toString().contains("merge-gate/journal")
                || file.toString().contains("merge-gate/holds")
                || file.endsWith("build.xml");
    }

    /** A build that has some of the locks, and one that waits for them. */
    private List<WorkflowRun> holdersAndWaiters(JenkinsRule j) throws Exception {
        List<WorkflowRun> builds = new ArrayList<>();
        for (String name : List.of("holder", "waiter")) {
            WorkflowRun build =
                    Acme.job(name, "semaphore '" + name + "'").scheduleBuild2(0).waitForStart();
            SemaphoreStep.waitForStart(name + "/1", build);
            builds.add(build);
            for (int number = 1; number <= BUSY; number++) {
                LockDesk.get()
                        .lockOf(build)
                        .tryAcquire(new LockRequest(
                                new LockName(server(), APP, "release/" + number),
                                name + "-" + number,
                                name + " #1",
                                0,
                                Instant.now()));
            }
        }
        return builds;
    }

    /** Of builds that are not in memory; the first of them can be loaded. */
    private void raiseHolds() throws Exception {
        for (int number = 1; number <= BUSY; number++) {
            for (Hold.Scope scope : Hold.Scope.values()) {
                String target = "release/" + number;
                String sha = "0123456789abcdef0123456789abcdef01234567";
                String by = "many #" + number;
                String id = Holds.id(scope, server(), APP, target, sha);
                HoldDesk.get()
                        .raise(new Hold(
                                id,
                                scope,
                                server(),
                                APP,
                                target,
                                "many",
                                sha,
                                Reason.NOT_MERGED,
                                "?",
                                by,
                                Instant.now()));
            }
        }
    }

    private String server() {
        return acme.server.url().getAuthority();
    }

    private static List<JSONObject> objects(JSONArray array) {
        List<JSONObject> objects = new ArrayList<>();
        array.forEach(one -> objects.add((JSONObject) one));
        return objects;
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
