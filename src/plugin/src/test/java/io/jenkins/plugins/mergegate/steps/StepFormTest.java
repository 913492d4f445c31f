// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Descriptor;
import hudson.util.Secret;
import io.jenkins.plugins.mergegate.Acme;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableParameter;
import org.jenkinsci.plugins.workflow.cps.SnippetizerTester;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepConfigTester;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What is set in a form or a script is what the step gets, and what is not set is not written. */
@WithJenkins
class StepFormTest {
    private static final String BLOCK = " {\n    // some block\n}";
    private static final String SHA = "0123456789abcdef0123456789abcdef01234567";
    private static final List<Class<? extends GateStep>> STEPS =
            List.of(MergeGateStep.class, VerifyInMainStep.class, RegressionGuardStep.class);

    @TempDir
    private Path folder;

    @Test
    void nothingGivenIsNothingWritten(JenkinsRule j) throws Exception {
        SnippetizerTester snippets = new SnippetizerTester(j);
        snippets.assertRoundTrip(new MergeGateStep(), "mergeGate" + BLOCK);
        snippets.assertRoundTrip(new VerifyInMainStep(SHA), "verifyInMain '" + SHA + "'");
        snippets.assertRoundTrip(new RegressionGuardStep(), "regressionGuard()");
    }

    @Test
    void everythingGivenIsWritten(JenkinsRule j) throws Exception {
        SnippetizerTester snippets = new SnippetizerTester(j);
        snippets.assertRoundTrip(
                gate(),
                "mergeGate(branch: 'feature/x', createPullRequest: false, credentialsId: 'gitea', deleteBranch: true,"
                        + " gitCredentialsId: 'key', markers: ['one', 'two words'], maxCatchUps: 0, mergeStyle: 'squash',"
                        + " priority: 7, propagate: false, repository: 'acme/app', retest: 'when-rebased', server: 'acme',"
                        + " target: 'release/1', title: 'A title', whenBusy: 'defer')" + BLOCK);
        snippets.assertRoundTrip(
                with(new VerifyInMainStep(SHA)),
                "verifyInMain credentialsId: 'gitea', gitCredentialsId: 'key', propagate: false, repository: 'acme/app',"
                        + " server: 'acme', sha: '" + SHA + "', target: 'release/1'");
        snippets.assertRoundTrip(
                guard(),
                "regressionGuard credentialsId: 'gitea', gitCredentialsId: 'key', markers: ['one', 'two words'],"
                        + " markersFile: 'ci/markers.yml', propagate: false, repository: 'acme/app', server: 'acme',"
                        + " target: 'release/1'");
    }

    @Test
    void whatIsBlankOrNullIsNotGiven(JenkinsRule j) throws Exception {
        MergeGateStep step = new MergeGateStep();
        step.setBranch(" ");
        step.setMergeStyle("");
        step.setRetest(null);
        step.setWhenBusy("");
        step.setPriority(null);
        step.setMaxCatchUps(null);
        step.setMarkers(null);
        step.setTitle("");
        step.setRepository("");
        step.setTarget(" ");
        step.setServer(null);
        step.setCredentialsId("");
        step.setGitCredentialsId("");
        new SnippetizerTester(j).assertRoundTrip(step, "mergeGate" + BLOCK);
        assertThat(new VerifyInMainStep(null).getSha()).isEmpty();
    }

    @Test
    void theFormKeepsEverything(JenkinsRule j) throws Exception {
        try (Acme acme = new Acme(folder)) {
            acme.setUp();
            credentials("key");
            for (Step step : List.of(gate(), with(new VerifyInMainStep(SHA)), guard())) {
                j.assertEqualDataBoundBeans(step, new StepConfigTester(j).configRoundTrip(step));
            }
        }
    }

    @Test
    void theFormMakesUpNothing(JenkinsRule j) throws Exception {
        for (Step step : List.of(new MergeGateStep(), new VerifyInMainStep(""), new RegressionGuardStep())) {
            j.assertEqualDataBoundBeans(step, new StepConfigTester(j).configRoundTrip(step));
        }
    }

