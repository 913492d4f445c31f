// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.reaper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.mergegate.Acme;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.lock.LockAttempt;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import io.jenkins.plugins.mergegate.engine.lock.LockRequest;
import io.jenkins.plugins.mergegate.engine.reaper.ReaperSnapshot;
import io.jenkins.plugins.mergegate.lock.LockDesk;
import io.jenkins.plugins.mergegate.run.GateRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import jenkins.model.lazy.BuildReference;
import org.apache.commons.io.FileUtils;
import org.jenkins.plugins.lockableresources.LockableResource;
import org.jenkins.plugins.lockableresources.LockableResourcesManager;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/**
 * A Jenkins with a long past: what a start and a tick do is counted, not timed. Three counters: the files that are read,
 * the builds that are in memory, and how often a build is looked up.
 */
class ScaleTest {
    private static final int MANY = 10_000;
    private static final int FEW = 10;
    private static final int LOCKS = 1_000;
    private static final int HELD = 100;
    private static final int HOLDERS = 10;

    private static final GateConfig.Reaper RULES = new GateConfig.Reaper(true, 60, 2, 120, true, false);
    private static final Duration NO_GRACE = Duration.ZERO;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Pattern BUILD_FILE = Pattern.compile("jobs/(\\w+)/builds/(\\d+)/build\\.xml$");

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
    void thePastCostsNothing() throws Throwable {
        sessions.then(j -> {
            // The ticks are those of the test.
            Acme.setUp(acme.token, acme.yaml("    reaper:\n      enabled: false"));
            aGateRun(j, "many");
            aGateRun(j, "few");
        });
        multiply("many", MANY);
        multiply("few", FEW);
        leaveAnOpenRecord();

        try (FileReads reads = new FileReads()) {
            sessions.then(j -> {
                awaitStart();
                assertThePastIsLeftAlone(reads, "at the start");
                theCostOfATickIsThatOfTheHeldLocks(j);
                assertThePastIsLeftAlone(reads, "by ticks");
            });
        }

        FileUtils.deleteDirectory(journal().toFile());
        try (FileReads reads = new FileReads()) {
            sessions.then(j -> {
                await().atMost(PATIENCE).until(() -> Files.exists(journal().resolve("COMPLETE")));
                Set<Path> files = reads.files();
                assertThat(builds("many", files))
                        .as("looked through for open records")
                        .hasSize(MANY);
                assertThat(builds("few", files)).hasSize(FEW);
                assertNothingIsLoaded();
            });
        }
    }

    private void theCostOfATickIsThatOfTheHeldLocks(JenkinsRule j) throws Exception {
        List<WorkflowRun> holders = new ArrayList<>();
        for (int number = 0; number < HOLDERS; number++) {
            holders.add(Acme.job("holder" + number, "semaphore 'holder" + number + "'")
                    .scheduleBuild2(0)
                    .waitForStart());
            SemaphoreStep.waitForStart("holder" + number + "/1", holders.get(number));
        }
        for (int number = 0; number < LOCKS; number++) {
            LockableResourcesManager.get()
                    .addResource(new LockableResource(lock(number).toString()), false);
        }

        int none = lookUpsOfATick(0);
        List<String> tokens = new ArrayList<>();
        for (int held = 0; held < HELD / 10; held++) {
            tokens.add(hold(lock(held), holders.get(held % HOLDERS)));
        }
        int tenth = lookUpsOfATick(HELD / 10);
        for (int held = HELD / 10; held < HELD; held++) {
            tokens.add(hold(lock(held), holders.get(held % HOLDERS)));
        }
        int all = lookUpsOfATick(HELD);
        assertThat(none).as("builds that a tick asks for while nothing is held").isZero();
        assertThat(tenth).isPositive();
        assertThat(all).isEqualTo(10 * tenth);

        // Steps that are gone from builds that go on: seen twice, then reclaimed.
        tokens.forEach(GateRuns.get()::arrived);
        assertThat(tick().reclaimed()).isZero();
        assertThat(tick().reclaimed()).isEqualTo(HELD);
        assertThat(lookUpsOfATick(0)).isZero();
        for (int number = 0; number < HOLDERS; number++) {
            SemaphoreStep.success("holder" + number + "/1", null);
            j.assertBuildStatus(Result.SUCCESS, j.waitForCompletion(holders.get(number)));
        }
    }

    private LockName lock(int number) {
        return new LockName(acme.server.url().getAuthority(), new RepositoryId("acme", "app"), "release/" + number);
    }

    /** As a gate run of the build takes and holds it. @return its token */
    private static String hold(LockName lock, Run<?, ?> build) throws IOException {
        String token = UUID.randomUUID().toString();
        GateRuns.get().expect(token);
        assertThat(LockDesk.get()
                        .lockOf(build)
                        .tryAcquire(new LockRequest(lock, token, GateRuns.holder(build), 0, Instant.now())))
                .isInstanceOf(LockAttempt.Acquired.class);
        return token;
    }

