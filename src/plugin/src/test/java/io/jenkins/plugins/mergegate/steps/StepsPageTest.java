// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Label;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.mergegate.Acme;
import io.jenkins.plugins.mergegate.engine.gate.GateReport;
import io.jenkins.plugins.mergegate.testkit.EmbeddedRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jenkins.branch.BranchSource;
import jenkins.plugins.git.GitSCMSource;
import jenkins.plugins.git.traits.BranchDiscoveryTrait;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableParameter;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What docs/steps.md says of the steps is so, and its examples run. */
@WithJenkins
class StepsPageTest {
    private static final String COMMON = "Common to `mergeGate`, `verifyInMain` and `regressionGuard`";

    @TempDir
    private Path folder;

    private JenkinsRule rule;
    private Acme acme;
    private String page;

    @BeforeEach
    void setUp(JenkinsRule j) throws Exception {
        rule = j;
        page = Files.readString(Path.of("../../docs/steps.md"));
        acme = new Acme(folder);
        acme.setUp();
    }

    @AfterEach
    void close() {
        acme.close();
    }

    @Test
    void itListsEveryParameterAndEveryField() {
        Set<String> common = Set.copyOf(table(COMMON));
        for (Class<?> step : List.of(MergeGateStep.class, VerifyInMainStep.class, RegressionGuardStep.class)) {
            Set<String> listed = new TreeSet<>(common);
            listed.addAll(table(function(step)));
            assertThat(listed).isEqualTo(parameters(step));
        }
        assertThat(new TreeSet<>(table(function(ReclaimStaleLocksStep.class))))
                .isEqualTo(parameters(ReclaimStaleLocksStep.class));
        assertThat(table("Result of `mergeGate`"))
                .containsExactlyElementsOf(GateReport.refused("").keySet());
    }

    @Test
    void theExamplesOfMultibranchProjectsMergeTheirBranch() throws Exception {
        rule.createOnlineSlave(Label.get("linux"));
        merges("multibranch", example("A multibranch project, on an agent", 0));
        merges("outside", example("Outside of a node", 0));
        merges("declarative", example("Declarative", 0));
        merges("looks", example("Declarative", 1));
        merges("defers", example("Do not wait: defer", 0));
        merges("squashes", example("Squash", 0));
        Run<?, ?> early = multibranch("verifies", example("Only verify", 0));
        rule.assertBuildStatus(Result.FAILURE, early);
        rule.assertLogContains("not in main", early);
    }

    @Test
    void theOtherExamplesRun() throws Exception {
        rule.assertLogContains("not merged yet", inline("params.COMMIT", "''", example("Only verify", 1)));
        acme.app.commit("main", Map.of("ci/markers.yml", "markers:\n  - text: gone\n"), "Markers");
        WorkflowJob watch = Acme.job("watch", named(example("Watch main for lost changes", 0)));
        Run<?, ?> lost = rule.assertBuildStatus(Result.FAILURE, watch.scheduleBuild2(0));
        rule.assertLogContains("ERROR: main has lost gone", lost);
        rule.assertLogContains("freed: []", inline("-", "-", example("Free stale locks at night", 0)));
    }

    @Test
    void aBodyIsNeededButMayBeEmpty() throws Exception {
        Acme.branch(acme.app, Acme.BRANCH);
        String gate = "mergeGate(server: 'acme', repository: 'acme/app', branch: 'feature/x')";
        Run<?, ?> none =
                rule.assertBuildStatus(Result.FAILURE, Acme.job("none", gate).scheduleBuild2(0));
        rule.assertLogContains("mergeGate step must be called with a body", none);
        assertThat(acme.server.requests()).isEmpty();
        WorkflowJob empty = Acme.job("empty", "def r = " + gate + " { }", "echo \"retested ${r.retested}\"");
        WorkflowRun build = rule.buildAndAssertSuccess(empty);
        rule.assertLogContains("No re-test was given", build);
        rule.assertLogContains("retested false", build);
        assertThat(acme.app.read("main", Acme.file(Acme.BRANCH))).hasValue("work");
    }

    private Run<?, ?> inline(String text, String replacement, String script) throws Exception {
        WorkflowJob job = Acme.job("job" + script.hashCode(), named(script).replace(text, replacement));
        return rule.assertBuildStatusSuccess(job.scheduleBuild2(0));
    }

    private void merges(String name, String script) throws Exception {
        Run<?, ?> build = multibranch(name, script);
        rule.assertBuildStatus(Result.SUCCESS, build);
        rule.assertLogContains("[Merge Gate] MERGED: ", build);
        assertThat(acme.server.repository("acme", name).read("main", "work.txt"))
                .hasValue("work");
    }

    /** The build of a branch that is behind main and has {@code script} for a Jenkinsfile. */
    private Run<?, ?> multibranch(String name, String script) throws Exception {
        EmbeddedRepository repository = acme.repository(name);
        String jenkinsfile = script.replaceAll("'make[ a-z]*'", "'test -f work.txt'");
        repository.commit(Acme.BRANCH, Map.of("Jenkinsfile", jenkinsfile, "work.txt", "work"), "Work");
        Acme.mainMoves(repository, "other.txt");
        WorkflowMultiBranchProject project = rule.createProject(WorkflowMultiBranchProject.class, name);
        GitSCMSource source = new GitSCMSource(repository.cloneUrl());
        source.setTraits(List.of(new BranchDiscoveryTrait()));
        project.getSourcesList().add(new BranchSource(source));
        project.scheduleBuild2(0).getFuture().get();
        rule.waitUntilNoActivity();
        return project.getItemByBranchName(Acme.BRANCH).getLastBuild();
    }

    /** The page calls the configured server "main". */
    private static String named(String script) {
        return script.replace("server: 'main'", "server: 'acme'");
    }

    private static Set<String> parameters(Class<?> step) {
        return DescribableModel.of(step).getParameters().stream()
                .map(DescribableParameter::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** {@code `mergeGate`} for its class. */
    private static String function(Class<?> step) {
        String name = step.getSimpleName().replaceFirst("Step$", "");
        return "`" + Character.toLowerCase(name.charAt(0)) + name.substring(1) + "`";
    }

    /** What stands in the first column of the tables of a section, in its order. */
    private List<String> table(String title) {
        List<String> names = new ArrayList<>();
        Matcher row = Pattern.compile("^\\| (`[^|]*`) \\|", Pattern.MULTILINE).matcher(section(title));
        while (row.find()) {
            Matcher name = Pattern.compile("`([^`]*)`").matcher(row.group(1));
            while (name.find()) {
                names.add(name.group(1));
            }
        }
        return names;
    }

    private String example(String title, int number) {
        Matcher block = Pattern.compile("```groovy\n(.*?)```", Pattern.DOTALL).matcher(section(title));
        for (int i = 0; i <= number; i++) {
            assertThat(block.find()).isTrue();
        }
        return block.group(1);
    }

    private String section(String title) {
        Matcher heading = Pattern.compile(
                        "^#+ " + Pattern.quote(title) + "$(.*?)(^#+ |\\z)", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(page);
        assertThat(heading.find()).as(title).isTrue();
        return heading.group(1);
    }
}
