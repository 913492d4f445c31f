// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.ExtensionList;
import hudson.XmlFile;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.Saveable;
import hudson.model.listeners.SaveableListener;
import io.jenkins.plugins.mergegate.Acme;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.hold.Hold;
import io.jenkins.plugins.mergegate.hold.HoldDesk;
import io.jenkins.plugins.mergegate.testkit.EmbeddedRepository;
import io.jenkins.plugins.mergegate.testkit.model.RefUpdate;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jenkins.plugins.lockableresources.LockableResource;
import org.jenkins.plugins.lockableresources.LockableResourcesManager;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * Jenkins is killed between any two points of the journal. A run that is behind its target writes its record so many
 * times; for each of these writes there is a build that stands still in it: what the phase before did is done, the build
 * has the new record, the index still the old one. Each has a repository of its own. Lockable resources are not saved at
 * all: a crash loses them.
 */
class CrashTest {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String SCOUT = "cut-0";
    private static final String CLOSED = "closed";

    @RegisterExtension
    private final RealJenkinsExtension jenkins = new RealJenkinsExtension()
            .withTimeout(900)
            .javaOptions("-Xmx768m", "-Dorg.jenkins.plugins.lockableresources.SAVE_COALESCE_MS=3600000");

    @TempDir
    Path directory;

    private Acme acme;
    private List<String> phases;

    @BeforeEach
    void setUp() throws Throwable {
        acme = new Acme(directory);
        jenkins.startJenkins();
        jenkins.runRemotely(CrashTest::configure, acme.token, acme.yaml());
        phases = aRunThatIsNotDisturbed();
        for (int cut = 1; cut <= phases.size(); cut++) {
            begin("cut-" + cut, cut);
        }
        acme.repository(CLOSED);
        jenkins.runRemotely(CrashTest::close, acme.server.url().getAuthority());
        for (int cut = 1; cut <= phases.size(); cut++) {
            jenkins.runRemotely(CrashTest::awaitStandstill, "cut-" + cut);
        }
        jenkins.stopJenkinsForcibly();
    }

    @AfterEach
    void tearDown() {
        acme.close();
    }

    @Test
    void everyBuildGoesOnAndMergesOnce() throws Throwable {
        jenkins.startJenkins();

        for (int cut = 1; cut <= phases.size(); cut++) {
            String end = jenkins.runRemotely(CrashTest::end, "cut-" + cut);
            assertThat(end).as(describe(cut)).isEqualTo("SUCCESS MERGED");
            assertThat(merges(cut)).as(describe(cut)).hasSize(1);
        }
        nothingIsLeft();
    }

    /** The builds cannot go on, so what their runs have done is settled without them. */
    @Test
    void everyRecordOfABuildThatIsLostIsSettled() throws Throwable {
        for (int cut = 1; cut <= phases.size(); cut++) {
            Files.delete(jenkins.getHome().toPath().resolve("jobs/cut-" + cut + "/builds/1/program.dat"));
        }
        jenkins.startJenkins();

        int merged = phases.lastIndexOf("MERGING") + 1;
        for (int cut = 1; cut <= phases.size(); cut++) {
            String end = jenkins.runRemotely(CrashTest::end, "cut-" + cut);
            boolean landed = cut > merged;
            assertThat(end).as(describe(cut)).isEqualTo(landed ? "FAILURE MERGED" : "FAILURE ABORTED");
            assertThat(merges(cut)).as(describe(cut)).hasSize(landed ? 1 : 0);
        }
        nothingIsLeft();
    }

    private void nothingIsLeft() throws Throwable {
        Path state = jenkins.getHome().toPath().resolve("merge-gate");
        await("open records")
                .atMost(PATIENCE)
                .until(() -> jsons(state.resolve("journal")).isEmpty());
        assertThat(jenkins.runRemotely(CrashTest::locked)).isEmpty();
        assertThat(jenkins.runRemotely(CrashTest::closed))
                .as("closed before the crash, and no other")
                .containsExactly("acme/" + CLOSED);
        begin(CLOSED, Integer.MAX_VALUE);
        assertThat(jenkins.runRemotely(CrashTest::end, CLOSED)).startsWith("FAILURE HELD/");
    }

