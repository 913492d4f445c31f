// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.engine.config.GateConfig.Retry;
import io.jenkins.plugins.mergegate.engine.gitea.AnswerClass;
import io.jenkins.plugins.mergegate.engine.merge.MergeDecision.CallAgain;
import io.jenkins.plugins.mergegate.engine.merge.MergeDecision.CatchUp;
import io.jenkins.plugins.mergegate.engine.merge.MergeDecision.LookAgain;
import io.jenkins.plugins.mergegate.engine.merge.MergeDecision.Seen;
import io.jenkins.plugins.mergegate.engine.merge.MergeDecision.Stop;
import io.jenkins.plugins.mergegate.engine.merge.MergeDecision.Why;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MergeDecisionTest {
    private static final Retry RETRY = new Retry(true, 3, 2, 5, 300);

    @ParameterizedTest
    @CsvSource({
        "REFUSED, REFUSED",
        "REDIRECT, REDIRECTED",
        "HEAD_MOVED, BRANCH_MOVED",
        "POLICY_PENDING, POLICY",
        "CONFLICT, REAL_CONFLICT"
    })
    void terminalAnswersStop(AnswerClass answer, Why why) {
        assertThat(decide(new Case(answer))).isEqualTo(new Stop(why));
    }

    @ParameterizedTest
    @EnumSource(names = {"TRY_AGAIN", "BASE_MOVED", "SCHEDULED", "TRANSIENT"})
    void transientAnswersAreRepeatedUntilTheAttemptsAreUsedUp(AnswerClass answer) {
        assertThat(decide(new Case(answer))).isInstanceOf(CallAgain.class);
        assertThat(decide(new Case(answer).calls(2))).isInstanceOf(CallAgain.class);
        assertThat(decide(new Case(answer).calls(3))).isEqualTo(new Stop(Why.ATTEMPTS_USED_UP));
    }

    @ParameterizedTest
    @EnumSource(names = {"TRY_AGAIN", "BASE_MOVED", "SCHEDULED", "TRANSIENT", "CONFLICT"})
    void aMovedTargetIsCaughtUpWithInsteadOfCalledAgain(AnswerClass answer) {
        assertThat(decide(new Case(answer).targetMoved())).isEqualTo(new CatchUp());
        assertThat(decide(new Case(answer).targetMoved().calls(3))).isEqualTo(new CatchUp());
    }

    @Test
    void tryAgainWithAConflictInGitIsARealConflict() {
        assertThat(decide(new Case(AnswerClass.TRY_AGAIN).conflicts())).isEqualTo(new Stop(Why.REAL_CONFLICT));
    }

    @ParameterizedTest
    @EnumSource(names = {"CLAIMS_MERGED", "ALREADY_MERGED"})
    void aClaimIsLookedAtAgainButNeverCalledAgain(AnswerClass answer) {
        assertThat(decide(new Case(answer).looks(1))).isInstanceOf(LookAgain.class);
        assertThat(decide(new Case(answer).looks(2))).isInstanceOf(LookAgain.class);
        assertThat(decide(new Case(answer).looks(3))).isEqualTo(new Stop(Why.CLAIM_NOT_IN_GIT));
        assertThat(decide(new Case(answer).targetMoved().looks(3))).isEqualTo(new Stop(Why.CLAIM_NOT_IN_GIT));
    }

    @Test
    void aCallThatMustNotBeRepeatedIsOnlyLookedAtUntilTheDeadline() {
        Case broken = new Case(AnswerClass.TRANSIENT).notRepeatable();
        assertThat(decide(broken)).isInstanceOf(LookAgain.class);
        assertThat(decide(broken.looks(9).elapsed(Duration.ofSeconds(200)))).isInstanceOf(LookAgain.class);
        assertThat(MergeDecision.after(broken.seen(), new Retry(true, 3, 0, 0, 300)))
                .isEqualTo(new LookAgain(Duration.ofSeconds(1)));
        assertThat(decide(broken.elapsed(Duration.ofSeconds(299)))).isEqualTo(new Stop(Why.DEADLINE));
        assertThat(decide(broken.targetMoved())).isEqualTo(new CatchUp());
    }

    @Test
    void retryOffMeansExactlyOneCallAndOneLook() {
        Retry off = new Retry(false, 3, 2, 5, 300);
        assertThat(MergeDecision.after(new Case(AnswerClass.TRANSIENT).seen(), off))
                .isEqualTo(new Stop(Why.ATTEMPTS_USED_UP));
        assertThat(MergeDecision.after(new Case(AnswerClass.CLAIMS_MERGED).seen(), off))
                .isEqualTo(new Stop(Why.CLAIM_NOT_IN_GIT));
    }

    @Test
    void theServersRetryAfterIsHonouredAndTheDeadlineIsAbsolute() {
        Case busy = new Case(AnswerClass.TRANSIENT).retryAfter(Duration.ofSeconds(30));
        assertThat(decide(busy)).isEqualTo(new CallAgain(Duration.ofSeconds(30)));
        assertThat(decide(new Case(AnswerClass.TRANSIENT).retryAfter(Duration.ZERO)))
                .isEqualTo(decide(new Case(AnswerClass.TRANSIENT)));
        assertThat(decide(busy.elapsed(Duration.ofSeconds(270)))).isInstanceOf(CallAgain.class);
        assertThat(decide(busy.elapsed(Duration.ofSeconds(271)))).isEqualTo(new Stop(Why.DEADLINE));
    }

    @Test
    void theBackoffDoublesUpToItsLimitAndJitterOnlyShortensIt() {
        assertThat(Backoff.delay(RETRY, 1, 0)).isEqualTo(Duration.ofSeconds(2));
        assertThat(Backoff.delay(RETRY, 2, 0)).isEqualTo(Duration.ofSeconds(4));
        assertThat(Backoff.delay(RETRY, 3, 0)).isEqualTo(Duration.ofSeconds(5));
        assertThat(Backoff.delay(RETRY, 1000, 0)).isEqualTo(Duration.ofSeconds(5));
        assertThat(Backoff.delay(RETRY, 1, 1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(Backoff.delay(new Retry(true, 3, 0, 0, 0), 2, 0.5)).isZero();
    }

    private static MergeDecision decide(Case given) {
        return MergeDecision.after(given.seen(), RETRY);
    }

    /** One call made, one look in vain, nothing moved. */
    private record Case(
            AnswerClass answer,
            boolean repeatable,
            boolean isTargetMoved,
            boolean isConflict,
            int calls,
            int looks,
            Duration elapsed,
            Duration retryAfter) {
        Case(AnswerClass answer) {
            this(answer, true, false, false, 1, 1, Duration.ZERO, null);
        }

        Case notRepeatable() {
            return new Case(answer, false, isTargetMoved, isConflict, calls, looks, elapsed, retryAfter);
        }

        Case targetMoved() {
            return new Case(answer, repeatable, true, isConflict, calls, looks, elapsed, retryAfter);
        }

        Case conflicts() {
            return new Case(answer, repeatable, isTargetMoved, true, calls, looks, elapsed, retryAfter);
        }

        Case calls(int made) {
            return new Case(answer, repeatable, isTargetMoved, isConflict, made, looks, elapsed, retryAfter);
        }

        Case looks(int made) {
            return new Case(answer, repeatable, isTargetMoved, isConflict, calls, made, elapsed, retryAfter);
        }

        Case elapsed(Duration time) {
            return new Case(answer, repeatable, isTargetMoved, isConflict, calls, looks, time, retryAfter);
        }

        Case retryAfter(Duration time) {
            return new Case(answer, repeatable, isTargetMoved, isConflict, calls, looks, elapsed, time);
        }

        Seen seen() {
            return new Seen(answer, repeatable, isTargetMoved, isConflict, calls, looks, elapsed, retryAfter, 0.5);
        }
    }
}
