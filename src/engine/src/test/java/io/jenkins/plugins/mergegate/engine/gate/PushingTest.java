// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Law 1: which branches are never pushed to, and what a person reads then. */
class PushingTest {

    @Test
    void aTaskBranchIsPushed() {
        assertThat(Pushing.whyNot("task", "main", "main", false)).isEmpty();
        assertThat(Pushing.whyNot("task", "release", "main", false)).isEmpty();
    }

    @Test
    void theTargetIsNotEvenWhenItIsNoDefaultAndUnprotected() {
        assertThat(Pushing.whyNot("release", "release", "main", false))
                .contains("The gate never pushes to the target release.");
    }

    @Test
    void theDefaultBranchIsNotEvenWhenItIsNoTarget() {
        assertThat(Pushing.whyNot("main", "release", "main", false))
                .contains("The gate never pushes to the default branch main; bring it up to date by hand.");
    }

    @Test
    void aProtectedBranchIsNot() {
        assertThat(Pushing.whyNot("task", "main", "main", true))
                .contains("The gate never pushes to a protected branch, and task is one; bring it up to date by hand.");
    }
}