    private static int lookUpsOfATick(int held) {
        Watch.begin();
        ReaperSnapshot snapshot = tick();
        int count = Watch.end();
        assertThat(snapshot)
                .returns(held, ReaperSnapshot::scanned)
                .returns(0, ReaperSnapshot::reclaimed)
                .returns(0, ReaperSnapshot::settled);
        return count;
    }

    private static ReaperSnapshot tick() {
        ReaperSnapshot snapshot = MergeGateReaper.get().tick(RULES, NO_GRACE).snapshot();
        assertThat(snapshot.errors()).isEmpty();
        return snapshot;
    }

    /** The open record of {@link #leaveAnOpenRecord} is settled once all that a start does is done. */
    private void awaitStart() {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(GateRuns.get().records().unfinished()).isEmpty());
    }

    /** Jenkins itself may want a build now and then, but no more of a job that has many. */
    private static void assertThePastIsLeftAlone(FileReads reads, String when) throws IOException {
        Set<Path> files = reads.files();
        assertThat(files).as("the recorder works").anyMatch(file -> file.endsWith("jobs/many/config.xml"));
        assertThat(builds("many", files))
                .as("builds whose file is read " + when)
                .hasSameSizeAs(builds("few", files));
        assertNothingIsLoaded();
    }

    private static void assertNothingIsLoaded() {
        assertThat(loaded("many")).as("builds in memory").hasSameSizeAs(loaded("few"));
    }

    private static Set<Integer> loaded(String job) {
        return job(job).getLazyBuildMixIn()._getRuns().getLoadedBuilds().keySet();
    }

    private static Set<Integer> builds(String job, Set<Path> files) {
        return files.stream()
                .map(file -> BUILD_FILE.matcher(file.toString().replace('\\', '/')))
                .filter(Matcher::find)
                .filter(found -> found.group(1).equals(job))
                .map(found -> Integer.valueOf(found.group(2)))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static WorkflowJob job(String name) {
        return Jenkins.get().getItemByFullName(name, WorkflowJob.class);
    }

    private void aGateRun(JenkinsRule j, String name) throws Exception {
        Acme.branch(acme.app, name);
        WorkflowJob job = Acme.job(name, "mergeGate(repository: 'acme/app', branch: '" + name + "') { echo 'ok' }");
        j.assertLogContains("[Merge Gate] MERGED", j.buildAndAssertSuccess(job));
    }

    /** Makes many builds of one, each with a record of its own, as if it had been built so often. */
    private void multiply(String job, int times) throws IOException {
        Path builds = sessions.getHome().toPath().resolve("jobs/" + job + "/builds");
        String first = Files.readString(builds.resolve("1/build.xml"));
        Matcher record = Pattern.compile("<record>\\{\\s*&quot;id&quot; : &quot;([0-9a-f-]+)&quot;")
                .matcher(first);
        assertThat(record.find()).as("the record of a run in " + first).isTrue();
        for (int number = 2; number <= times; number++) {
            Path build = Files.createDirectory(builds.resolve(String.valueOf(number)));
            String text = first.replace(record.group(1), UUID.randomUUID().toString())
                    .replace(job + " #1", job + " #" + number)
                    .replaceFirst("<queueId>\\d+</queueId>", "<queueId>" + (100 + number) + "</queueId>");
            Files.writeString(build.resolve("build.xml"), text);
        }
        Files.writeString(builds.resolveSibling("nextBuildNumber"), times + 1 + "\n");
        Path permalinks = builds.resolve("permalinks");
        Files.writeString(permalinks, Files.readString(permalinks).replaceAll(" 1\\b", " " + times));
    }

    /** Of a job that is gone. */
    private void leaveAnOpenRecord() throws IOException {
        Path closed;
        try (Stream<Path> files = Files.list(journal().resolve("closed"))) {
            closed = files.findFirst().orElseThrow();
        }
        String id = UUID.randomUUID().toString();
        String text = Files.readString(closed)
                .replace(closed.getFileName().toString().replace(".json", ""), id)
                .replace("\"CLOSED\"", "\"PREFLIGHT\"")
                .replaceFirst("\"holder\" : \"[^\"]*\"", "\"holder\" : \"gone #1\"")
                .replaceFirst("(?s)\"ending\" : \\{.*?\\}", "\"ending\" : null");
        Files.writeString(journal().resolve(id + ".json"), text);
    }

    private Path journal() {
        return sessions.getHome().toPath().resolve("merge-gate/journal");
    }

    /** Keeps all builds in memory that are loaded, and counts how often one thread asks for any. */
    @TestExtension
    public static final class Watch implements BuildReference.HolderFactory {
        private static final AtomicInteger COUNT = new AtomicInteger();
        private static volatile Thread watched;

        static void begin() {
            COUNT.set(0);
            watched = Thread.currentThread();
        }

        static int end() {
            watched = null;
            return COUNT.get();
        }

        private static void count() {
            if (Thread.currentThread() == watched) {
                COUNT.incrementAndGet();
            }
        }

        /** Called when a build is loaded; later its holder is asked. */
        @Override
        public <R> BuildReference.Holder<R> make(R build) {
            count();
            return () -> {
                count();
                return build;
            };
        }
    }
}
