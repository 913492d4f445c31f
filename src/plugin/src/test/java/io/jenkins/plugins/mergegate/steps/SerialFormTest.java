// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.Result;
import io.jenkins.plugins.mergegate.Acme;
import io.jenkins.plugins.mergegate.run.GateRuns;
import io.jenkins.plugins.mergegate.testkit.model.RefUpdate;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.steps.input.InputAction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/**
 * What a build writes while it stands in its body is read by every later version. {@code serial-form} is the part of a
 * JENKINS_HOME that the first version wrote. It names its Gitea {@value #GITEA}; a copy is made with the address of the
 * one that runs.
 */
class SerialFormTest {
    private static final String GITEA = "127.0.0.1:1";
    private static final String CONFIGURATION = "casc.jenkins.config";
    private static final Path RECORDED = Path.of("src/test/resources/io/jenkins/plugins/mergegate/steps/serial-form");
    private static final String RUNNING = "org.jenkinsci.plugins.workflow.flow.FlowExecutionList.xml";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @TempDir
    Path directory;

    private Acme acme;

    /** Its commits have fixed dates: their names are the same whenever this runs. */
    @BeforeEach
    void setUp() throws IOException {
        acme = new Acme(directory);
        Acme.branch(acme.app, Acme.BRANCH);
        // The build goes on before a test could configure anything.
        Path file = directory.resolve("jenkins.yaml");
        Files.writeString(
                file,
                String.join(
                        "\n",
                        "credentials:",
                        "  system:",
                        "    domainCredentials:",
                        "      - credentials:",
                        "          - string:",
                        "              scope: GLOBAL",
                        "              id: gitea",
                        "              secret: " + acme.token,
                        acme.yaml()));
        System.setProperty(CONFIGURATION, file.toString());
    }

    @AfterEach
    void tearDown() {
        System.clearProperty(CONFIGURATION);
        acme.close();
    }

    @Test
    void aBuildOfTheFirstVersionGoesOnFromItsBodyAndMerges() throws Throwable {
        copy(RECORDED, sessions.getHome().toPath(), GITEA, acme.server.url().getAuthority());

        sessions.then(j -> {
            WorkflowRun build = build();
            goOn(build);
            j.assertBuildStatus(Result.SUCCESS, j.waitForCompletion(build));
            j.assertLogContains("outcome MERGED", build);
            assertThat(acme.app.refLog("main"))
                    .filteredOn(update -> update.cause() == RefUpdate.Cause.MERGE)
                    .hasSize(1);
            assertThat(GateRuns.get().records().unfinished()).isEmpty();
        });
    }

    /** Only to be run when the serial form is meant to change: the old one must go on being read beside the new one. */
    @Test
    @EnabledIfSystemProperty(named = "mergegate.record", matches = "true")
    void record() throws Throwable {
        sessions.then(j -> {
            WorkflowJob job = Acme.job(
                    "gate",
                    "def r = mergeGate(repository: 'acme/app', branch: 'feature/x') {",
                    "  input id: 'Go', message: 'Go on?'",
                    "}",
                    "echo \"outcome ${r.outcome}\"");
            WorkflowRun build = job.scheduleBuild2(0).waitForStart();
            await().atMost(PATIENCE).until(() -> waitsForInput(build));
        });
        Path home = sessions.getHome().toPath();
        String url = acme.server.url().getAuthority();
        for (String part : List.of(RUNNING, "jobs/gate", "merge-gate/journal")) {
            copy(home.resolve(part), RECORDED.resolve(part), url, GITEA);
        }
        String host = InetAddress.getLocalHost().getHostName();
        try (Stream<Path> files = Files.walk(RECORDED)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(url, home.toString(), directory.toString(), host, acme.token)
                        .doesNotContain(System.getProperty("user.dir"), System.getProperty("user.home"));
            }
        }
    }

    private static WorkflowRun build() {
        return Jenkins.get().getItemByFullName("gate", WorkflowJob.class).getBuildByNumber(1);
    }

    private static boolean waitsForInput(WorkflowRun build) throws Exception {
        assertThat(build.isBuilding()).isTrue();
        InputAction action = build.getAction(InputAction.class);
        return action != null && !action.getExecutions().isEmpty();
    }

    private static void goOn(WorkflowRun build) throws Exception {
        await().atMost(PATIENCE).until(() -> waitsForInput(build));
        build.getAction(InputAction.class).getExecutions().get(0).doProceedEmpty();
    }

    /** A file, or a directory without what a build can miss. Only texts name the Gitea. */
    private static void copy(Path from, Path to, String old, String now) throws IOException {
        Pattern needless = Pattern.compile("log|log-index|permalinks|.*\\.guard|legacyIds");
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(path ->
                            !needless.matcher(path.getFileName().toString()).matches())
                    .toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                boolean binary = file.toString().endsWith(".dat");
                Files.writeString(copy, binary ? text : text.replace(old, now), StandardCharsets.ISO_8859_1);
            }
        }
    }
}