    @Test
    void theFormKeepsWhatItDoesNotKnow(JenkinsRule j) throws Exception {
        MergeGateStep step = gate();
        step.setMergeStyle("of-the-future");
        MergeGateStep saved = new StepConfigTester(j).configRoundTrip(step);
        assertThat(saved.getServer()).isEqualTo("acme");
        assertThat(saved.getCredentialsId()).isEqualTo("gitea");
        assertThat(saved.getGitCredentialsId()).isEqualTo("key");
        assertThat(saved.getMergeStyle()).isEqualTo("of-the-future");
    }

    @Test
    void markersAreLinesInTheForm(JenkinsRule j) throws Exception {
        SnippetizerTester snippets = new SnippetizerTester(j);
        for (Class<?> type : List.of(MergeGateStep.class, RegressionGuardStep.class)) {
            JSONObject form = new JSONObject()
                    .element("stapler-class", type.getName())
                    .element("$class", type.getName())
                    .element("markers", "one\r\n\r\n two words\n[\"x\"]\n");
            boolean gate = type == MergeGateStep.class;
            String list = "markers: ['one', ' two words', '[\"x\"]']";
            snippets.assertGenerateSnippet(
                    form.element("propagate", true)
                            .element("createPullRequest", true)
                            .toString(),
                    gate ? "mergeGate(" + list + ")" + BLOCK : "regressionGuard(" + list + ")",
                    null);
        }
    }

    @Test
    void aScriptMayWriteAnyMarkers(JenkinsRule j) throws Exception {
        StepDescriptor type = j.jenkins.getDescriptorByType(RegressionGuardStep.DescriptorImpl.class);
        RegressionGuardStep step = (RegressionGuardStep) type.newInstance(Map.of("markers", List.of("a", "b")));
        assertThat(step.getMarkers()).containsExactly("a", "b");
        step.setMarkers(Arrays.asList("a", null));
        assertThat(step.getMarkers()).containsExactly("a", "");
    }

    @Test
    void theStageViewNamesTheBranch(JenkinsRule j) {
        StepDescriptor type = j.jenkins.getDescriptorByType(MergeGateStep.DescriptorImpl.class);
        assertThat(type.argumentsToString(Map.of("branch", "feature/x", "priority", 1)))
                .isEqualTo("feature/x");
        assertThat(type.argumentsToString(Map.of("priority", 1))).isNull();
    }

    @Test
    void everythingIsDocumented(JenkinsRule j) throws Exception {
        for (Class<? extends GateStep> step : STEPS) {
            SnippetizerTester.assertDocGeneration(step);
            Descriptor<?> type = j.jenkins.getDescriptorOrDie(step);
            assertThat(type.getDisplayName()).startsWith("Merge Gate: ");
            assertHelp(j, type, null);
            for (DescribableParameter parameter : DescribableModel.of(step).getParameters()) {
                assertHelp(j, type, parameter.getName());
            }
        }
    }

    private static void assertHelp(JenkinsRule j, Descriptor<?> type, String field) throws Exception {
        String path = j.executeOnServer(() -> field == null ? type.getHelpFile() : type.getHelpFile(field));
        assertThat(path).as(type.getId() + " " + field).isNotNull();
        String help = j.createWebClient()
                .goTo(path.substring(1), "text/html")
                .getWebResponse()
                .getContentAsString();
        assertThat(help).startsWith("<div>");
    }

    private static MergeGateStep gate() {
        MergeGateStep step = with(new MergeGateStep());
        step.setBranch("feature/x");
        step.setMergeStyle("squash");
        step.setRetest("when-rebased");
        step.setWhenBusy("defer");
        step.setPriority(7);
        step.setMaxCatchUps(0);
        step.setMarkers(List.of("one", "two words"));
        step.setDeleteBranch(true);
        step.setCreatePullRequest(false);
        step.setTitle("A title");
        return step;
    }

    private static RegressionGuardStep guard() {
        RegressionGuardStep step = with(new RegressionGuardStep());
        step.setMarkers(List.of("one", "two words"));
        step.setMarkersFile("ci/markers.yml");
        return step;
    }

    private static <S extends GateStep> S with(S step) {
        step.setRepository("acme/app");
        step.setTarget("release/1");
        step.setServer("acme");
        step.setCredentialsId("gitea");
        step.setGitCredentialsId("key");
        step.setPropagate(false);
        return step;
    }

    private static void credentials(String id) {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, id, "", Secret.fromString("x")));
    }
}
