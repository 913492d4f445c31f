// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.cli.CliRunner.Ended;
import io.jenkins.plugins.mergegate.testkit.contract.Scene;
import io.jenkins.plugins.mergegate.testkit.contract.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole gate in front of real servers: those that GITEA_BIN names. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.jenkins.plugins.mergegate.testkit.contract.Servers#real")
@EnabledIfEnvironmentVariable(named = "GITEA_BIN", matches = ".+")
class RealGiteaIT {
    private static final String TASK = "feature/x";

    @Parameter
    World world;

    @TempDir
    Path folder;

    private Scene scene;

    @BeforeEach
    void open() {
        scene = world.scene();
    }

    private CliRunner cli() {
        return CliRunner.of(world, world.server().url(), scene, folder);
    }

    private Ended gate(String branch, String... more) {
        return cli().with(more).run("gate", "--json", "--branch", branch);
    }

    private static void assertEnd(Ended ended, int exit, String outcome) {
        assertThat(ended.json().path("outcome").asText()).as(ended.toString()).isEqualTo(outcome);
        assertThat(ended.exit()).isEqualTo(exit);
    }

    @ParameterizedTest
    @ValueSource(strings = {"merge", "rebase", "rebase-merge", "squash", "fast-forward-only"})
    void aBranchThatIsBehindIsCaughtUpTestedAndMergedByEveryStyle(String style) {
        scene.branch(TASK, "a.txt", "a\n");
        scene.advanceMain("b.txt", "b\n");

        Ended ended = gate(TASK, "--style", style, "--retest", "test -f a.txt && test -f b.txt");

        assertEnd(ended, 0, "MERGED");
        assertThat(ended.json().path("mergedSha").asText()).isEqualTo(scene.main());
        assertThat(scene.read("a.txt") + scene.read("b.txt")).isEqualTo("ab");
        assertThat(scene.pull(1).path("merged").asBoolean()).isTrue();
        assertEnd(gate(TASK, "--style", style), 0, "ALREADY_IN_MAIN");
    }

    @Test
    void aRealConflictIsNamedAndNothingIsMerged() {
        scene.branch(TASK, "a.txt", "a\n");
        String main = scene.advanceMain("a.txt", "other\n");

        Ended ended = gate(TASK);

        assertEnd(ended, 20, "CONFLICT");
        assertThat(ended.json().path("message").asText()).contains("a.txt");
        assertThat(scene.main()).isEqualTo(main);
    }

    @Test
    void twoBranchesThatAreRedTogetherAreNotBothMerged() {
        scene.branch("one", "a.txt", "a\n");
        scene.branch("two", "b.txt", "b\n");
        String notBoth = "! { test -f a.txt && test -f b.txt; }";
        assertEnd(gate("one", "--retest", notBoth), 0, "MERGED");
        String main = scene.main();

        assertEnd(gate("two", "--retest", notBoth), 21, "RETEST_FAILED");

        assertThat(scene.main()).isEqualTo(main);
    }

    @Test
    void oneMergeRightAfterTheOtherWaitsForTheServersCheck() {
        for (String branch : new String[] {"one", "two", "three"}) {
            scene.branch(branch, branch + ".txt", branch + "\n");
        }

        for (String branch : new String[] {"one", "two", "three"}) {
            assertEnd(gate(branch, "--retest", "true"), 0, "MERGED");
        }

        assertThat(scene.read("one.txt") + scene.read("two.txt") + scene.read("three.txt"))
                .isEqualTo("onetwothree");
    }

    @Test
    void twoGatesAtOnceMergeOneAfterTheOther() throws Exception {
        String one = scene.branch("one", "one.txt", "one\n");
        String two = scene.branch("two", "two.txt", "two\n");
        ExecutorService people = Executors.newFixedThreadPool(2);
        try {
            Future<Ended> first = people.submit(() -> gate("one", "--retest", "test -f one.txt"));
            Future<Ended> second = people.submit(() -> gate("two", "--retest", "test -f two.txt"));

            assertEnd(first.get(), 0, "MERGED");
            assertEnd(second.get(), 0, "MERGED");
            assertThat(scene.read("one.txt") + scene.read("two.txt")).isEqualTo("onetwo");
            // One of the two was rebased onto the other: only one head is in main as it was.
            assertThat(List.of(scene.inMain(one), scene.inMain(two))).containsExactlyInAnyOrder(true, false);
        } finally {
            people.shutdownNow();
        }
    }

    @Test
    void aLostMarkerClosesTheTarget() {
        scene.advanceMain(".merge-gate/markers.yml", "markers:\n  - text: keep me\n    path: kept.txt\n");
        scene.advanceMain("kept.txt", "keep me\n");
        scene.branch("tidy-up", "kept.txt", "tidied up\n");
        scene.branch("innocent", "a.txt", "a\n");

        Ended lost = gate("tidy-up");
        String main = scene.main();
        Ended after = gate("innocent");

        assertEnd(lost, 30, "HELD");
        assertThat(lost.json().path("reason").asText()).isEqualTo("MAIN_REGRESSED");
        assertEnd(after, 30, "HELD");
        assertThat(after.json().path("reason").asText()).isEqualTo("TARGET_HELD");
        assertThat(scene.main()).isEqualTo(main);
    }

    @Test
    void aBranchWaitsForApprovalsIsDeferredAndMergedOnceTheyAreThere() throws IOException {
        scene.protect("\"required_approvals\":1");
        scene.branch(TASK, "a.txt", "a\n");
        String main = scene.main();
        Path hasty = Files.writeString(folder.resolve("hasty.yml"), "retry: {deadlineSeconds: 3}");

        Ended ended = gate(TASK, "--config", hasty.toString());

        assertEnd(ended, 10, "DEFERRED");
        assertThat(ended.json().path("reason").asText()).isEqualTo("POLICY_PENDING");
        assertThat(ended.json().path("message").asText()).contains("approvals: 0 of 1");
        assertThat(scene.main()).isEqualTo(main);
        scene.review(world.erin, 1, "APPROVED", "fine");
        assertEnd(gate(TASK), 0, "MERGED");
    }

    @Test
    void aRequiredCheckThatIsRedIsRefused() {
        scene.protect("\"enable_status_check\":true,\"status_check_contexts\":[\"ci\"]");
        String sha = scene.branch(TASK, "a.txt", "a\n");
        scene.status(sha, "ci", "failure");
        String main = scene.main();

        Ended ended = gate(TASK);

        assertEnd(ended, 30, "HELD");
        assertThat(ended.json().path("message").asText()).contains("check ci: failure");
        assertThat(scene.main()).isEqualTo(main);
    }

    @Test
    void aTargetThatIsForOthersToMergeIsLeftAlone() {
        scene.protect("\"enable_merge_whitelist\":true,\"merge_whitelist_usernames\":[\"erin\"]");
        scene.branch(TASK, "a.txt", "a\n");
        String main = scene.main();

        Ended ended = gate(TASK);

        assertEnd(ended, 30, "HELD");
        assertThat(scene.main()).isEqualTo(main);
    }

    @Test
    void aProtectedTargetTakesTheMergeAndNoPush() {
        scene.protect("\"enable_push\":false");
        scene.branch(TASK, "a.txt", "a\n");

        assertEnd(gate(TASK, "--delete-branch"), 0, "MERGED");

        assertThat(scene.work().run("ls-remote", "origin", "refs/heads/" + TASK))
                .isEmpty();
    }

    @Test
    void theDoctorFindsEverythingInOrder() {
        Ended ended = cli().run("doctor");

        assertThat(ended.exit()).as(ended.toString()).isZero();
    }
}
