// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.traffic;

/** What a request asks for. */
public enum Call {
    /** Matches every request; no request is of this kind. */
    ANY,

    VERSION,
    SETTINGS,
    GET_TOKEN,
    GET_USER,
    CREATE_USER,
    CREATE_TOKEN,

    GET_REPOSITORY,
    CREATE_REPOSITORY,
    EDIT_REPOSITORY,
    COLLABORATOR,
    GET_BRANCH,
    LIST_BRANCHES,
    EDIT_BRANCH,
    PROTECTION,
    GIT_REFS,
    HOOK,
    CONTENTS,

    LIST_PULLS,
    CREATE_PULL,
    GET_PULL,
    /** The pull request of a pair of branches. */
    FIND_PULL,
    EDIT_PULL,
    MERGE,
    IS_MERGED,
    CANCEL_AUTO_MERGE,
    REVIEW,

    SET_STATUS,
    GET_STATUS,
    LIST_STATUSES,

    COMMENT,
    LIST_COMMENTS,
    EDIT_COMMENT,
    DELETE_COMMENT,
    TIMELINE,

    /** The first request of every fetch and push: which refs are there. */
    GIT_INFO,
    /** The requests of a fetch that carry work. */
    GIT_FETCH,
    /** The request of a push that moves refs. */
    GIT_PUSH,

    /** Nothing this server knows. */
    OTHER
}
