// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.Util;
import io.jenkins.plugins.mergegate.Acme;
import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.hold.Hold;
import io.jenkins.plugins.mergegate.engine.state.StateJson;
import io.jenkins.plugins.mergegate.engine.text.Texts;
import io.jenkins.plugins.mergegate.hold.HoldDesk;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.apache.commons.io.FileUtils;
import org.htmlunit.html.HtmlPage;
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

/** What a Jenkins makes of the records that it finds on its disk: on the builds, in the index, or in one of them alone. */
class LostIndexTest {
    private static final String X = "x";

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @TempDir
    Path directory;

    private Acme acme;
    private Scene body;
    private Scene green;
    private Scene aborted;
    private Scene damaged;
    private Scene deleted;
    private Scene merged;

    @BeforeEach
    void setUp() {
        acme = new Acme(directory);
    }

    @AfterEach
    void tearDown() {
        acme.close();
    }

    @Test
    void withoutTheIndexUnfinishedRunsAreFoundOnTheirBuilds() throws Throwable {
        sessions.then(j -> {
            acme.setUp();
            body = new Scene(j, acme, "body");
            body.inBody(X);
            green = killedInItsBody(j, "green");
            aborted = killedInItsBody(j, "aborted");
            damaged = killedInItsBody(j, "damaged");
        });
        file("green").replace("<result>ABORTED</result>", "<result>SUCCESS</result>");
        String cut = file("damaged").rawRecord();
        file("damaged").rawRecord(cut.substring(0, cut.indexOf("phase")));
        FileUtils.deleteDirectory(journal().toFile());

        sessions.then(j -> {
            SemaphoreStep.success("body-x/1", null);
            body = body.in(j);
            body.assertMerged(build("body"), X);
            assertThat(body.changes()).containsExactly(Call.MERGE);
            assertThat(new BuildFile(build("body")).record()).isEqualTo(body.record(X));

            assertHeld(j, green.in(j));
            assertAborted(aborted.in(j));
            assertThat(damaged.in(j).record(X)).isEmpty();
            assertThat(build("damaged").getAction(GateAction.class).record()).isEmpty();
            assertThat(HoldDesk.get().list()).hasSize(1);
            for (Scene scene : List.of(body, green.in(j), aborted.in(j), damaged.in(j))) {
                Acme.branch(scene.repository, "next");
                scene.assertMerged(scene.start("next", scene.step("next", "echo 'ok'")), "next");
                scene.awaitSettled();
            }
        });
    }

    @Test
    void withTheIndexNothingIsLostWithABuildAndNothingWithTheIndex() throws Throwable {
        sessions.then(j -> {
            acme.setUp();
            green = killedInItsBody(j, "green");
            deleted = killedInItsBody(j, "deleted");
            merged = new Scene(j, acme, "merged");
            WorkflowRun build = merged.inBody(X);
            merged.letGo(X);
            merged.assertMerged(build, X);
        });
        file("green").replace("<result>ABORTED</result>", "<result>SUCCESS</result>");
        openInTheIndex(file("green").record().orElseThrow());
        openInTheIndex(file("deleted").record().orElseThrow());
        FileUtils.deleteDirectory(
                sessions.getHome().toPath().resolve("jobs/deleted-x/builds/1").toFile());
        GateState end = States.change(file("merged").record().orElseThrow(), json -> {
            ((ObjectNode) json.get("ending")).put("message", "Done <script>alert('x')</script> & well");
            ((ObjectNode) json.get("request")).put("branch", "x<i>y</i>");
        });
        file("merged").rawRecord(Util.xmlEscape(new String(StateJson.write(end), StandardCharsets.UTF_8)));
        Files.delete(journal().resolve("closed/" + end.id() + ".json"));

        sessions.then(j -> {
            assertHeld(j, green.in(j));
            assertAborted(deleted.in(j));
            assertThat(HoldDesk.get().list()).hasSize(1);

            assertThat(GateRuns.get().records().recent(99)).doesNotContain(end);
            HtmlPage page = j.createWebClient().getPage(build("merged"));
            assertThat(page.asNormalizedText())
                    .contains("Merge Gate: Merged")
                    .contains("Done <script>alert('x')</script> & well")
                    .contains("x<i>y</i>");
            assertThat(page.getBody().getTextContent())
                    .contains(Texts.shortSha(end.candidate().sha()))
                    .contains(Texts.shortSha(end.mergedSha()));
            assertThat(page.getWebResponse().getContentAsString()).doesNotContain("<script>alert", "<i>y");
        });
    }

    /** A finished build whose record is the one it had in its body, as if Jenkins had died in between. */
    private Scene killedInItsBody(JenkinsRule j, String name) throws Exception {
        Scene scene = new Scene(j, acme, name);
        WorkflowRun build = scene.inBody(X);
        GateState open = new BuildFile(build).record().orElseThrow();
        build.doKill();
        j.waitForCompletion(build);
        scene.awaitSettled();
        build.getAction(GateAction.class).write(open);
        assertThat(new BuildFile(build).record()).contains(open);
        return scene;
    }

    private void openInTheIndex(GateState open) throws IOException {
        Files.delete(journal().resolve("closed/" + open.id() + ".json"));
        Files.write(journal().resolve(open.id() + ".json"), StateJson.write(open));
    }

    /** A build that looks done, but git does not show its candidate. */
    private static void assertHeld(JenkinsRule j, Scene scene) throws Exception {
        GateState end = awaitEnd(scene);
        assertThat(end.ending().outcome()).isEqualTo(Outcome.HELD);
        assertThat(end.ending().reason()).isEqualTo(Reason.NOT_MERGED);
        assertThat(scene.isInMain(X)).isFalse();
        assertThat(HoldDesk.get().list())
                .filteredOn(hold -> hold.repository().equals(end.request().repository()))
                .singleElement()
                .returns(Hold.Scope.BRANCH, Hold::scope)
                .returns(scene.repository.head(X), Hold::sha);
        WorkflowRun build = build(end.request().repository().name());
        assertThat(new BuildFile(build).record()).contains(end);
        HtmlPage page = j.createWebClient().getPage(build);
        assertThat(page.asNormalizedText())
                .contains("HELD/NOT_MERGED")
                .contains(end.ending().message());
        assertThat(page.getBody().getTextContent())
                .contains(Texts.shortSha(end.candidate().sha()));
    }

    private static void assertAborted(Scene scene) {
        GateState end = awaitEnd(scene);
        assertThat(end.ending().outcome()).isEqualTo(Outcome.ABORTED);
        assertThat(scene.isInMain(X)).isFalse();
    }

    private static GateState awaitEnd(Scene scene) {
        return await().atMost(Scene.PATIENCE)
                .until(() -> scene.record(X).filter(state -> !Records.isOpen(state)), Optional::isPresent)
                .orElseThrow();
    }

    private BuildFile file(String name) {
        return new BuildFile(sessions.getHome().toPath(), name + "-x");
    }

    private static WorkflowRun build(String name) {
        return Jenkins.get().getItemByFullName(name + "-x", WorkflowJob.class).getBuildByNumber(1);
    }

    private Path journal() {
        return sessions.getHome().toPath().resolve("merge-gate/journal");
    }
}
