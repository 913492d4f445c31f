// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.XmlFile;
import hudson.model.Saveable;
import hudson.model.listeners.SaveableListener;
import io.jenkins.plugins.mergegate.Acme;
import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.gate.Phase;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.BuildWatcherExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** When and where the record of a run is written, and what becomes of it while Jenkins runs. */
@WithJenkins
class RecordsTest {
    @RegisterExtension
    static final BuildWatcherExtension WATCHER = new BuildWatcherExtension();

    private static final GateConfig.Reaper RULES = new GateConfig.Reaper(true, 60, 2, 120, true, false);

    @TempDir
    static Path directory;

    private static Acme acme;
    private static JenkinsRule jenkins;

    @BeforeAll
    static void setUp(JenkinsRule rule) throws Exception {
        jenkins = rule;
        acme = new Acme(directory);
        acme.setUp();
        States.awaitStart();
    }

    @AfterAll
    static void tearDown() throws Exception {
        acme.close();
        jenkins.after();
    }

    @BeforeEach
    void forgetSaves() {
        Saves.SEEN.clear();
    }

    @Test
    void itIsOnTheDiskBeforeEachPhaseDoesAnything() throws Exception {
        Scene scene = new Scene(jenkins, acme, "phases");
        BuildFile file = new BuildFile(home(), "phases-x");
        Map<Call, String> onDisk = new ConcurrentHashMap<>();
        acme.server
                .faults()
                .on(Call.GET_REPOSITORY)
                .when(request -> request.path().endsWith("/acme/phases"))
                .run(() -> onDisk.put(Call.GET_REPOSITORY, phase(file)));
        for (Call call : List.of(Call.GIT_FETCH, Call.GIT_PUSH, Call.CREATE_PULL, Call.GET_PULL, Call.MERGE)) {
            scene.on(call).run(() -> onDisk.put(call, phase(file)));
        }
        List<String> proving = new CopyOnWriteArrayList<>();
        scene.on(Call.MERGE).runAfter(() -> scene.on(Call.GIT_FETCH).run(() -> proving.add(phase(file))));

        WorkflowRun build = scene.inBodyBehindMain("x");
        GateState inBody = file.record().orElseThrow();
        assertThat(inBody.phase()).isEqualTo(Phase.RETESTING);
        assertThat(inBody.candidate().sha()).isEqualTo(scene.repository.head("x"));
        assertThat(GateRuns.get().records().unfinished()).contains(inBody);
        assertThat(build.getAction(GateAction.class).record()).contains(inBody);
        scene.letGo("x");
        scene.assertMerged(build, "x");

        assertThat(onDisk)
                .containsEntry(Call.GET_REPOSITORY, "PREFLIGHT")
                .containsEntry(Call.GIT_FETCH, "FETCHING")
                .containsEntry(Call.GIT_PUSH, "PUSHING")
                .containsEntry(Call.CREATE_PULL, "OPENING")
                .containsEntry(Call.GET_PULL, "AWAITING")
                .containsEntry(Call.MERGE, "MERGING, called 1 time, unanswered");
        assertThat(proving).containsExactly("PROVING, called 1 time");
        assertThat(Saves.of("phases-x").map(Saves.Save::phase).distinct())
                .containsExactly(
                        Phase.PREFLIGHT,
                        Phase.FETCHING,
                        Phase.QUEUED,
                        Phase.CATCHING_UP,
                        Phase.PUSHING,
                        Phase.RETESTING,
                        Phase.COMPARING,
                        Phase.OPENING,
                        Phase.AWAITING,
                        Phase.MERGING,
                        Phase.PROVING,
                        Phase.GUARDING,
                        Phase.CLOSING,
                        Phase.CLOSED);
    }

    @Test
    void theBuildAndTheIndexSayTheSame() throws Exception {
        Scene scene = new Scene(jenkins, acme, "same");
        WorkflowRun build = scene.inBody("x");
        scene.letGo("x");
        scene.assertMerged(build, "x");

        GateState end = new BuildFile(build).record().orElseThrow();
        assertThat(end.phase()).isEqualTo(Phase.CLOSED);
        assertThat(end.ending().outcome()).isEqualTo(Outcome.MERGED);
        assertThat(scene.record("x")).contains(end);
        assertThat(build.getAction(GateAction.class).record()).contains(end);
        assertThat(Saves.of("same-x").filter(save -> save.phase() == Phase.CLOSED))
                .as("the build is closed before the index is")
                .first()
                .returns(false, Saves.Save::closedInIndex);
    }

    @Test
    void whoWaitsDoesNotWriteTheSameAgain() throws Exception {
        Scene scene = new Scene(jenkins, acme, "wait");
        WorkflowRun holder = scene.inBody("holder");
        WorkflowRun waiting = scene.queued("waiting");
        jenkins.waitForMessage("position 1", waiting);
        Saves.SEEN.clear();

        Acme.branch(scene.repository, "urgent");
        WorkflowRun urgent =
                scene.start("urgent", scene.step("urgent", "echo 'ok'").replace("branch:", "priority: 5, branch:"));
        // Now it has asked again.
        jenkins.waitForMessage("position 2", waiting);

        assertThat(Saves.of("wait-waiting"))
                .as("once, for Gitea was told the new place")
                .hasSize(1);
        assertThat(new BuildFile(waiting).record().orElseThrow().reported().text())
                .contains("position 2");
        scene.letGo("holder");
        scene.assertMerged(holder, "holder");
        scene.assertMerged(urgent, "urgent");
        scene.assertMerged(waiting, "waiting");
    }

