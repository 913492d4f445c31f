// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.Acme;
import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.place.Named;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.DomNode;
import org.htmlunit.html.HtmlAnchor;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The gate runs of a build on its page and in the history of its job. */
@WithJenkins
class BuildPageTest {
    private static final String HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";

    @TempDir
    static Path directory;

    private static Acme acme;
    private static JenkinsRule jenkins;
    private static int number;

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

    @Test
    void aMergedRunIsToldInFull() throws Exception {
        WorkflowRun build = build(FullRecord.merged("m", "feature/x"));

        HtmlPage page = page(build);

        assertThat(summaries(page))
                .singleElement()
                .satisfies(summary -> assertThat(summary.getTextContent())
                        .contains("Merge Gate: Merged", "MERGED", "It is in main", "feature/x", "pull request", "#7")
                        .contains("rebased onto the target by the gate", "re-tested", "the target moved once")
                        .contains("git finds the tested commit in the target", "all 2 markers are in the target")
                        .contains("HTTP 500", "no answer", "2 sec", "waited 1 min 5 sec", "held it 5 min 35 sec")
                        .contains("tests the combined tree", "5 min 0 sec"));
        assertThat(text(page)).startsWith("Merge Gate: Merged MERGED").contains("feature/x → into main,");
        assertThat(page.getElementsByTagName("a").stream().map(link -> ((HtmlAnchor) link).getHrefAttribute()))
                .contains(
                        "https://git.example/acme/app/pulls/7",
                        "https://git.example/acme/app/commit/" + FullRecord.MERGED_SHA);
    }

    @Test
    void whoWaitsIsShownWithWhatItWaitsFor() throws Exception {
        Scene scene = new Scene(jenkins, acme, "waits");
        WorkflowRun holder = scene.inBody("holder");
        WorkflowRun waiting = scene.queued("waiting");
        jenkins.waitForMessage("position 1", waiting);

        String text = summaries(page(waiting)).get(0).getTextContent();
        assertThat(text).contains("The run waits for the merge lock (for ", "held by waits-holder #1", "position 1");
        assertThat(summaries(page(holder)).get(0).getTextContent()).contains("The run tests the combined tree");
        assertThat(badges(holder.getParent()))
                .singleElement()
                .satisfies(badge -> assertThat(badge).contains("The run tests the combined tree"));

        scene.letGo("holder");
        scene.assertMerged(holder, "holder");
        scene.assertMerged(waiting, "waiting");
        assertThat(summaries(page(waiting)).get(0).getTextContent()).contains("Merge Gate: Merged");
    }

    @Test
    void aGuardThatCouldNotLookIsNotSaidToHaveFoundNothing() throws Exception {
        WorkflowRun build = build(FullRecord.unguarded("blind", "git could not count"));

        assertThat(text(page(build)))
                .contains("not looked for: git could not count")
                .doesNotContain("no markers");
    }

    @Test
    void severalRunsHaveASummaryEachAndOneBadge() throws Exception {
        WorkflowRun build = build(
                FullRecord.merged("one", "first"),
                FullRecord.ended("two", "second", Outcome.HELD, Reason.MERGE_REFUSED, "Gitea refuses."),
                FullRecord.merged("three", "third"));

        assertThat(summaries(page(build)))
                .extracting(DomElement::getId)
                .containsExactly("merge-gate-one", "merge-gate-two", "merge-gate-three");
        assertThat(badges(build.getParent()))
                .singleElement()
                .satisfies(badge -> assertThat(badge.lines())
                        .containsExactly(
                                "Merge Gate: third → main: Merged",
                                "Merge Gate: second → main: Held: a person must look, Gitea refuses the merge",
                                "Merge Gate: first → main: Merged"));
    }

    @Test
    void whatServersAndPeopleWriteIsOnlyText() throws Exception {
        String branch = "x<img/src=x>";
        WorkflowRun build = build(FullRecord.ended("evil", branch, Outcome.HELD, Reason.NOT_MERGED, HOSTILE));

        HtmlPage page = page(build);

        assertThat(summaries(page).get(0).getTextContent()).contains(HOSTILE, branch);
        assertThat(page.querySelectorAll("img[src=x], #main-panel script:not([src])"))
                .isEmpty();
        assertThat(history(build.getParent()).querySelectorAll("img[src=x]")).isEmpty();
        assertThat(badges(build.getParent()))
                .singleElement()
                .satisfies(badge -> assertThat(badge).contains(branch));
    }

    @Test
    void aDamagedRecordIsToldAndHarmsNothing() throws Exception {
        WorkflowRun build = build(FullRecord.merged("broken", "x"));
        Path file = build.getRootDir().toPath().resolve("build.xml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("\"phase\" : \"CLOSED\"", "\"phase\" : \"NONE\"")
                        .replace("&quot;phase&quot; : &quot;CLOSED&quot;", "&quot;phase&quot; : &quot;NONE&quot;"));
        build.reload();

        assertThat(summaries(page(build)).get(0).getTextContent()).contains("The record of the run is damaged");
        assertThat(badges(build.getParent())).singleElement().isEqualTo("Merge Gate: The record of the run is damaged");
    }

    /** A build that is over, with these runs on it. */
    private static WorkflowRun build(GateState... states) throws Exception {
        WorkflowJob job = Acme.job("page-" + ++number, "echo 'ok'");
        WorkflowRun build = jenkins.buildAndAssertSuccess(job);
        for (GateState state : states) {
            GateAction.begin(
                    build, new GateAction(state.id(), new Named("acme/app", "x", "main", null, null, null, 0)));
            GateAction.of(build, state.id()).write(state);
        }
        return build;
    }

    private static HtmlPage page(WorkflowRun build) throws Exception {
        return jenkins.createWebClient().getPage(build);
    }

    /** The first summary, with its spaces as a browser shows them. */
    private static String text(HtmlPage page) {
        return summaries(page).get(0).getTextContent().strip().replaceAll("\\s+", " ");
    }

    private static List<DomElement> summaries(HtmlPage page) {
        return page.querySelectorAll(".merge-gate-summary").stream()
                .map(DomElement.class::cast)
                .toList();
    }

    private static HtmlPage history(WorkflowJob job) throws Exception {
        return (HtmlPage) jenkins.createWebClient().goTo(job.getUrl() + "buildHistory/ajax");
    }

    /** What a screen reader reads for each badge. */
    private static List<String> badges(WorkflowJob job) throws Exception {
        return history(job).querySelectorAll("svg.merge-gate-badge").stream()
                .map(DomNode::getPreviousSibling)
                .map(DomNode::getTextContent)
                .toList();
    }
}
