// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.testkit.model.Comment;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one comment on a pull request: there when a person must act, and edited in place ever after. */
class CommentTest {
    private static final String TASK = GateFixture.TASK;

    @TempDir
    private Path directory;

    private GateFixture gate;
    private long pull;

    @BeforeEach
    void start() {
        gate = new GateFixture(directory);
        gate.branchWith(TASK, "a.txt", "a");
        pull = gate.repository.openPullRequest(TASK, "main", "By hand").number();
    }

    @AfterEach
    void stop() {
        gate.close();
    }

    @Test
    void isOneHoweverOftenTheRunIsHeldAndSaysInTheEndThatItIsSettled() {
        GateState red =
                gate.run(gate.request().link("https://ci.example/1/").build(), body -> BodyResult.red("exit 1"));
        Comment first = only();
        assertThat(first.body())
                .contains("**Merge Gate: RETEST_FAILED**", red.ending().message(), "[The run](https://ci.example/1/)");

        gate.server.faults().on(Call.MERGE).once().respond(403, "{\"message\":\"no\"}");
        GateState held = gate.run(gate.request().link("https://ci.example/2/").build());
        assertThat(held.ending().outcome()).isEqualTo(Outcome.HELD);
        assertThat(only().id()).isEqualTo(first.id());
        assertThat(only().body())
                .contains("**Merge Gate: HELD/MERGE_REFUSED**", "[The run](https://ci.example/2/)")
                .doesNotContain("RETEST_FAILED");

        gate.repository.commit(TASK, Map.of("a.txt", "aa"), "What a person does");
        GateState merged = gate.run(gate.request().link("https://ci.example/3/").build());
        assertThat(merged.ending().outcome()).isEqualTo(Outcome.MERGED);
        assertThat(only().id()).isEqualTo(first.id());
        assertThat(only().body())
                .contains("**Merge Gate: settled**", merged.ending().message(), "[The run](https://ci.example/3/)")
                .doesNotContain("MERGE_REFUSED");
    }

    @Test
    void isNotMadeByARunThatNeedsNobodyAndNotLookedForWhereNobodyCommented() {
        assertThat(gate.run(gate.request().build()).ending().outcome()).isEqualTo(Outcome.MERGED);
        assertThat(gate.repository.comments(pull)).isEmpty();
        assertThat(calls(Call.LIST_COMMENTS)).isZero();
    }

    @Test
    void leavesTheCommentsOfPeopleAlone() {
        gate.repository.comment(pull, "Looks good");
        assertThat(gate.run(gate.request().build()).ending().outcome()).isEqualTo(Outcome.MERGED);
        assertThat(only().body()).isEqualTo("Looks good");
        assertThat(calls(Call.EDIT_COMMENT) + calls(Call.COMMENT)).isZero();
    }

    @Test
    void isOneAlsoWhenTheAnswerToItIsLost() {
        gate.server.faults().on(Call.COMMENT).once().cutAfterWork();
        gate.run(gate.request().build(), body -> BodyResult.red("exit 1"));
        assertThat(only().body()).contains("RETEST_FAILED");
    }

    @Test
    void thatCannotBeWrittenChangesNoOutcome() {
        gate.server.faults().on(Call.LIST_COMMENTS).always().respond(500, "");
        GateState red = gate.run(gate.request().build(), body -> BodyResult.red("exit 1"));
        assertThat(red.ending().outcome()).isEqualTo(Outcome.RETEST_FAILED);
        assertThat(red.phase()).isEqualTo(Phase.CLOSED);

        gate.repository.comment(pull, "Try again");
        assertThat(gate.run(gate.request().build()).ending().outcome()).isEqualTo(Outcome.MERGED);
    }

    @Test
    void isNotWrittenWhenThatIsSwitchedOff() {
        gate.config(GateConfigs.report(new GateConfig.Report(true, false, "merge-gate")));
        gate.run(gate.request().build(), body -> BodyResult.red("exit 1"));
        assertThat(gate.repository.comments(pull)).isEmpty();
    }

    private Comment only() {
        List<Comment> comments = gate.repository.comments(pull);
        assertThat(comments).hasSize(1);
        return comments.get(0);
    }

    private long calls(Call call) {
        return gate.server.requests().stream().filter(r -> r.call() == call).count();
    }
}
