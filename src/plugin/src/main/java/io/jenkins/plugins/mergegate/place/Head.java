// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.place;

/**
 * The head that a job of a multibranch project builds.
 *
 * @param branch in the repository of the head; null when the head is no branch
 * @param target of a change request; else null
 */
record Head(Type type, String branch, String target) {

    enum Type {
        BRANCH,
        CHANGE_REQUEST,
        TAG,
        /** Of another repository than the job's own. */
        FORK,
        /** Any other ref. */
        OTHER
    }

    static Head branch(String name) {
        return new Head(Type.BRANCH, name, null);
    }

    static Head changeRequest(String branch, String target) {
        return new Head(Type.CHANGE_REQUEST, branch, target);
    }

    static Head of(Type type) {
        return new Head(type, null, null);
    }
}