    @Test
    void anIndexThatIsLostWhileJenkinsRunsIsMadeAnew() throws Exception {
        Scene alive = new Scene(jenkins, acme, "alive");
        Scene dead = new Scene(jenkins, acme, "dead");
        WorkflowRun body = alive.inBody("x");
        WorkflowRun victim = dead.inBody("x");
        GateState open = new BuildFile(victim).record().orElseThrow();
        victim.doKill();
        jenkins.waitForCompletion(victim);
        dead.awaitSettled();
        // As if Jenkins had died before it could settle the run.
        victim.getAction(GateAction.class).write(open);

        FileUtils.deleteDirectory(journal().toFile());
        Recovery.restoreIndex();
        assertThat(GateRuns.get().records().unfinished()).containsExactly(open);
        StaleRecords.Tick tick =
                new StaleRecords(GateRuns.get(), Clock.systemUTC()).tick(RULES, Set.of(), Duration.ZERO, Duration.ZERO);

        assertThat(tick).isEqualTo(new StaleRecords.Tick(1, List.of()));
        assertThat(dead.record("x").orElseThrow().ending().outcome()).isEqualTo(Outcome.ABORTED);
        assertThat(new BuildFile(victim).record()).isEqualTo(dead.record("x"));
        alive.letGo("x");
        alive.assertMerged(body, "x");
        assertThat(alive.record("x").orElseThrow().ending().outcome()).isEqualTo(Outcome.MERGED);
        alive.awaitSettled();
    }

    @Test
    void aBuildThatIsDeletedDoesNotComeBack() throws Exception {
        Scene scene = new Scene(jenkins, acme, "deleted");
        WorkflowRun build = scene.inBody("x");
        scene.letGo("x");
        scene.assertMerged(build, "x");
        GateState end = scene.record("x").orElseThrow();
        GateState late = States.change(end, json -> json.put("failures", 7));

        build.delete();
        GateRuns.get().records().of(build).write(late);

        assertThat(build.getRootDir()).doesNotExist();
        assertThat(build.getParent().getBuildByNumber(1)).isNull();
        assertThat(scene.record("x")).as("what the index has").contains(late);
    }

    @Test
    void whatCannotBeWrittenIsNotTakenForWritten() throws Exception {
        Scene scene = new Scene(jenkins, acme, "disk");
        WorkflowRun build = scene.inBody("x");
        scene.letGo("x");
        scene.assertMerged(build, "x");
        GateState end = scene.record("x").orElseThrow();
        GateState next = States.change(end, json -> json.put("failures", 7));
        Path file = build.getRootDir().toPath().resolve("build.xml");
        FileUtils.moveFile(file.toFile(), directory.resolve("aside.xml").toFile());
        Files.createDirectories(file.resolve("in-the-way"));
        GateAction action = build.getAction(GateAction.class);

        assertThatThrownBy(() -> action.write(next)).isInstanceOf(IOException.class);
        assertThat(action.record()).contains(end);

        FileUtils.deleteDirectory(file.toFile());
        action.write(next);
        assertThat(new BuildFile(build).record()).contains(next);
    }

    private static Path home() {
        return jenkins.jenkins.getRootDir().toPath();
    }

    private static Path journal() {
        return home().resolve("merge-gate/journal");
    }

    /** The phase as it is on the disk, and what is known of the merge call. */
    private static String phase(BuildFile file) {
        try {
            GateState state = file.record().orElseThrow();
            int calls = state.merge().attempts().size();
            String called = calls == 0 ? "" : ", called " + calls + " time";
            return state.phase() + called + (state.merge().isUnanswered() ? ", unanswered" : "");
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Every save of a build, with what is on the disk then. */
    @TestExtension
    public static final class Saves extends SaveableListener {
        private static final List<Save> SEEN = new CopyOnWriteArrayList<>();

        record Save(String job, Phase phase, boolean closedInIndex) {}

        static Stream<Save> of(String job) {
            return new ArrayList<>(SEEN).stream().filter(save -> save.job().equals(job));
        }

        @Override
        public void onChange(Saveable saved, XmlFile file) {
            if (saved instanceof WorkflowRun build) {
                try {
                    String job = build.getParent().getName();
                    new BuildFile(build)
                            .record()
                            .ifPresent(state -> SEEN.add(new Save(
                                    job,
                                    state.phase(),
                                    Files.exists(journal().resolve("closed/" + state.id() + ".json")))));
                } catch (IOException e) {
                    SEEN.add(new Save(build.getParent().getName(), null, false));
                }
            }
        }
    }
}
