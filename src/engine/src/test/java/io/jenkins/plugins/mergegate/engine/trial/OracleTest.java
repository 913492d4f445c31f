// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.gate.BodyResult;
import io.jenkins.plugins.mergegate.engine.gate.Ending;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.gate.RetestPolicy;
import io.jenkins.plugins.mergegate.engine.gate.WhenBusy;
import io.jenkins.plugins.mergegate.engine.gitea.MergeStyle;
import io.jenkins.plugins.mergegate.testkit.git.GitFixture;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The oracle sees each law that somebody with the account of the gate breaks. */
class OracleTest {
    private static final String TASK = "feature/x";

    @TempDir
    private Path directory;

    private World world;

    @BeforeEach
    void start() {
        world = new World(directory);
        world.repository.createBranch(TASK, World.TARGET);
        world.commit(TASK);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void hasNothingAgainstAGateThatDoesItsWork() {
        world.commit(World.TARGET);
        assertThat(run().ending().outcome()).isEqualTo(Outcome.MERGED);
        world.settle();
        assertThat(Oracle.broken(world)).isEmpty();
    }

    @Test
    void seesAPushToTheTarget() {
        push(world.repository.head(TASK) + ":refs/heads/main");
        assertThat(Oracle.broken(world)).anyMatch(line -> line.startsWith("law 1"));
    }

    @Test
    void seesAPushOverWhatNobodyHadRead() {
        String old = world.repository.head(TASK);
        world.commit(TASK);
        push("+" + old + ":refs/heads/" + TASK);
        assertThat(Oracle.broken(world)).singleElement().asString().startsWith("law 2: the gate pushed over");
    }

    @Test
    void seesWorkThatIsLostByAPush() {
        run();
        world.commit(TASK);
        GateState read = run();
        assertThat(read.ending().outcome()).isEqualTo(Outcome.MERGED);
        push("+" + world.repository.head(World.TARGET) + "~1:refs/heads/" + TASK);
        assertThat(Oracle.broken(world)).singleElement().asString().contains("were lost by");
    }

    @Test
    void seesASecondAndEmptyMerge() throws Exception {
        GateState merged = run();
        world.server.faults().on(Call.MERGE).once().leaveOpen(200);
        long number =
                world.repository.openPullRequest(TASK, World.TARGET, "Again").number();
        merge(number, merged.candidate().sha());
        assertThat(Oracle.broken(world)).anyMatch(line -> line.startsWith("law 4: an empty merge"));
    }

    @Test
    void seesAMergeOfWhatNobodyTestedOrTold() throws Exception {
        long number = world.repository
                .openPullRequest(TASK, World.TARGET, "By the bot")
                .number();
        merge(number, world.repository.head(TASK));
        assertThat(Oracle.broken(world))
                .anyMatch(line -> line.startsWith("law 5"))
                .anyMatch(line -> line.contains("no run tells of it"))
                .anyMatch(line -> line.contains("nobody tested"));
    }

    @Test
    void seesALie() {
        world.server.faults().on(Call.MERGE).always().respond(403, "{}");
        GateState held = run();
        assertThat(held.ending().outcome()).isEqualTo(Outcome.HELD);
        assertThat(Oracle.broken(world)).isEmpty();

        world.ledger.told(lie(held, Outcome.MERGED));
        assertThat(Oracle.broken(world)).singleElement().asString().startsWith("law 3: it says MERGED");
        world.ledger.told(lie(held, Outcome.ALREADY_IN_MAIN));
        assertThat(Oracle.broken(world)).singleElement().asString().startsWith("law 3: it says ALREADY_IN_MAIN");
    }

    @Test
    void seesAMergeThatItsRunDenies() {
        GateState merged = run();
        world.ledger.told(lie(merged, Outcome.ABORTED));
        assertThat(Oracle.broken(world)).singleElement().asString().contains("no run tells of it");
    }

    @Test
    void seesWhatIsLeftBehind() throws IOException {
        GateProcess process = world.process(moment -> {
            if (moment.what().equals("POST merge")) {
                moment.process().end();
            }
        });
        trial(process).step(false);
        trial(process).step(false);
        Files.createDirectories(world.work.resolve("checkouts/checkout-1"));
        assertThat(Oracle.broken(world))
                .anyMatch(line -> line.endsWith(".lease"))
                .anyMatch(line -> line.endsWith("checkout-1"))
                .anyMatch(line -> line.startsWith("unfinished"));
    }

    @Test
    void seesTheToken() throws IOException {
        run();
        Files.writeString(world.state.resolve("journal/note"), "password=" + world.token());
        assertThat(Oracle.broken(world)).singleElement().asString().startsWith("law 8");
    }

    private GateState run() {
        TrialRun run = trial(world.process(moment -> {}));
        while (!run.isOver()) {
            world.pass(run.due());
            run.step(false);
        }
        return run.state();
    }

    private TrialRun trial(GateProcess process) {
        return new TrialRun(
                world,
                "g",
                process,
                UUID.randomUUID().toString(),
                world.request(TASK, MergeStyle.SQUASH, RetestPolicy.ALWAYS, WhenBusy.WAIT, false),
                body -> BodyResult.green());
    }

    private static GateState lie(GateState end, Outcome outcome) {
        return new GateState(
                end.id(),
                end.request(),
                end.server(),
                end.owner(),
                end.phase(),
                end.startedAt(),
                end.phaseSince(),
                end.failures(),
                end.facts(),
                end.startSha(),
                end.leaseSha(),
                end.candidate(),
                end.catchUps(),
                end.retested(),
                end.lock(),
                end.merge(),
                end.proof(),
                end.mergedSha(),
                end.regression(),
                end.reported(),
                new Ending(outcome, null, "a lie"),
                end.timings());
    }

    /** A push with the account of the gate. */
    private void push(String refspec) {
        new GitFixture(world.repository.gitDir())
                .run(
                        "-c",
                        "http.extraHeader=Authorization: token " + world.token(),
                        "push",
                        "--quiet",
                        world.repository.cloneUrl(),
                        refspec);
    }

    /** A merge call with the account of the gate. */
    private void merge(long number, String head) throws IOException, InterruptedException {
        HttpRequest call = HttpRequest.newBuilder(
                        URI.create(world.server.url() + "/api/v1/repos/acme/app/pulls/" + number + "/merge"))
                .header("Authorization", "token " + world.token())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"Do\":\"squash\",\"head_commit_id\":\"" + head + "\"}"))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(call, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
}
