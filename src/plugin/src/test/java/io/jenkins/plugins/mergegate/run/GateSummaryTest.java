// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.gate.Phase;
import io.jenkins.plugins.mergegate.engine.gitea.AnswerClass;
import io.jenkins.plugins.mergegate.engine.state.StateJson;
import io.jenkins.plugins.mergegate.run.GateSummary.Call;
import io.jenkins.plugins.mergegate.run.GateSummary.Finding;
import io.jenkins.plugins.mergegate.run.GateSummary.Link;
import io.jenkins.plugins.mergegate.run.GateSummary.Moment;
import io.jenkins.plugins.mergegate.run.GateSummary.Timing;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people read of a record. */
class GateSummaryTest {
    private static final GiteaLinks LINKS = new GiteaLinks("https://git.example/acme/app");
    private static final String SHORT = "bbbbbbbbbbbb";

    @Test
    void aMergedRunTellsEverything() {
        GateSummary run = over(FullRecord.merged("id", "feature/x"));

        assertThat(run.getTitle()).isEqualTo("Merged");
        assertThat(run.getCode()).isEqualTo("MERGED");
        assertThat(run.getReason()).isNull();
        assertThat(run.getMessage()).isEqualTo("It is in main; git proves it.");
        assertThat(run.getLook()).isEqualTo(Look.GOOD);
        assertThat(run.getPullRequest()).isEqualTo(new Link("#7", "https://git.example/acme/app/pulls/7"));
        assertThat(run.getCandidate())
                .isEqualTo(new Link(SHORT, "https://git.example/acme/app/commit/" + "b".repeat(40)));
        assertThat(run.getMerged().text()).isEqualTo(FullRecord.MERGED_SHA.substring(0, 12));
        assertThat(run.getProof())
                .extracting(Finding::text)
                .containsExactly(
                        "git finds the tested commit in the target",
                        "git: it entered the target with exactly the tested tree",
                        "Gitea says merged, which proves nothing");
        assertThat(run.getCalls())
                .containsExactly(
                        new Call(1, "HTTP 500", "failed in passing", null),
                        new Call(2, "no answer", "failed in passing", "2 sec"),
                        new Call(3, "HTTP 200", "says that it is merged", "4 sec"));
        assertThat(run.getLockWait()).isEqualTo("1 min 5 sec");
        assertThat(run.getLockHold()).isEqualTo("5 min 35 sec");
        assertThat(run.getRegression()).isEqualTo(new Finding(true, "all 2 markers are in the target"));
        assertThat(run.getRegressionSkipped()).isEqualTo("one line of markers.yml");
        assertThat(run.getTimings())
                .containsExactly(
                        new Timing("reads both branches", "1.2 sec"),
                        new Timing("waits for the merge lock", "1 min 5 sec"),
                        new Timing("tests the combined tree", "5 min 0 sec"));
        assertThat(run.getLine()).isEqualTo("feature/x → main: Merged");
    }

    @Test
    void aHeldRunTellsWhy() {
        GateSummary run = over(FullRecord.ended("id", "x", Outcome.HELD, Reason.NOT_MERGED, "Not merged."));

        assertThat(run.getTitle()).isEqualTo("Held: a person must look");
        assertThat(run.getReason()).startsWith("the merge calls failed");
        assertThat(run.getCode()).isEqualTo("HELD/NOT_MERGED");
        assertThat(run.getLook()).isEqualTo(Look.ALARM);
    }

    @Test
    void aRunThatGoesOnTellsWhatItWaitsFor() {
        GateState open = FullRecord.open("id", Phase.QUEUED, "x");
        Instant now = open.phaseSince().plusSeconds(90);

        GateSummary run = new GateSummary(Optional.of(open), new Moment(true, true, "Waiting for it.", now), LINKS);

        assertThat(run.getTitle()).isEqualTo("The run waits for the merge lock");
        assertThat(run.getMessage()).isEqualTo("Waiting for it.");
        assertThat(run.getCode()).isNull();
        assertThat(run.getSinceText()).isEqualTo("1 min 30 sec");
        assertThat(run.getLook()).isEqualTo(Look.BUSY);
        assertThat(run.isBusy()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "false, true, The run begins",
        "false, false, The run never began",
        "true, true, The record of the run is damaged",
        "true, false, The record of the run is damaged"
    })
    void withoutARecordItIsToldWhatIsKnown(boolean recorded, boolean goesOn, String title) {
        GateSummary run =
                new GateSummary(Optional.empty(), new Moment(recorded, goesOn, null, Instant.now()), GiteaLinks.NONE);

        assertThat(run.getTitle()).isEqualTo(title);
        assertThat(run.getLine()).isEqualTo(title);
    }

