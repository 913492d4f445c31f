// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Result;
import io.jenkins.plugins.mergegate.Acme;
import io.jenkins.plugins.mergegate.testkit.contract.Scene;
import io.jenkins.plugins.mergegate.testkit.contract.Servers;
import io.jenkins.plugins.mergegate.testkit.contract.World;
import io.jenkins.plugins.mergegate.testkit.wire.FaultyWire;
import io.jenkins.plugins.mergegate.testkit.wire.WireFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import jenkins.plugins.git.GitSCMSource;
import jenkins.plugins.git.traits.BranchDiscoveryTrait;
import jenkins.scm.impl.trait.WildcardSCMHeadFilterTrait;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.BuildWatcherExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Jenkinsfiles in front of real servers, those that GITEA_BIN names; git and API go through a wire that can be bad. */
@WithJenkins
@EnabledIfEnvironmentVariable(named = "GITEA_BIN", matches = ".+")
class RealGiteaTest {
    @RegisterExtension
    static final BuildWatcherExtension WATCHER = new BuildWatcherExtension();

    private static JenkinsRule jenkins;

    private FaultyWire wire;
    private Scene scene;

    @BeforeAll
    static void start(JenkinsRule rule) {
        jenkins = rule;
    }

    @AfterAll
    static void stop() throws Exception {
        jenkins.after();
    }

    @AfterEach
    void close() {
        wire.close();
        SystemCredentialsProvider.getInstance().getCredentials().clear();
        GateJobs.assertNoLock();
    }

    /** A repository with a Jenkinsfile, and a Jenkins that knows its server by the wire. */
    private void open(World world, String test) throws Exception {
        wire = FaultyWire.before(world.server().url());
        Acme.setUp(
                world.bot.gateToken(),
                String.join(
                        "\n",
                        "unclassified:",
                        "  mergeGate:",
                        "    servers:",
                        "      - name: acme",
                        "        url: " + wire.url(),
                        "        credentialsId: gitea"));
        scene = world.scene();
        scene.advanceMain("Jenkinsfile", "node { checkout scm; mergeGate { sh '" + test + "' } }\n");
    }

    static Stream<Arguments> exchanges() {
        return Servers.real().stream()
                .flatMap(world -> Stream.of(
                        Arguments.of(world, "POST .*/merge HTTP", WireFault.CUT_AFTER_REQUEST),
                        Arguments.of(world, "POST .*/merge HTTP", WireFault.CUT_BEFORE_RESPONSE),
                        Arguments.of(world, "POST .*/merge HTTP", WireFault.DELAY),
                        Arguments.of(world, "POST .*/pulls HTTP", WireFault.CUT_BEFORE_RESPONSE),
                        Arguments.of(world, "GET .*/pulls/1 HTTP", WireFault.THROTTLE),
                        Arguments.of(world, "POST .*git-receive-pack HTTP", WireFault.CUT_BEFORE_RESPONSE)));
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void aBranchThatIsBehindIsMergedOnceWhateverTheWireDoes(World world, String request, WireFault fault)
            throws Exception {
        open(world, "test -f a.txt && test -f b.txt");
        scene.branch("task", "a.txt", "a\n");
        scene.advanceMain("b.txt", "b\n");
        int before = scene.commits();
        wire.spoil(request, fault);

        WorkflowRun build = builds().get("task");

        assertThat(wire.spoiled()).as("the fault struck").isEqualTo(1);
        jenkins.assertBuildStatus(Result.SUCCESS, build);
        assertThat(GateJobs.outcomes(build)).containsExactly("MERGED");
        assertThat(scene.commits() - before).as("the commit and its merge").isEqualTo(2);
        assertThat(scene.read("a.txt")).isEqualTo("a");
    }

    static Stream<Arguments> pairs() {
        String notBoth = "! { test -f a.txt && test -f b.txt; }";
        return Servers.real().stream()
                .flatMap(world -> Stream.of(
                        Arguments.of(world, notBoth, "b.txt", "RETEST_FAILED"),
                        Arguments.of(world, "true", "a.txt", "CONFLICT")));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void ofTwoBranchesThatDoNotGoTogetherOneIsMerged(World world, String test, String file, String other)
            throws Exception {
        open(world, test);
        scene.branch("one", "a.txt", "one\n");
        scene.branch("two", file, "two\n");

        List<String> ends = new ArrayList<>();
        for (WorkflowRun build : builds().values()) {
            ends.addAll(GateJobs.outcomes(build));
        }

        assertThat(ends).containsExactlyInAnyOrder("MERGED", other);
    }

    /** The finished build of each branch but main. */
    private Map<String, WorkflowRun> builds() throws Exception {
        GitSCMSource source = new GitSCMSource(wire.url() + "/alice/" + scene.name() + ".git");
        source.setTraits(List.of(new BranchDiscoveryTrait(), new WildcardSCMHeadFilterTrait("*", "main")));
        WorkflowMultiBranchProject project = GateJobs.project(jenkins, source);
        Map<String, WorkflowRun> builds = new TreeMap<>();
        for (WorkflowJob job : project.getItems()) {
            builds.put(job.getName(), job.getLastBuild());
        }
        return builds;
    }
}
