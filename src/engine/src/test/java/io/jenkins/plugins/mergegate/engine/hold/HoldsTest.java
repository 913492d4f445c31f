// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.hold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.hold.Hold.Scope;
import io.jenkins.plugins.mergegate.engine.state.StateId;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;

class HoldsTest {
    private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");
    private static final RepositoryId APP = RepositoryId.parse("team/app");
    private static final Hold TARGET = hold(Scope.TARGET, "main", "topic", null);
    private static final Hold BRANCH = hold(Scope.BRANCH, "main", "topic", "aaa");

    @ParameterizedTest
    @EnumSource(Reason.class)
    void everyReasonHasItsScope(Reason reason) {
        Set<Reason> none = EnumSet.of(Reason.TARGET_HELD, Reason.CONFIGURATION, Reason.LOCK_BUSY);
        Set<Reason> target = EnumSet.of(Reason.MAIN_REGRESSED, Reason.PROOF_MISMATCH);
        Set<Reason> afterACall = EnumSet.of(Reason.GITEA_UNREACHABLE, Reason.GIT_ERROR);
        Optional<Scope> late = none.contains(reason)
                ? Optional.empty()
                : Optional.of(target.contains(reason) ? Scope.TARGET : Scope.BRANCH);

        assertThat(Holds.scopeFor(Outcome.HELD, reason, true)).isEqualTo(late);
        assertThat(Holds.scopeFor(Outcome.HELD, reason, false))
                .isEqualTo(afterACall.contains(reason) ? Optional.empty() : late);
    }

    @Test
    void aHeldRunWithoutAReasonHoldsItsBranch() {
        assertThat(Holds.scopeFor(Outcome.HELD, null, false)).contains(Scope.BRANCH);
    }

    @ParameterizedTest
    @EnumSource(value = Outcome.class, mode = EnumSource.Mode.EXCLUDE, names = "HELD")
    void noOtherOutcomeHoldsAnything(Outcome outcome) {
        assertThat(Holds.scopeFor(outcome, Reason.MAIN_REGRESSED, true)).isEmpty();
    }

    @Test
    void aTargetHoldStopsEveryRunOfItsTarget() {
        assertThat(blocking(TARGET, "main", "bbb", 0)).contains(TARGET);
        assertThat(blocking(TARGET, "main", null, 99)).contains(TARGET);
        assertThat(blocking(TARGET, "release", "bbb", 0)).isEmpty();
        assertThat(blocking(TARGET, "main", "bbb", 100)).isEmpty();
        assertThat(Holds.blocking(List.of(TARGET), new Holds.Run("other", APP, "main", "bbb", 0), 100, SINCE, 0))
                .isEmpty();
        assertThat(Holds.blocking(
                        List.of(TARGET),
                        new Holds.Run("git.example.org", RepositoryId.parse("team/other"), "main", "bbb", 0),
                        100,
                        SINCE,
                        0))
                .isEmpty();
        assertThat(Holds.blocking(
                        List.of(TARGET),
                        new Holds.Run("GIT.example.org", RepositoryId.parse("Team/App"), "main", "bbb", 0),
                        100,
                        SINCE,
                        0))
                .contains(TARGET);
    }

    @Test
    void aLostMarkerClosesTheTarget() {
        Hold hold = Hold.regressed("git.example.org", APP, "main", "aaa", "gone", "ann", SINCE);

        assertThat(hold)
                .isEqualTo(new Hold(
                        Holds.id(Scope.TARGET, "git.example.org", APP, "main", null),
                        Scope.TARGET,
                        "git.example.org",
                        APP,
                        "main",
                        null,
                        "aaa",
                        Reason.MAIN_REGRESSED,
                        "gone",
                        "ann",
                        SINCE));
        assertThat(blocking(hold, "main", "bbb", 0)).contains(hold);
        assertThat(blocking(hold, "release", "aaa", 0)).isEmpty();
    }

    @Test
    void aBranchHoldStopsOneHead() {
        assertThat(blocking(BRANCH, "main", "aaa", 0)).contains(BRANCH);
        assertThat(blocking(BRANCH, "main", "bbb", 0)).isEmpty();
        assertThat(blocking(BRANCH, "main", null, 0)).isEmpty();
        assertThat(blocking(BRANCH, "main", "aaa", 100)).isEmpty();
    }

    @Test
    void theTargetsHoldIsNamedFirst() {
        assertThat(Holds.blocking(
                        List.of(BRANCH, TARGET),
                        new Holds.Run("git.example.org", APP, "main", "aaa", 0),
                        100,
                        SINCE,
                        0))
                .contains(TARGET);
    }

    @Test
    void expires() {
        Instant dayLater = SINCE.plus(Duration.ofHours(24));

        assertThat(Holds.isExpired(TARGET, dayLater, 0)).isFalse();
        assertThat(Holds.isExpired(TARGET, dayLater.minusMillis(1), 24)).isFalse();
        assertThat(Holds.isExpired(TARGET, dayLater, 24)).isTrue();
        assertThat(Holds.isExpired(damaged("t-x"), dayLater, 24)).isFalse();
        assertThat(Holds.active(List.of(TARGET), dayLater, 24)).isEmpty();
    }

