// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Items;
import hudson.model.Run;
import io.jenkins.plugins.mergegate.Acme;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.gate.Phase;
import io.jenkins.plugins.mergegate.place.Named;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Records as they stand in the files of builds. */
@WithJenkins
class BuildScanTest {
    private static final List<String> TEXTS = List.of(
            "<b>&amp; ]]> \"two\" 'one' <!-- no --> </record><record>{}</record>",
            "tab\t line\n return\r\n bell\u0007 nul\u0000 escape\u001b[31m",
            "delete\u007f pad\u0080 next\u0085 last\u009f",
            "\u00e4 line\u2028 paragraph\u2029 mark\ufeff right\u202eleft",
            "none\ufffe \uffff \ud83d\ude00 \ud835\udcb3 \udbff\udfff",
            "-Z".repeat(20_000));

    private static JenkinsRule jenkins;

    @BeforeAll
    static void setUp(JenkinsRule rule) {
        jenkins = rule;
        States.awaitStart();
    }

    @AfterAll
    static void tearDown() throws Exception {
        jenkins.after();
    }

    @Test
    void everyTextIsFoundInTheFileAndComesBackWithTheBuild() throws Exception {
        for (int number = 0; number < TEXTS.size(); number++) {
            WorkflowJob job = Acme.job("text" + number, "echo 'ok'");
            WorkflowRun build = jenkins.buildAndAssertSuccess(job);
            GateState state = States.state(
                    UUID.randomUUID().toString(), Phase.CLOSING, branch(TEXTS.get(number)), TEXTS.get(number));
            write(build, state);

            assertThat(BuildScan.unfinished()).as(TEXTS.get(number)).contains(state);
            WorkflowJob again = (WorkflowJob) Items.load(Jenkins.get(), job.getRootDir());
            assertThat(again.getBuildByNumber(1).getAction(GateAction.class).record())
                    .as(TEXTS.get(number))
                    .contains(state);
        }
    }

    @Test
    void aBuildHasARecordForEachOfItsRuns() throws Exception {
        WorkflowRun build = jenkins.buildAndAssertSuccess(Acme.job("runs", "echo 'ok'"));
        GateState one = States.state("one", Phase.MERGING, "x", "-");
        GateState two = States.state("two", Phase.QUEUED, "y", "-");
        write(build, one);
        write(build, two);
        write(build, States.state("over", Phase.CLOSED, "z", "-"));
        GateAction.begin(build, new GateAction("not-begun", named()));

        assertThat(BuildScan.unfinished())
                .filteredOn(state -> List.of("one", "two", "over", "not-begun").contains(state.id()))
                .containsExactlyInAnyOrder(one, two);
    }

    @Test
    void whatIsDamagedIsSkipped() throws Exception {
        WorkflowRun build = jenkins.buildAndAssertSuccess(Acme.job("damaged", "echo 'ok'"));
        GateState good = States.state("good", Phase.MERGING, "x", "-");
        write(build, good);
        String text = new BuildFile(build).text();
        String record = new BuildFile(build).rawRecord();
        for (String damage : List.of(
                "",
                "{",
                "null",
                "[]",
                "&bogus;",
                record.substring(0, record.indexOf("phase")),
                record.replace("MERGING", "SOME_LATER_PHASE"),
                record.replaceFirst("&quot;id&quot; : &quot;good&quot;", "&quot;id&quot; : null"),
                record.replaceFirst("&quot;id&quot; : &quot;good&quot;", "&quot;id&quot; : &quot;../../x&quot;"),
                "{\"id\":\"a\",\"phase\":\"MERGING\",\"startedAt\":\"2026-01-01T00:00:00Z\"}")) {
            String both = text.replace(record, damage) + text;
            assertThat(BuildScan.inText(both)).as(damage).containsExactly(good);
        }
    }

    @Test
    void whatIsNoBuildIsLeftAlone() throws Exception {
        WorkflowRun build = jenkins.buildAndAssertSuccess(Acme.job("files", "echo 'ok'"));
        GateState state = States.state("on-a-build", Phase.MERGING, "x", "-");
        write(build, state);
        Path builds = build.getRootDir().toPath().getParent();
        Files.createDirectories(builds.resolve("2"));
        Files.createDirectories(builds.resolve("3/build.xml"));
        Files.write(Files.createDirectories(builds.resolve("4")).resolve("build.xml"), new byte[] {'<', (byte) 0xff});
        // Of a build that is being deleted.
        Files.writeString(
                Files.createDirectories(builds.resolve(".5")).resolve("build.xml"), new BuildFile(build).text());

        assertThat(BuildScan.unfinished())
                .filteredOn(found -> found.id().equals(state.id()))
                .containsExactly(state);
    }

    private static void write(Run<?, ?> build, GateState state) throws Exception {
        GateAction.begin(build, new GateAction(state.id(), named()));
        GateAction.of(build, state.id()).write(state);
    }

    private static Named named() {
        return new Named("acme/app", null, null, null, null, null, 0);
    }

    /** What git would allow of a text in the name of a branch. */
    private static String branch(String text) {
        return text.codePoints()
                .filter(c -> c > ' ' && c != 0x7f && "~^:?*[\\/.".indexOf(c) < 0)
                .limit(50)
                .mapToObj(Character::toString)
                .collect(Collectors.joining("", "x", ""));
    }
}