    private static List<Path> jsons(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".json")).toList();
        }
    }

    private List<String> aRunThatIsNotDisturbed() throws Throwable {
        begin(SCOUT, Integer.MAX_VALUE);
        assertThat(jenkins.runRemotely(CrashTest::end, SCOUT)).isEqualTo("SUCCESS MERGED");
        List<String> written = jenkins.runRemotely(CrashTest::phases, SCOUT);
        assertThat(written)
                .startsWith("PREFLIGHT")
                .contains("QUEUED", "PUSHING", "RETESTING", "MERGING", "PROVING", "GUARDING")
                .endsWith("CLOSED");
        return written;
    }

    private void begin(String name, int cut) throws Throwable {
        EmbeddedRepository repository =
                name.equals(CLOSED) ? acme.server.repository("acme", name) : acme.repository(name);
        Acme.branch(repository, Acme.BRANCH);
        Acme.mainMoves(repository, "other.txt");
        jenkins.runRemotely(CrashTest::start, name, cut);
    }

    private String describe(int cut) {
        return "killed while the record of " + phases.get(cut - 1) + " was written, the write number " + cut;
    }

    private List<RefUpdate> merges(int cut) {
        return acme.server.repository("acme", "cut-" + cut).refLog("main").stream()
                .filter(update -> update.cause() == RefUpdate.Cause.MERGE)
                .toList();
    }

    // What follows runs inside of Jenkins.

    private static void configure(JenkinsRule rule, String token, String yaml) throws Throwable {
        Acme.setUp(token, yaml);
        ExtensionList.lookup(SaveableListener.class).add(0, new Standstill());
    }

    private static void close(JenkinsRule rule, String server) throws Throwable {
        HoldDesk.get()
                .raise(Hold.regressed(
                        server,
                        new RepositoryId("acme", CLOSED),
                        "main",
                        "0".repeat(40),
                        "A test",
                        "me",
                        Instant.now()));
    }

    private static ArrayList<String> closed(JenkinsRule rule) throws Throwable {
        ArrayList<String> closed = new ArrayList<>();
        HoldDesk.get().list().forEach(hold -> closed.add(hold.repository().toString()));
        return closed;
    }

    private static void start(JenkinsRule rule, String name, Integer cut) throws Throwable {
        Standstill.CUTS.put(name, cut);
        Acme.job(
                        name,
                        "mergeGate(repository: 'acme/" + name + "', branch: '" + Acme.BRANCH + "') {",
                        "  echo 'tested'",
                        "}")
                .scheduleBuild2(0)
                .waitForStart();
    }

    private static void awaitStandstill(JenkinsRule rule, String name) throws Throwable {
        await(name).atMost(PATIENCE).until(() -> Standstill.STANDING.containsKey(name));
    }

    private static ArrayList<String> phases(JenkinsRule rule, String name) throws Throwable {
        return new ArrayList<>(Standstill.PHASES.get(name));
    }

    /** The result of the build and the outcome of its run. */
    private static String end(JenkinsRule rule, String name) throws Throwable {
        WorkflowRun build =
                Jenkins.get().getItemByFullName(name, WorkflowJob.class).getBuildByNumber(1);
        await(name).atMost(PATIENCE).until(() -> !build.isLogUpdated());
        GateAction action = build.getAction(GateAction.class);
        await(name + " is settled")
                .atMost(PATIENCE)
                .until(() -> action.getSummary().isOver());
        Result result = build.getResult();
        return result + " " + action.getSummary().getCode();
    }

    private static ArrayList<String> locked(JenkinsRule rule) {
        synchronized (LockableResourcesManager.syncResources) {
            ArrayList<String> locked = new ArrayList<>();
            for (LockableResource resource : LockableResourcesManager.get().getResources()) {
                if (!resource.isFree()) {
                    locked.add(resource.getName());
                }
            }
            return locked;
        }
    }

    /** Writes down the records that builds are saved with, and stops the thread that saves a certain one. */
    private static final class Standstill extends SaveableListener {
        static final Map<String, Integer> CUTS = new ConcurrentHashMap<>();
        static final Map<String, List<String>> PHASES = new ConcurrentHashMap<>();
        static final Map<String, String> STANDING = new ConcurrentHashMap<>();
        private static final Pattern PHASE = Pattern.compile("\n {2}\"phase\" : \"([A-Z_]+)\"");

        private final Map<String, String> last = new ConcurrentHashMap<>();

        @Override
        public void onChange(Saveable saved, XmlFile file) {
            if (saved instanceof Run<?, ?> build
                    && CUTS.containsKey(build.getParent().getName())) {
                String record = record(build);
                String name = build.getParent().getName();
                if (record != null && !record.equals(last.put(name, record))) {
                    Matcher phase = PHASE.matcher(record);
                    List<String> phases = PHASES.computeIfAbsent(name, key -> new ArrayList<>());
                    phases.add(phase.find() ? phase.group(1) : record);
                    if (phases.size() == CUTS.get(name)) {
                        STANDING.put(name, record);
                        standStill();
                    }
                }
            }
        }

        private static String record(Run<?, ?> build) {
            GateAction action = build.getAction(GateAction.class);
            try {
                Field field = GateAction.class.getDeclaredField("record");
                field.setAccessible(true);
                return action == null ? null : (String) field.get(action);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        private static void standStill() {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