    @Test
    void aNewPushClearsTheHoldsOfItsBranch() {
        List<Hold> holds = List.of(
                TARGET,
                BRANCH,
                hold(Scope.BRANCH, "main", "other", "ccc"),
                damaged("b-x"),
                damaged(Holds.id(Scope.BRANCH, "git.example.org", APP, "main", "ddd")));

        assertThat(Holds.obsolete(holds, "git.example.org", APP, "topic", "bbb"))
                .containsExactly(BRANCH);
        assertThat(Holds.obsolete(holds, "git.example.org", APP, "topic", "aaa"))
                .isEmpty();
        assertThat(Holds.obsolete(holds, "git.example.org", APP, "topic", null)).isEmpty();
        assertThat(Holds.obsolete(holds, "git.example.org", APP, "topic", "")).isEmpty();
        assertThat(Holds.obsolete(holds, "elsewhere", APP, "topic", "bbb")).isEmpty();
    }

    @Test
    void idsAreStableShortAndTellThingsApart() {
        String target = Holds.id(Scope.TARGET, "git.example.org", APP, "main", null);
        String branch = Holds.id(Scope.BRANCH, "git.example.org", APP, "main", "aaa");

        assertThat(target).isEqualTo(Holds.id(Scope.TARGET, "GIT.example.org", APP, "main", "any"));
        assertThat(branch).isNotEqualTo(Holds.id(Scope.BRANCH, "git.example.org", APP, "main", "bbb"));
        assertThat(target).isNotEqualTo(Holds.id(Scope.TARGET, "git.example.org", APP, "release", null));
        assertThat(List.of(target, branch)).allMatch(StateId::isValid).allMatch(id -> id.length() == 18);
    }

    @Test
    void aDamagedHoldHoldsWhatItsIdSays() {
        Hold target = damaged(TARGET.id());
        Hold branch = damaged(BRANCH.id());

        assertThat(blocking(target, "main", "any", 0)).contains(target);
        assertThat(blocking(target, "release", "any", 0)).isEmpty();
        assertThat(blocking(branch, "main", "aaa", 0)).contains(branch);
        assertThat(blocking(branch, "main", "bbb", 0)).isEmpty();
        assertThat(blocking(damaged("by-hand"), "any", "any", 0)).isPresent();
    }

    @Test
    void anIdTellsTheScopeIfItIsOne() {
        assertThat(Holds.scopeOf(TARGET.id())).isEqualTo(Scope.TARGET);
        assertThat(Holds.scopeOf(BRANCH.id())).isEqualTo(Scope.BRANCH);
        assertThat(Holds.scopeOf("b-by-hand")).isEqualTo(Scope.TARGET);
    }

    @Test
    void aSoundHoldHoldsWhatItSaysWhateverItIsCalled() {
        Hold renamed = new Hold(
                "by-hand", Scope.TARGET, "git.example.org", APP, "main", null, null, Reason.NOT_MERGED, "", "", SINCE);

        assertThat(blocking(renamed, "main", "aaa", 0)).contains(renamed);
        assertThat(blocking(renamed, "release", "aaa", 0)).isEmpty();
    }

    private static Optional<Hold> blocking(Hold hold, String target, String sha, int priority) {
        Holds.Run run = new Holds.Run("git.example.org", APP, target, sha, priority);
        return Holds.blocking(List.of(hold), run, 100, SINCE.plusSeconds(1), 0);
    }

    @ParameterizedTest
    @MethodSource("goodReasons")
    void aReasonThatIsOneLineIsTaken(String reason) {
        assertThat(Holds.checkReason("reason", reason)).isEqualTo(reason);
    }

    static List<String> goodReasons() {
        return List.of("x", "It is mended.", "x".repeat(1000));
    }

    @ParameterizedTest
    @NullSource
    @MethodSource("badReasons")
    void anotherReasonIsRefusedByTheNameOfItsField(String reason) {
        assertThatThrownBy(() -> Holds.checkReason("--reason", reason))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("--reason must be one line of 1 to 1000 characters.");
    }

    static List<String> badReasons() {
        return List.of("", "  ", "x".repeat(1001), "two\nlines", "a\u001bb");
    }

    private static Hold hold(Scope scope, String target, String branch, String sha) {
        return new Hold(
                Holds.id(scope, "git.example.org", APP, target, sha),
                scope,
                "git.example.org",
                APP,
                target,
                branch,
                sha,
                Reason.NOT_MERGED,
                "why",
                "run 1",
                SINCE);
    }

    private static Hold damaged(String id) {
        return new Hold(id, Holds.scopeOf(id), null, null, null, null, null, null, "damaged", null, SINCE);
    }
}
