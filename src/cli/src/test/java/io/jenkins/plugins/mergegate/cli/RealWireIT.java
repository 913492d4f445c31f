// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.cli.CliRunner.Ended;
import io.jenkins.plugins.mergegate.testkit.contract.Scene;
import io.jenkins.plugins.mergegate.testkit.contract.World;
import io.jenkins.plugins.mergegate.testkit.wire.FaultyWire;
import io.jenkins.plugins.mergegate.testkit.wire.WireFault;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole gate in front of real servers, with a bad wire between them. Git goes through the wire too. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.jenkins.plugins.mergegate.testkit.contract.Servers#real")
@EnabledIfEnvironmentVariable(named = "GITEA_BIN", matches = ".+")
class RealWireIT {
    private static final String TASK = "feature/x";

    @Parameter
    World world;

    @TempDir
    Path folder;

    private Scene scene;
    private FaultyWire wire;

    @BeforeEach
    void open() {
        scene = world.scene();
        wire = FaultyWire.before(world.server().url());
    }

    @AfterEach
    void close() {
        wire.close();
    }

    private Ended gate() {
        return CliRunner.of(world, wire.url(), scene, folder)
                .with("--remote", wire.url() + "/alice/" + scene.name() + ".git")
                .run("gate", "--json", "--branch", TASK, "--retest", "test -f a.txt && test -f b.txt");
    }

    /** Whatever the wire does: the change is in main exactly once, tested with what was there before. */
    @ParameterizedTest
    @CsvSource({
        "POST .*/merge HTTP,                CUT_AFTER_REQUEST",
        "POST .*/merge HTTP,                CUT_BEFORE_RESPONSE",
        "POST .*/merge HTTP,                DELAY",
        "POST .*/pulls HTTP,                CUT_AFTER_REQUEST",
        "POST .*/pulls HTTP,                CUT_BEFORE_RESPONSE",
        "GET .*/pulls/1 HTTP,               CUT_BEFORE_RESPONSE",
        "GET .*/pulls/1 HTTP,               THROTTLE",
        "POST .*/statuses/,                 CUT_BEFORE_RESPONSE",
        "POST .*git-receive-pack HTTP,      CUT_AFTER_REQUEST",
        "POST .*git-receive-pack HTTP,      CUT_BEFORE_RESPONSE",
        "POST .*git-receive-pack HTTP,      DELAY",
        "GET .*service=git-upload-pack,     CUT_BEFORE_RESPONSE",
        "POST .*git-upload-pack HTTP,       CUT_AFTER_REQUEST",
        "POST .*git-upload-pack HTTP,       THROTTLE",
    })
    void aBranchThatIsBehindIsMergedOnce(String request, WireFault fault) {
        scene.branch(TASK, "a.txt", "a\n");
        scene.advanceMain("b.txt", "b\n");
        int before = scene.commits();
        wire.spoil(request, fault);

        Ended first = gate();

        assertThat(wire.spoiled()).as("the fault struck").isEqualTo(1);
        assertThat(first.json().path("outcome").asText()).as(first.toString()).isEqualTo("MERGED");
        assertThat(gate().json().path("outcome").asText()).isEqualTo("ALREADY_IN_MAIN");
        assertThat(scene.commits() - before).as("the commit and its merge").isEqualTo(2);
        assertThat(scene.read("a.txt")).isEqualTo("a");
    }
}
