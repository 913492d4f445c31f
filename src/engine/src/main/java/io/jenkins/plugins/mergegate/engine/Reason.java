// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine;

/** Why a run was held or deferred. The words are part of the product's contract. */
public enum Reason {
    NOT_MERGED,
    MERGE_REFUSED,
    MERGE_CONFLICT,
    POLICY_PENDING,
    PROOF_MISMATCH,
    MAIN_REGRESSED,
    TARGET_HELD,
    LOCK_BUSY,
    DEFER_LIMIT,
    CATCH_UP_LIMIT,
    PUSH_REJECTED,
    GIT_ERROR,
    GITEA_UNREACHABLE,
    CONFIGURATION
}
