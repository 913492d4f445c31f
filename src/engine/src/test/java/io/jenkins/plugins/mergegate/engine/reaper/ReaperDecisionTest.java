// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.reaper;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.reaper.Verdict.Keep;
import io.jenkins.plugins.mergegate.engine.reaper.Verdict.Reclaim;
import io.jenkins.plugins.mergegate.engine.reaper.Verdict.Tier;
import io.jenkins.plugins.mergegate.engine.reaper.Verdict.Why;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReaperDecisionTest {
    private static final GateConfig.Reaper CONFIG = GateConfig.defaults().reaper();
    private static final Duration LONG_UP = Duration.ofHours(5);
    private static final Duration YOUNG = Duration.ofMinutes(1);
    private static final Duration OLD = Duration.ofMinutes(121);

    @Test
    void aFinishedHolderLosesTheLockAtOnce() {
        assertThat(judge(HolderState.FINISHED, YOUNG, false, CONFIG))
                .isEqualTo(new Reclaim(Tier.FINISHED, false, false));
    }

    @Test
    void aDeadHolderLosesTheLockAtOnceAfterItsRunIsSettled() {
        assertThat(judge(HolderState.GONE, YOUNG, true, CONFIG)).isEqualTo(new Reclaim(Tier.DEAD, true, false));
    }

    @Test
    void aMissingHolderLosesTheLockAfterTicksInARow() {
        ReaperDecision.Plan first = tick(HolderState.MISSING, Map.of());
        assertThat(first.verdicts()).containsValue(new Keep(Why.SUSPECTED));
        assertThat(first.streaks()).isEqualTo(Map.of("lock", 1));

        ReaperDecision.Plan second = tick(HolderState.MISSING, first.streaks());
        assertThat(second.verdicts()).containsValue(new Reclaim(Tier.DEAD, true, false));
    }

    @ParameterizedTest
    @EnumSource(names = {"LIVE", "UNKNOWN"})
    void aBlipBeginsAnew(HolderState seenOnce) {
        ReaperDecision.Plan first = tick(HolderState.MISSING, Map.of());
        ReaperDecision.Plan blip = tick(seenOnce, first.streaks());
        assertThat(blip.verdicts()).containsValue(new Keep(Why.IN_USE));
        assertThat(blip.streaks()).isEmpty();

        assertThat(tick(HolderState.MISSING, blip.streaks()).verdicts()).containsValue(new Keep(Why.SUSPECTED));
    }

    @Test
    void aStreakOfALockThatIsGoneIsForgotten() {
        assertThat(ReaperDecision.decide(List.of(), Map.of("lock", 1), CONFIG, LONG_UP, Duration.ZERO)
                        .streaks())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"LIVE", "UNKNOWN", "MISSING"})
    void whoHoldsItTooLongLosesIt(HolderState state) {
        assertThat(judge(state, OLD, true, CONFIG))
                .isEqualTo(new Reclaim(Tier.OVER_AGE, state == HolderState.MISSING, false));
        assertThat(judge(state, OLD, true, new GateConfig.Reaper(true, 60, 2, 120, true, true)))
                .isEqualTo(new Reclaim(Tier.OVER_AGE, state != HolderState.UNKNOWN, true));
        assertThat(judge(state, Duration.ofMinutes(120), true, CONFIG)).isInstanceOf(Keep.class);
    }

    @ParameterizedTest
    @EnumSource(HolderState.class)
    void takesNothingWhenSwitchedOff(HolderState state) {
        assertThat(judge(state, OLD, true, new GateConfig.Reaper(true, 60, 2, 120, false, true)))
                .isEqualTo(new Keep(Why.SWITCHED_OFF));
        assertThat(judge(state, OLD, true, new GateConfig.Reaper(false, 60, 2, 120, true, true)))
                .isEqualTo(new Keep(Why.SWITCHED_OFF));
    }

    @ParameterizedTest
    @EnumSource(HolderState.class)
    void takesNothingInTheGraceAfterTheStart(HolderState state) {
        Observation seen = new Observation("lock", state, OLD, true);
        Duration grace = Duration.ofMinutes(2);

        ReaperDecision.Plan early =
                ReaperDecision.decide(List.of(seen), Map.of("lock", 1), CONFIG, Duration.ofMinutes(1), grace);
        assertThat(early.verdicts()).containsValue(new Keep(Why.GRACE));
        assertThat(early.streaks()).isEmpty();

        Observation young = new Observation("lock", state, YOUNG, true);
        assertThat(ReaperDecision.decide(List.of(young), Map.of(), CONFIG, LONG_UP, grace)
                        .verdicts())
                .containsValue(new Keep(Why.GRACE));
    }

    @Test
    void theGraceEndsWhenItsTimeIsReached() {
        Duration grace = Duration.ofMinutes(2);
        Observation seen = new Observation("lock", HolderState.FINISHED, grace, false);

        assertThat(ReaperDecision.decide(List.of(seen), Map.of(), CONFIG, grace, grace)
                        .verdicts())
                .containsValue(new Reclaim(Tier.FINISHED, false, false));
    }

    @Test
    void aHolderThatIsSeenIsNeverDeadHoweverFewTicksAreAskedFor() {
        assertThat(judge(HolderState.LIVE, YOUNG, true, new GateConfig.Reaper(true, 60, 0, 120, true, false)))
                .isEqualTo(new Keep(Why.IN_USE));
    }

    @Test
    void whatIsSettledStaysSettledWhenItsLockIsOverAge() {
        assertThat(judge(HolderState.MISSING, OLD, false, CONFIG)).isEqualTo(new Reclaim(Tier.OVER_AGE, false, false));
    }

    private static Verdict judge(HolderState state, Duration heldFor, boolean unsettled, GateConfig.Reaper config) {
        Observation seen = new Observation("lock", state, heldFor, unsettled);
        return ReaperDecision.decide(List.of(seen), Map.of(), config, LONG_UP, Duration.ZERO)
                .verdicts()
                .get("lock");
    }

    private static ReaperDecision.Plan tick(HolderState state, Map<String, Integer> streaks) {
        Observation seen = new Observation("lock", state, YOUNG, true);
        return ReaperDecision.decide(List.of(seen), streaks, CONFIG, LONG_UP, Duration.ZERO);
    }
}
