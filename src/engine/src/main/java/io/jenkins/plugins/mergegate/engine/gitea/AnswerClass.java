// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

/** What an answer to a merge call claims. No class is a proof of anything: git is asked after each of them. */
public enum AnswerClass {
    /** 200: says it merged. */
    CLAIMS_MERGED,
    /** 405 "already merged" (an empty message before 1.25 is read as this or as TRY_AGAIN by looking in git). */
    ALREADY_MERGED,
    /** 201: an auto merge was scheduled, nothing merged. */
    SCHEDULED,
    /** 405 "Please try again later": checking, or a conflict, or already contained. */
    TRY_AGAIN,
    /** 405: reviews or checks are missing; time may bring them. */
    POLICY_PENDING,
    /** 403, 404, 423, 401, style not allowed, not allowed to merge, WIP, unsigned, requested changes, protected files. */
    REFUSED,
    /** 409 without a message: a real conflict. */
    CONFLICT,
    /** 409 "head out of date". */
    HEAD_MOVED,
    /** 409 "merge push out of date", or "The head branch is behind the base branch". */
    BASE_MOVED,
    /** 408, 429, 5xx, network error, timeout, a lost ref race, any other 409 or 422. */
    TRANSIENT,
    /** 3xx: renamed, or not the API. */
    REDIRECT
}