    @Test
    void aRunWhoseBuildIsOverIsNotSaidToGoOn() {
        GateState open = FullRecord.open("id", Phase.MERGING, "x");

        GateSummary run =
                new GateSummary(Optional.of(open), new Moment(true, false, null, Instant.now()), GiteaLinks.NONE);

        assertThat(run.getTitle()).isEqualTo("The run has not ended");
        assertThat(run.getMessage()).contains("settled from git");
        assertThat(run.getSince()).isNull();
    }

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void everyOutcomeHasWordsAndALook(Outcome outcome) {
        assertThat(Wording.outcome(outcome)).isNotBlank();
        assertThat(Look.of(outcome).getSymbol()).startsWith("symbol-");
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void everyReasonHasWords(Reason reason) {
        assertThat(Wording.reason(reason)).isNotBlank();
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void everyPhaseHasWords(Phase phase) {
        assertThat(Wording.phase(phase)).isNotBlank();
    }

    @ParameterizedTest
    @EnumSource(AnswerClass.class)
    void everyAnswerHasWords(AnswerClass kind) {
        assertThat(Wording.answer(kind)).isNotBlank();
    }

    /** Every single field of the record, at any depth, is null once. */
    @Test
    void nothingFailsForARecordWithAHole() throws Exception {
        byte[] whole = StateJson.write(FullRecord.ended("id", "x", Outcome.HELD, Reason.NOT_MERGED, "Held."));
        JsonMapper mapper = new JsonMapper();
        List<String> holes = pointers("", mapper.readTree(whole));
        int readable = 0;
        for (String hole : holes) {
            JsonNode json = mapper.readTree(whole);
            dig(json, hole);
            Optional<GateState> state = GateAction.parse(mapper.writeValueAsString(json));
            readable += state.isPresent() ? 1 : 0;
            GateSummary run = new GateSummary(state, new Moment(true, true, null, Instant.now()), LINKS);
            assertThatCode(() -> askAll(run)).as("without " + hole).doesNotThrowAnyException();
        }
        assertThat(holes).hasSizeGreaterThan(60);
        assertThat(readable).as("records that can be read nevertheless").isGreaterThan(40);
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "ftp://git.example/acme/app.git", "https://other/acme/app.git", "x"})
    void aCloneAddressThatIsNoPageOfTheServerIsNoLink(String clone) {
        RepositoryId app = new RepositoryId("acme", "app");

        assertThat(GiteaLinks.of(List.of(), "git.example", app, clone)).isEqualTo(GiteaLinks.NONE);
    }

    @Test
    void linksStandBelowTheConfiguredServer() {
        RepositoryId app = new RepositoryId("acme", "app");
        GateConfig.Server server = new GateConfig.Server("main", "https://git.example/gitea/", null, null);

        GiteaLinks links = GiteaLinks.of(List.of(server), "git.example", app, "https://git.example/acme/app.git");

        assertThat(links.pullRequest(3L)).isEqualTo("https://git.example/gitea/acme/app/pulls/3");
        assertThat(links.commit("a\"><b")).doesNotContain("\"", "<");
        assertThat(GiteaLinks.NONE.commit("abc")).isNull();
    }

    @Test
    void aBadgeShowsTheRunThatMattersMostAndDoesNotGrow() {
        List<GateSummary> runs = new ArrayList<>();
        runs.add(over(FullRecord.ended("h", "bad", Outcome.HELD, Reason.NOT_MERGED, "Held.")));
        Stream.of("a", "b", "c", "d", "e", "f")
                .map(branch -> over(FullRecord.merged(branch, branch)))
                .forEach(runs::add);

        GateBadge badge = new GateBadge(runs);

        assertThat(badge.getLook()).isEqualTo(Look.ALARM);
        assertThat(badge.getText().lines())
                .hasSize(6)
                .startsWith("Merge Gate: f → main: Merged")
                .endsWith("and 2 more gate runs");
    }

    private static GateSummary over(GateState state) {
        return new GateSummary(Optional.of(state), new Moment(true, false, null, Instant.now()), LINKS);
    }

    private static void askAll(GateSummary run) throws Exception {
        for (Method getter : GateSummary.class.getMethods()) {
            if (getter.getDeclaringClass() == GateSummary.class && getter.getParameterCount() == 0) {
                getter.invoke(run);
            }
        }
        new GateBadge(List.of(run)).getText();
    }

    private static List<String> pointers(String at, JsonNode node) {
        List<String> found = new ArrayList<>();
        node.fields().forEachRemaining(field -> {
            String next = at + "/" + field.getKey();
            found.add(next);
            found.addAll(pointers(next, field.getValue()));
        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            found.add(at + "/" + i);
            found.addAll(pointers(at + "/" + i, node.get(i)));
        }
        return found;
    }

    private static void dig(JsonNode root, String pointer) {
        int cut = pointer.lastIndexOf('/');
        JsonNode parent = root.at(pointer.substring(0, cut));
        String name = pointer.substring(cut + 1);
        if (parent instanceof ObjectNode object) {
            object.putNull(name);
        } else {
            ((ArrayNode) parent).setNull(Integer.parseInt(name));
        }
    }
}
