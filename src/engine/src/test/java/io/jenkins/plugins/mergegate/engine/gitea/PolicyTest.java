// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {
    private static BranchInfo target(int approvals, String... contexts) {
        return new BranchInfo("main", Clients.SHA, true, true, approvals, List.of(contexts));
    }

    private static CommitStatus status(String context, String state) {
        return new CommitStatus(context, state, "", "");
    }

    private static Review official(String user, String state) {
        return new Review(user, state, Clients.SHA, true, false, false);
    }

    private static Policy.Result approvals(int required, Review... reviews) {
        return Policy.check(target(required), Arrays.asList(reviews), List.of());
    }

    private static Policy.Result checks(BranchInfo target, CommitStatus... statuses) {
        return Policy.check(target, List.of(), Arrays.asList(statuses));
    }

    @Test
    void nothingRequiredIsMet() {
        assertThat(checks(target(0), status("ci", "failure"))).isEqualTo(new Policy.Met());
    }

    @Test
    void oneRequiredGlobIsEnoughToRequireAContext() {
        assertThat(Policy.requires(target(0, "ci/*", "merge-*"), "merge-gate")).isTrue();
        assertThat(Policy.requires(target(0, "ci/*"), "merge-gate")).isFalse();
        assertThat(Policy.requires(target(1), "merge-gate")).isFalse();
    }

    @Nested
    class Checks {
        @ParameterizedTest
        @ValueSource(strings = {"success", "skipped"})
        void green(String state) {
            assertThat(checks(target(0, "gate"), status("gate", state))).isEqualTo(new Policy.Met());
        }

        @ParameterizedTest
        @ValueSource(strings = {"failure", "error", "warning"})
        void red(String state) {
            assertThat(checks(target(0, "gate"), status("gate", state)))
                    .isEqualTo(new Policy.Failed(List.of("check gate: " + state)));
        }

        @ParameterizedTest
        @ValueSource(strings = {"pending", "", "bogus"})
        void notFinished(String state) {
            assertThat(checks(target(0, "gate"), status("gate", state)))
                    .isEqualTo(new Policy.Pending(List.of("check gate is not finished")));
        }

        @Test
        void whatNeverReportedIsNotGreen() {
            assertThat(checks(target(0, "gate", "ci/*"), status("gate", "success"), status("cd/x", "success")))
                    .isEqualTo(new Policy.Pending(List.of("check ci/* has not reported")));
        }

        @Test
        void everyStatusThatAGlobMatchesCounts() {
            assertThat(checks(target(0, "ci/*"), status("ci/a", "success"), status("ci/b", "pending")))
                    .isEqualTo(new Policy.Pending(List.of("check ci/b is not finished")));
        }

        @Test
        void redBeatsPending() {
            assertThat(checks(target(2, "gate", "ci/*"), status("ci/a", "error")))
                    .isEqualTo(new Policy.Failed(List.of("check ci/a: error")));
        }

        @Test
        void aStatusThatTwoGlobsMatchIsNamedOnce() {
            assertThat(checks(target(0, "*", "ci/*"), status("ci/a", "error")))
                    .isEqualTo(new Policy.Failed(List.of("check ci/a: error")));
        }
    }

    @Nested
    class Reviews {
        @Test
        void enoughApprovals() {
            assertThat(approvals(2, official("a", "APPROVED"), official("b", "APPROVED")))
                    .isEqualTo(new Policy.Met());
        }

        @Test
        void aUserCountsOnce() {
            assertThat(approvals(2, official("a", "APPROVED"), official("A", "APPROVED")))
                    .isEqualTo(new Policy.Pending(List.of("approvals: 1 of 2")));
        }

        @Test
        void unofficialStaleDismissedAndNamelessApprovalsDoNotCount() {
            assertThat(approvals(
                            1,
                            new Review("a", "APPROVED", "", false, false, false),
                            new Review("b", "APPROVED", "", true, true, false),
                            new Review("c", "APPROVED", "", true, false, true),
                            new Review(null, "APPROVED", "", true, false, false)))
                    .isEqualTo(new Policy.Pending(List.of("approvals: 0 of 1")));
        }

        @Test
        void theLatestDecisionOfAUserWins() {
            assertThat(approvals(1, official("a", "REQUEST_CHANGES"), official("a", "APPROVED")))
                    .isEqualTo(new Policy.Met());
            assertThat(approvals(1, official("a", "APPROVED"), official("a", "REQUEST_CHANGES")))
                    .isEqualTo(new Policy.Failed(List.of("changes requested by a")));
        }

        @ParameterizedTest
        @ValueSource(strings = {"COMMENT", "PENDING", "REQUEST_REVIEW", ""})
        void otherReviewsDecideNothing(String state) {
            assertThat(approvals(1, official("a", "APPROVED"), official("a", state)))
                    .isEqualTo(new Policy.Met());
            assertThat(approvals(1, official("a", state))).isEqualTo(new Policy.Pending(List.of("approvals: 0 of 1")));
            assertThat(approvals(1, official("a", "REQUEST_CHANGES"), official("a", state)))
                    .isInstanceOf(Policy.Failed.class);
        }

        @Test
        void requestedChangesBlockEvenWhenStale() {
            assertThat(approvals(0, new Review("a", "REQUEST_CHANGES", "", true, true, false)))
                    .isInstanceOf(Policy.Failed.class);
        }

        @Test
        void dismissedOrUnofficialRequestsDoNotBlock() {
            assertThat(approvals(
                            0,
                            new Review("a", "REQUEST_CHANGES", "", true, false, true),
                            new Review("b", "REQUEST_CHANGES", "", false, false, false)))
                    .isEqualTo(new Policy.Met());
        }

        @Test
        void requestedChangesOfNobodyBlockToo() {
            assertThat(approvals(0, official(null, "REQUEST_CHANGES")))
                    .isEqualTo(new Policy.Failed(List.of("changes requested by somebody")));
        }

        @Test
        void anUnprotectedTargetHasNoRules() {
            BranchInfo target = new BranchInfo("main", Clients.SHA, false, true, 0, List.of());

            assertThat(Policy.check(target, List.of(official("a", "REQUEST_CHANGES")), List.of()))
                    .isEqualTo(new Policy.Met());
        }
    }
}
